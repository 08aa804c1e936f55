package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Navigation;
import bz.ceiba.platform.web.Page.Link;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The desk for relying parties. */
@Component
@Order(2)
class PartyNavigation implements Navigation {
    @Override
    public List<Link> links(Actor actor) {
        return PartyDesk.mayKeep(actor)
                ? List.of(new Link(PartyDeskController.PATH, "identity.link.parties-desk"))
                : List.of();
    }
}
