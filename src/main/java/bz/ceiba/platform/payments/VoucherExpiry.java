package bz.ceiba.platform.payments;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.payments.Voucher.VoucherState;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Books what is left on expired vouchers away from what is outstanding. It stays owed until the Treasury decides. */
@Component
class VoucherExpiry {
    private static final int AT_ONCE = 100;

    private final Vouchers vouchers;
    private final Audit audit;
    private final TransactionTemplate transactions;
    private final Clock clock;

    VoucherExpiry(Vouchers vouchers, Audit audit, TransactionTemplate transactions, Clock clock) {
        this.vouchers = vouchers;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Ends all that are past their last day, some at a time; several processes share them. */
    void run() {
        int ended;
        do {
            ended = Optional.ofNullable(transactions.execute(status -> some())).orElse(0);
        } while (ended >= AT_ONCE);
    }

    private int some() {
        List<Voucher> past = vouchers.past(Country.today(clock), AT_ONCE);
        for (Voucher voucher : past) {
            vouchers.end(voucher, VoucherState.EXPIRED, Ledger.VOUCHERS_EXPIRED);
            audit.record(AuditEntry.bySystem(
                    AuditEvent.VOUCHER_EXPIRED,
                    null,
                    null,
                    Map.of(
                            "voucher",
                            voucher.name(),
                            "amount",
                            voucher.balance().toString())));
        }
        return past.size();
    }
}
