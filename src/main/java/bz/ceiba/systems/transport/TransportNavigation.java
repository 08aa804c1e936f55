package bz.ceiba.systems.transport;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Navigation;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.exchange.Agreements;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Page.Link;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The registers for the Ministry's officers, the roadside for whoever may check there, and everybody's own vehicles. */
@Component
@Order(3)
class TransportNavigation implements Navigation {
    private final Agreements agreements;
    private final Clock clock;

    TransportNavigation(Agreements agreements, Clock clock) {
        this.agreements = agreements;
        this.clock = clock;
    }

    @Override
    public List<Link> links(Actor actor) {
        List<Link> links = new ArrayList<>();
        if (actor.actingFor() != null) {
            return links;
        }
        if (isDesk(actor)) {
            links.add(new Link(RegisterController.PATH, "transport.register.title"));
            links.add(new Link(DriverController.PATH, "transport.drivers.title"));
            links.add(new Link(TheoryDeskController.PATH, "transport.theory-desk.title"));
            links.add(new Link(ExaminerController.PATH, "transport.calendar.title"));
            links.add(new Link(HeldTicketsController.PATH, "transport.held.title"));
        }
        if (CardsController.isSupervisor(actor)) {
            links.add(new Link(CardsController.PATH, "transport.cards.title"));
        }
        LocalDate today = Country.today(clock);
        if (RoadsideController.agency(actor, agreements, today).isPresent()) {
            links.add(new Link(RoadsideController.PATH, "transport.roadside.link"));
        }
        if (RoadsideController.agency(actor, Role.SUPERVISOR, agreements, today).isPresent()) {
            links.add(new Link(DevicesController.PATH, "transport.devices.title"));
        }
        if (CrashController.agency(actor, agreements, today).isPresent()) {
            links.add(new Link(CrashController.PATH, "transport.crashes.title"));
        }
        return links;
    }

    @Override
    public List<Link> own(Actor actor) {
        return List.of(new Link(VehiclesController.PATH, "transport.vehicles.title"));
    }

    @Override
    public List<Link> figures() {
        return List.of(new Link(RoadFiguresController.PATH, "transport.figures.title.link"));
    }

    /**
     * Makes sure that he works at the Ministry.
     *
     * @throws Problem FORBIDDEN when he does not
     */
    static void requireDesk(Actor actor) {
        if (!isDesk(actor)) {
            throw new Problem(Problem.Kind.FORBIDDEN, "access.problem.role");
        }
    }

    static boolean isDesk(Actor actor) {
        return List.of(Role.OFFICER, Role.SUPERVISOR, Role.REGISTRAR).stream()
                .anyMatch(role -> actor.holds(role, RegisterController.AGENCY));
    }
}
