package bz.ceiba.systems.transport;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Navigation;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Page.Link;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The register for the Ministry's officers, and everybody's own vehicles. */
@Component
@Order(3)
class TransportNavigation implements Navigation {
    @Override
    public List<Link> links(Actor actor) {
        return actor.actingFor() == null && isDesk(actor)
                ? List.of(
                        new Link(RegisterController.PATH, "transport.register.title"),
                        new Link(DriverController.PATH, "transport.drivers.title"))
                : List.of();
    }

    @Override
    public List<Link> own(Actor actor) {
        return List.of(new Link(VehiclesController.PATH, "transport.vehicles.title"));
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

    private static boolean isDesk(Actor actor) {
        return List.of(Role.OFFICER, Role.SUPERVISOR, Role.REGISTRAR).stream()
                .anyMatch(role -> actor.holds(role, RegisterController.AGENCY));
    }
}
