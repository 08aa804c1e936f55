package bz.ceiba.platform.insight;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Navigation;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.web.Page.Link;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The auditors' link to the log. */
@Component
@Order(10)
class AuditorNavigation implements Navigation {
    @Override
    public List<Link> links(Actor actor) {
        return actor.agencyAs(Role.AUDITOR).isPresent()
                ? List.of(new Link("/insight/audit", "audit.search.title"))
                : List.of();
    }
}
