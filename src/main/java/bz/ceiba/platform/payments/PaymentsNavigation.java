package bz.ceiba.platform.payments;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Navigation;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.web.Page.Link;
import java.util.ArrayList;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The ways to the counter, to vouchers, to tills and to refunds. */
@Component
@Order(20)
class PaymentsNavigation implements Navigation {
    @Override
    public List<Link> links(Actor actor) {
        List<Link> links = new ArrayList<>();
        if (actor.agencyAs(Role.CASHIER).isPresent()) {
            links.add(new Link("/payments/counter", "payments.counter.link"));
            links.add(new Link(VoucherDeskController.PAGE, "payments.vouchers.link"));
        }
        if (actor.agencyAs(Role.CASHIER).isPresent()
                || actor.agencyAs(Role.SUPERVISOR).isPresent()) {
            links.add(new Link(Tills.PAGE, "payments.tills.link"));
        }
        if (actor.agencyAs(Role.OFFICER).isPresent()
                || actor.agencyAs(Role.SUPERVISOR).isPresent()) {
            links.add(new Link("/payments/refunds", "payments.refunds.link"));
        }
        return links;
    }
}
