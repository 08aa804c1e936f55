package bz.ceiba.platform.webhooks;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Navigation;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.web.Page.Link;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The way to the agency's webhooks. */
@Component
@Order(60)
class WebhooksNavigation implements Navigation {
    @Override
    public List<Link> links(Actor actor) {
        return actor.agencyAs(Role.SUPERVISOR).isPresent()
                ? List.of(new Link("/webhooks", "webhooks.link"))
                : List.of();
    }
}
