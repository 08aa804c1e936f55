package bz.ceiba.platform.payments;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.RateLimits;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Problem;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * From a typed code to its voucher: the only way there is. Tries are counted and wrong ones are in the log, never with what was
 * typed. Not to be called within a transaction.
 */
@Component
class VoucherLookup {
    private static final Duration WINDOW = Duration.ofMinutes(10);
    private static final int TRIES = 30;

    /** People at a centre share its address. */
    private static final int TRIES_AT_ADDRESS = 150;

    /** A clerk serves many; he is counted by name, not by the address that he shares with the centre's public. */
    private static final int TRIES_OF_CLERK = 150;

    private final Vouchers vouchers;
    private final RateLimits limits;
    private final Audit audit;

    VoucherLookup(Vouchers vouchers, RateLimits limits, Audit audit) {
        this.vouchers = vouchers;
        this.limits = limits;
        this.audit = audit;
    }

    /**
     * @param actor who is signed in, or null
     * @param address from which the question comes
     * @throws Problem INVALID when no such code can be, NOT_FOUND when there is no such voucher, TOO_MANY after many tries
     */
    Voucher find(String typed, @Nullable Actor actor, String address) {
        count(actor, address);
        Optional<VoucherCode> code = VoucherCode.parse(typed);
        if (code.isEmpty()) {
            throw refused(actor, Problem.Kind.INVALID, "mistyped");
        }
        return vouchers.find(code.get()).orElseThrow(() -> refused(actor, Problem.Kind.NOT_FOUND, "unknown"));
    }

    private void count(@Nullable Actor actor, String address) {
        if (actor == null) {
            limits.count("voucher:" + RateLimits.address(address), TRIES, WINDOW);
            return;
        }
        boolean clerk = actor.agencyAs(Role.CASHIER).isPresent();
        if (!clerk) {
            limits.count("voucher-at:" + RateLimits.address(address), TRIES_AT_ADDRESS, WINDOW);
        }
        limits.count("voucher-by:" + actor.number(), clerk ? TRIES_OF_CLERK : TRIES, WINDOW);
    }

    private Problem refused(@Nullable Actor actor, Problem.Kind kind, String why) {
        Map<String, String> detail = Map.of("why", why);
        audit.record(
                actor == null
                        ? new AuditEntry(
                                AuditEvent.VOUCHER_REFUSED, AuditEntry.ANONYMOUS, null, null, null, null, null, detail)
                        : actor.does(AuditEvent.VOUCHER_REFUSED, null, detail));
        return new Problem(kind, "payments.problem.voucher-" + why);
    }
}
