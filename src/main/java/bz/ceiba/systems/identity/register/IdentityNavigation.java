package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Navigation;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.web.Page.Link;
import java.util.ArrayList;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** What assistants at a centre do for people's numbers, and the desk of those who keep the register. */
@Component
@Order(1)
class IdentityNavigation implements Navigation {
    @Override
    public List<Link> links(Actor actor) {
        if (actor.actingFor() != null) {
            return List.of();
        }
        List<Link> links = new ArrayList<>();
        if (actor.agencyAs(Role.ASSISTANT).isPresent()) {
            links.add(new Link("/identity/number/centre", "identity.link.centre"));
            links.add(new Link("/identity/cards", "identity.link.cards"));
        }
        if (actor.holds(Role.ASSISTANT, "egov") || actor.holds(Role.SUPERVISOR, "egov")) {
            links.add(new Link("/identity/counter", "identity.link.counter"));
        }
        if (Annulments.mayKeep(actor, DeskController.AGENCY)) {
            links.add(new Link("/identity/desk", "identity.link.desk"));
        }
        return links;
    }
}
