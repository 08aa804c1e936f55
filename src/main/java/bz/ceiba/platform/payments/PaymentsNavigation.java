package bz.ceiba.platform.payments;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Navigation;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.web.Page.Link;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The way to the counter. */
@Component
@Order(20)
class PaymentsNavigation implements Navigation {
    @Override
    public List<Link> links(Actor actor) {
        return actor.agencyAs(Role.CASHIER).isPresent()
                ? List.of(new Link("/payments/counter", "payments.counter.link"))
                : List.of();
    }
}
