package bz.ceiba.platform.exchange;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Navigation;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.web.Page.Link;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The way to the agreements for those who sign them. */
@Component
@Order(25)
class ExchangeNavigation implements Navigation {
    @Override
    public List<Link> links(Actor actor) {
        return actor.actingFor() == null && actor.agencyAs(Role.SUPERVISOR).isPresent()
                ? List.of(new Link("/exchange/desk", "exchange.link"))
                : List.of();
    }
}
