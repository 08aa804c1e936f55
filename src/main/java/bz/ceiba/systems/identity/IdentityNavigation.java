package bz.ceiba.systems.identity;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Navigation;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.web.Page.Link;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** What assistants at a centre do for people's numbers. */
@Component
@Order(1)
class IdentityNavigation implements Navigation {
    @Override
    public List<Link> links(Actor actor) {
        return actor.agencyAs(Role.ASSISTANT).isPresent() && actor.actingFor() == null
                ? List.of(new Link("/identity/number/centre", "identity.link.centre"))
                : List.of();
    }
}
