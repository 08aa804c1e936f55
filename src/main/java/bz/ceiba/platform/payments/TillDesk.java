package bz.ceiba.platform.payments;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.payments.Ledger.Line;
import bz.ceiba.platform.payments.Till.TillState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Opening, counting and closing tills. The clerk counts without knowing what the ledger has; a difference above a limit is
 * closed by a supervisor of his agency.
 */
@Component
class TillDesk {
    private final Tills tills;
    private final Ledger ledger;
    private final Audit audit;
    private final Money limit;

    TillDesk(Tills tills, Ledger ledger, Audit audit, PaymentsSettings settings) {
        this.tills = tills;
        this.ledger = ledger;
        this.audit = audit;
        this.limit = Money.ofCents(settings.tillDifferenceUpTo());
    }

    static boolean maySupervise(Actor actor, Till till) {
        return actor.holds(Role.SUPERVISOR, till.agency()) && !isClerk(actor, till);
    }

    static boolean isClerk(Actor actor, Till till) {
        return till.clerk().equals(actor.number());
    }

    /**
     * @throws Problem CONFLICT when the clerk has one already
     */
    @Transactional
    public Till open(Actor clerk, String office, Money opening) {
        String agency = clerk.agencyAs(Role.CASHIER).orElseThrow();
        Till till = tills.open(clerk, agency, office, opening)
                .orElseThrow(() -> new Problem(
                        Problem.Kind.CONFLICT, "payments.problem.till-open", Map.of(Problem.LINK, Tills.PAGE)));
        move(opening, till.account(), Ledger.FLOATS);
        record(clerk, AuditEvent.TILL_OPENED, till, Map.of("float", opening.toString(), "office", office));
        return till;
    }

    /**
     * Takes the clerk's count and closes the till, or leaves that to a supervisor when the difference is above the limit.
     *
     * @throws Problem NOT_FOUND for another's till, CONFLICT when it is not open
     */
    @Transactional
    public Till count(long number, Money counted, Actor clerk) {
        Till till = tills.locked(number);
        if (!isClerk(clerk, till)) {
            throw new Problem(Problem.Kind.NOT_FOUND, "payments.problem.no-such-till");
        }
        if (till.state() != TillState.OPEN) {
            throw changed();
        }
        tills.count(till, counted, tills.balance(till));
        record(clerk, AuditEvent.TILL_COUNTED, till, Map.of("counted", counted.toString()));
        Till now = tills.find(number).orElseThrow();
        return Math.abs(now.difference().cents()) <= limit.cents() ? close(now, clerk, null) : now;
    }

    /**
     * Decides about a difference above the limit: closes the till with it, or lets the clerk count again.
     *
     * @param seen the count that the supervisor saw
     * @throws Problem FORBIDDEN for the clerk himself, NOT_FOUND for another agency's supervisor, CONFLICT when the till does not
     *     wait for this or was counted again
     */
    @Transactional
    public Till decide(long number, boolean confirm, Money seen, Actor supervisor) {
        Till till = tills.locked(number);
        if (isClerk(supervisor, till)) {
            throw new Problem(Problem.Kind.FORBIDDEN, "payments.problem.own-till");
        }
        if (!maySupervise(supervisor, till)) {
            throw new Problem(Problem.Kind.NOT_FOUND, "payments.problem.no-such-till");
        }
        if (till.state() != TillState.COUNTED || !seen.equals(till.counted())) {
            throw changed();
        }
        record(
                supervisor,
                confirm ? AuditEvent.TILL_CONFIRMED : AuditEvent.TILL_DECLINED,
                till,
                Map.of(
                        "counted",
                        seen.toString(),
                        "difference",
                        till.difference().toString(),
                        "clerk",
                        till.clerk()));
        if (confirm) {
            return close(till, supervisor, supervisor);
        }
        tills.reopen(till);
        return tills.find(number).orElseThrow();
    }

    private static Problem changed() {
        return new Problem(Problem.Kind.CONFLICT, "payments.problem.till-changed", Map.of(Problem.LINK, Tills.PAGE));
    }

    /** The difference is booked, the float goes back, what is left to the bank; nothing stays on the till's account. */
    private Till close(Till till, Actor by, @Nullable Actor confirmedBy) {
        Money deposit = Objects.requireNonNull(till.counted()).minus(till.kept());
        move(till.difference(), till.account(), Ledger.OVER_SHORT);
        move(till.kept(), Ledger.FLOATS, till.account());
        move(deposit, Ledger.IN_TRANSIT, till.account());
        Till closed = tills.close(till, deposit, confirmedBy);
        record(
                by,
                AuditEvent.TILL_CLOSED,
                closed,
                Map.of(
                        "difference", closed.difference().toString(),
                        "deposit", deposit.toString(),
                        "slip", String.valueOf(closed.slip())));
        return closed;
    }

    private void move(Money amount, String to, String from) {
        if (!amount.isZero()) {
            ledger.book(null, List.of(new Line(to, amount.cents()), new Line(from, -amount.cents())));
        }
    }

    private void record(Actor by, AuditEvent event, Till till, Map<String, String> detail) {
        Map<String, String> all = new HashMap<>(detail);
        all.put("till", String.valueOf(till.number()));
        audit.record(by.doesFor(till.agency(), event, Map.copyOf(all)));
    }
}
