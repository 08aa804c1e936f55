package bz.ceiba.systems.border.screening;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Navigation;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.web.Page.Link;
import java.util.ArrayList;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** What Immigration's officers find in the menu: carriers, matches, lists, rules. */
@Component
@Order(4)
class ScreeningNavigation implements Navigation {
    @Override
    public List<Link> links(Actor actor) {
        List<Link> links = new ArrayList<>();
        if (actor.actingFor() != null) {
            return links;
        }
        if (actor.holds(Role.OFFICER, ScreeningDesk.AGENCY)) {
            links.add(new Link(MatchController.PATH, "border.matches.link"));
        }
        if (actor.holds(Role.OFFICER, ScreeningDesk.AGENCY) || actor.holds(Role.SUPERVISOR, ScreeningDesk.AGENCY)) {
            links.add(new Link("/border/carriers", "border.carriers.link"));
        }
        if (ScreeningDesk.works(actor)) {
            links.add(new Link(WatchlistController.PATH, "border.watchlists.title"));
        }
        if (actor.holds(Role.SUPERVISOR, ScreeningDesk.AGENCY) || actor.holds(Role.REGISTRAR, ScreeningDesk.AGENCY)) {
            links.add(new Link(RuleController.PATH, "border.rules.title"));
        }
        if (actor.holds(Role.SUPERVISOR, ScreeningDesk.AGENCY)) {
            links.add(new Link(MatchController.BIAS, "border.fairness.title"));
        }
        return links;
    }
}
