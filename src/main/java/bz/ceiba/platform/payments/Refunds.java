package bz.ceiba.platform.payments;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Ids;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.payments.Voucher.VoucherState;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Money on its way back. */
@Component
class Refunds {
    /** The task that sends one refund to the gateway; its instance is the refund's id. */
    static final TaskDescriptor<Void> SENDING = TaskDescriptor.of("payments.refund");

    /** A refund; {@code state} is QUEUED, DUE, DONE or FAILED, and {@code method} how it had been paid. */
    record Refund(
            UUID id,
            UUID bill,
            UUID payment,
            Money amount,
            String state,
            int attempts,
            @Nullable String error,
            Method method) {}

    private static final String SELECT = """
            select f.id, f.bill, f.payment, f.amount, f.state, f.attempts, f.error, p.method
            from payments.refund f join payments.payment p on p.id = f.payment
            """;

    private final JdbcClient db;
    private final Vouchers vouchers;
    private final ObjectProvider<SchedulerClient> scheduler;
    private final Clock clock;

    Refunds(JdbcClient db, Vouchers vouchers, ObjectProvider<SchedulerClient> scheduler, Clock clock) {
        this.db = db;
        this.vouchers = vouchers;
        this.scheduler = scheduler;
        this.clock = clock;
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static Refund read(java.sql.ResultSet row, int number) throws java.sql.SQLException {
        return new Refund(
                row.getObject("id", UUID.class),
                row.getObject("bill", UUID.class),
                row.getObject("payment", UUID.class),
                Money.ofCents(row.getLong("amount")),
                row.getString("state"),
                row.getInt("attempts"),
                row.getString("error"),
                Method.valueOf(row.getString("method")));
    }

    boolean isKnown(String key) {
        return db.sql("select exists (select 1 from payments.refund where key = :key)")
                .param("key", key)
                .query(Boolean.class)
                .single();
    }

    /** What officers gave back for a bill without a second one. */
    Money givenAlone(UUID bill) {
        return Money.ofCents(db.sql(
                        "select coalesce(sum(amount), 0) from payments.refund where bill = :bill and starts_with(key, :alone)")
                .param("bill", bill)
                .param("alone", RefundDesk.ALONE)
                .query(Long.class)
                .single());
    }

    /**
     * Orders a refund of what was paid for a locked bill: from the last payment first, so that each gets back at most what
     * it brought.
     */
    void order(String key, Bill bill, Money amount, String reason) {
        long left = amount.cents();
        int part = 1;
        for (Source source : sources(bill.id())) {
            long cents = Math.min(left, source.cents());
            if (cents > 0) {
                String partKey = part == 1 ? key : key + "/" + part;
                order(partKey, bill.id(), source.payment(), source.method(), Money.ofCents(cents), reason);
                left -= cents;
                part++;
            }
        }
        if (left != 0) {
            throw new IllegalStateException("bill " + bill.id() + " has captured more than its payments brought");
        }
    }

    /** A payment that is booked for a bill, and what of it has not been given back. */
    private record Source(UUID payment, Method method, long cents) {}

    private List<Source> sources(UUID bill) {
        return db.sql("""
                select r.payment, p.method, r.amount - coalesce(sum(f.amount), 0) as cents
                from payments.receipt r
                join payments.payment p on p.id = r.payment
                left join payments.refund f on f.payment = r.payment and f.bill = r.bill
                  and not starts_with(f.key, :other)
                where r.bill = :bill and r.reversed_at is null
                group by r.payment, p.method, r.amount, r.at
                order by r.at desc, r.payment desc
                """)
                .param("bill", bill)
                .param("other", Mismatches.KEY)
                .query((row, n) -> new Source(
                        row.getObject("payment", UUID.class),
                        Method.valueOf(row.getString("method")),
                        row.getLong("cents")))
                .list();
    }

    /**
     * Writes one down in the current transaction and leaves the sending for after the commit. What was paid with a voucher
     * is back on it at once, if that still pays; else a new one waits at the counter.
     */
    void order(String key, UUID bill, UUID payment, Method method, Money amount, String reason) {
        UUID id = Ids.next(clock);
        boolean online = method == Method.GATEWAY;
        db.sql("""
                insert into payments.refund (id, key, bill, payment, amount, reason, state, at)
                values (:id, :key, :bill, :payment, :amount, :reason, :state, :now)
                """)
                .param("id", id)
                .param("key", key)
                .param("bill", bill)
                .param("payment", payment)
                .param("amount", amount.cents())
                .param("reason", reason)
                .param("state", online ? "QUEUED" : "DUE")
                .param("now", now())
                .update();
        if (online) {
            send(id);
        }
        if (method == Method.VOUCHER) {
            backOnVoucher(id, bill, payment, amount);
        }
    }

    /** With the commit of the current transaction. */
    private void send(UUID id) {
        scheduler
                .getObject()
                .scheduleIfNotExists(SENDING.instance(id.toString()).scheduledTo(clock.instant()));
    }

    /** Those of bills of these agencies that were given up, the oldest first; at most 200. */
    List<FailedRefund> givenUp(Collection<String> agencies) {
        return db.sql("""
                select f.id, b.case_number, b.title, f.amount, f.error
                from payments.refund f join payments.bill b on b.id = f.bill
                where f.state = 'FAILED' and b.agency = any(:agencies) order by f.id limit 200
                """)
                .param("agencies", agencies.toArray(String[]::new))
                .query((row, n) -> new FailedRefund(
                        row.getObject("id", UUID.class),
                        new CaseNumber(row.getString("case_number")),
                        row.getString("title"),
                        Money.ofCents(row.getLong("amount")),
                        String.valueOf(row.getString("error"))))
                .list();
    }

    /** Has one that was given up sent anew, in the current transaction; answers false when it was not given up. */
    boolean again(UUID id) {
        boolean failed =
                db.sql("update payments.refund set state = 'QUEUED', attempts = 0 where id = :id and state = 'FAILED'")
                                .param("id", id)
                                .update()
                        == 1;
        if (failed) {
            send(id);
        }
        return failed;
    }

    private void backOnVoucher(UUID refund, UUID bill, UUID payment, Money amount) {
        Voucher voucher = vouchers.lockedOf(payment);
        LocalDate today = Country.today(clock);
        if (voucher.stateOn(today) == VoucherState.ACTIVE && done(refund)) {
            vouchers.refunded(voucher, bill, amount);
        }
    }

    Optional<Refund> find(UUID id) {
        return db.sql(SELECT + "where f.id = :id")
                .param("id", id)
                .query(Refunds::read)
                .optional();
    }

    List<Refund> of(UUID bill) {
        return db.sql(SELECT + "where f.bill = :bill order by f.id limit 200")
                .param("bill", bill)
                .query(Refunds::read)
                .list();
    }

    /** Marks it as paid out; answers false when it was already. */
    boolean done(UUID id) {
        return db.sql("""
                update payments.refund set state = 'DONE', done_at = :now, error = null
                where id = :id and state in ('QUEUED', 'DUE', 'FAILED')
                """).param("id", id).param("now", now()).update() == 1;
    }

    void failedOnce(UUID id, String error, boolean last) {
        db.sql("""
                update payments.refund
                set attempts = attempts + 1, error = :error, state = case when :last then 'FAILED' else state end
                where id = :id and state = 'QUEUED'
                """)
                .param("id", id)
                .param("error", error.substring(0, Math.min(300, error.length())))
                .param("last", last)
                .update();
    }
}
