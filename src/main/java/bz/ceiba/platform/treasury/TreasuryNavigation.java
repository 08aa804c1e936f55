package bz.ceiba.platform.treasury;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Navigation;
import bz.ceiba.platform.web.Page.Link;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The way to the Treasury's desk. */
@Component
@Order(21)
class TreasuryNavigation implements Navigation {
    @Override
    public List<Link> links(Actor actor) {
        return Accounts.keeps(actor) ? List.of(new Link("/treasury", "treasury.link")) : List.of();
    }
}
