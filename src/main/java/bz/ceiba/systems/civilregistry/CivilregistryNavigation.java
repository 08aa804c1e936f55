package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Navigation;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.exchange.Agreements;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.web.Page.Link;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The desks of the Vital Statistics Unit, and of those who notify it. */
@Component
@Order(2)
class CivilregistryNavigation implements Navigation {
    private final Agreements agreements;
    private final Clock clock;

    CivilregistryNavigation(Agreements agreements, Clock clock) {
        this.agreements = agreements;
        this.clock = clock;
    }

    @Override
    public List<Link> own(Actor actor) {
        return List.of(
                new Link(ChildrenController.PATH, "civilregistry.children.title"),
                new Link(MarriagesController.PATH, "civilregistry.marriages.title"));
    }

    @Override
    public List<Link> links(Actor actor) {
        List<Link> links = new ArrayList<>();
        if (actor.actingFor() != null) {
            return links;
        }
        if (EntryAccess.isDesk(actor)) {
            links.add(new Link(EntryController.PATH, "civilregistry.link.register"));
            links.add(new Link(DeskController.PATH, "civilregistry.link.desk"));
            links.add(new Link(OldBookController.PATH, "civilregistry.link.old-books"));
        }
        LocalDate today = Country.today(clock);
        Optional<String> agency = actor.agencyAs(Role.OFFICER);
        for (VitalEvent event : VitalEvent.values()) {
            if (agency.filter(one -> agreements.grants(one, event.notifications(), event.word(), "/number", today))
                    .isPresent()) {
                links.add(new Link(NotifyController.path(event), "civilregistry.link.notify-" + event.word()));
            }
        }
        return links;
    }
}
