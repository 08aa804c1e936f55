package bz.ceiba.systems.border.screening;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.kernel.Problem;
import java.util.Arrays;

/** Who at the border may do what with lists and rules. */
final class ScreeningDesk {
    static final String AGENCY = "immigration";

    private ScreeningDesk() {}

    static boolean works(Actor actor) {
        return Arrays.stream(new Role[] {Role.OFFICER, Role.SUPERVISOR, Role.REGISTRAR})
                .anyMatch(role -> actor.holds(role, AGENCY));
    }

    /**
     * Makes sure that he holds one of the roles at Immigration.
     *
     * @throws Problem FORBIDDEN when he does not
     */
    static void require(Actor actor, Role... roles) {
        if (Arrays.stream(roles).noneMatch(role -> actor.holds(role, AGENCY))) {
            throw new Problem(Problem.Kind.FORBIDDEN, "access.problem.role");
        }
    }

    /** Whether one of his agencies may read what stands on a list. */
    static boolean mayRead(Actor actor, Watchlist list) {
        return actor.roles().stream()
                .anyMatch(post -> list.agencies().contains(post.agency()) && post.role() != Role.CASHIER);
    }
}
