package bz.ceiba.platform.oversight;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Navigation;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.web.Page.Link;
import java.util.ArrayList;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The managers' way to what is to be judged, and the oversight authority's to its list. */
@Component
@Order(30)
class OversightNavigation implements Navigation {
    private final WellKnown wellKnown;

    OversightNavigation(WellKnown wellKnown) {
        this.wellKnown = wellKnown;
    }

    @Override
    public List<Link> links(Actor actor) {
        List<Link> links = new ArrayList<>();
        if (actor.actingFor() == null && actor.agencyAs(Role.SUPERVISOR).isPresent()) {
            links.add(new Link("/oversight/unusual", "oversight.unusual.title"));
        }
        if (wellKnown.keeps(actor)) {
            links.add(new Link("/oversight/well-known", "oversight.well-known.title"));
        }
        return links;
    }
}
