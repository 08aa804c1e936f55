package bz.ceiba.platform.treasury;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.kernel.Problem;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** The state's bank accounts, and who keeps them. */
@Component
class Accounts {
    /** The agency whose officers these are. */
    static final String AGENCY = "treasury";

    /** The account of the demonstration, when none is configured. */
    static final String DEMO = "DEMO-BZD-001";

    private final List<String> ours;

    Accounts(TreasurySettings settings, @Value("${ceiba.demo:false}") boolean demo) {
        this.ours = settings.accounts().isEmpty() && demo ? List.of(DEMO) : settings.accounts();
    }

    /**
     * @throws Problem FORBIDDEN when it is not one of the state's accounts
     */
    void requireOurs(String account) {
        if (!ours.contains(account)) {
            throw new Problem(Problem.Kind.FORBIDDEN, "treasury.problem.not-ours", Map.of("account", account));
        }
    }

    static boolean keeps(Actor actor) {
        return actor.holds(Role.OFFICER, AGENCY) || actor.holds(Role.SUPERVISOR, AGENCY);
    }

    /**
     * @throws Problem FORBIDDEN for officers of other agencies
     */
    static void requireKeeper(Actor actor) {
        if (!keeps(actor)) {
            throw new Problem(Problem.Kind.FORBIDDEN, "treasury.problem.other-agency");
        }
    }
}
