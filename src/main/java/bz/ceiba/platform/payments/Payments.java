package bz.ceiba.platform.payments;

import bz.ceiba.platform.kernel.Ids;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.payments.Payment.PaymentState;
import bz.ceiba.platform.payments.Payment.Share;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Tries to pay. */
@Component
class Payments {
    private static final String SELECT = """
            select p.id, p.method, p.amount, p.state, p.url, p.at, s.bills, s.amounts
            from payments.payment p
            cross join lateral (
              select array_agg(bill order by bill) as bills, array_agg(amount order by bill) as amounts
              from payments.share where payment = p.id) s
            """;

    private final JdbcClient db;
    private final Clock clock;

    Payments(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static Payment read(ResultSet row, int number) throws SQLException {
        UUID[] bills = (UUID[]) row.getArray("bills").getArray();
        Long[] amounts = (Long[]) row.getArray("amounts").getArray();
        List<Share> shares = new ArrayList<>();
        for (int i = 0; i < bills.length; i++) {
            shares.add(new Share(bills[i], Money.ofCents(amounts[i])));
        }
        return new Payment(
                row.getObject("id", UUID.class),
                Method.valueOf(row.getString("method")),
                Money.ofCents(row.getLong("amount")),
                PaymentState.valueOf(row.getString("state")),
                row.getString("url"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                shares);
    }

    /** Writes down a try to pay these shares of bills, at least one. */
    Payment begin(List<Share> shares, Method method, @Nullable String takenBy) {
        UUID id = Ids.next(clock);
        long sum = shares.stream().mapToLong(share -> share.amount().cents()).sum();
        db.sql("""
                with begun as (
                  insert into payments.payment (id, method, amount, state, taken_by, at)
                  values (:id, :method, :sum, 'PENDING', :by, :now))
                insert into payments.share (payment, bill, amount)
                select :id, bill, amount
                from unnest(cast(:bills as uuid[]), cast(:amounts as bigint[])) as s(bill, amount)
                """)
                .param("id", id)
                .param("method", method.name())
                .param("sum", sum)
                .param("by", takenBy)
                .param("now", now())
                .param("bills", shares.stream().map(Share::bill).toArray(UUID[]::new))
                .param(
                        "amounts",
                        shares.stream().map(share -> share.amount().cents()).toArray(Long[]::new))
                .update();
        return find(id).orElseThrow();
    }

    Optional<Payment> find(UUID id) {
        return db.sql(SELECT + "where p.id = :id")
                .param("id", id)
                .query(Payments::read)
                .optional();
    }

    /** The gateway's page, for just these shares, that their payer may still be looking at. */
    Optional<Payment> pending(List<Share> shares, Duration youngerThan) {
        return db
                .sql(SELECT + """
                where p.id in (select payment from payments.share where bill = :bill)
                  and p.method = 'GATEWAY' and p.state = 'PENDING' and p.at > :since
                order by p.at desc limit 20
                """)
                .param("bill", shares.getFirst().bill())
                .param("since", now().minus(youngerThan))
                .query(Payments::read)
                .list()
                .stream()
                .filter(payment -> Set.copyOf(payment.shares()).equals(Set.copyOf(shares)))
                .findFirst();
    }

    void opened(UUID id, Gateway.Checkout checkout) {
        db.sql("update payments.payment set reference = :reference, url = :url where id = :id")
                .param("id", id)
                .param("reference", checkout.reference())
                .param("url", checkout.url())
                .update();
    }

    /**
     * Ends a payment; answers false when somebody else ended it before. Money that was taken counts even if the try had
     * been given up.
     */
    boolean settle(UUID id, PaymentState state, @Nullable String reference, @Nullable String note) {
        return db.sql("""
                update payments.payment
                set state = :state, settled_at = :now, note = :note, reference = coalesce(:reference, reference)
                where id = :id
                  and (state = 'PENDING' or state in ('FAILED', 'ABANDONED') and :state not in ('FAILED', 'ABANDONED'))
                """)
                        .param("id", id)
                        .param("state", state.name())
                        .param("reference", reference)
                        .param("note", note)
                        .param("now", now())
                        .update()
                == 1;
    }

    /**
     * Ends a payment of which the gateway took something else.
     *
     * @param taken what it took, or null when our books can't hold that
     */
    void mismatched(UUID id, @Nullable Money taken, @Nullable String reference, String note) {
        settle(id, PaymentState.MISMATCH, reference, note);
        db.sql("update payments.payment set taken = :taken, unclear = coalesce(:taken, 0) where id = :id")
                .param("taken", taken == null ? null : taken.cents(), Types.BIGINT)
                .param("id", id)
                .update();
    }

    /** Pending payments of which nobody has asked for a while, for one process each. */
    List<UUID> toAsk(Duration olderThan, Duration every, int limit) {
        return db.sql("""
                with due as materialized (
                  select id from payments.payment
                  where state = 'PENDING' and method = 'GATEWAY' and at < :old
                    and (checked_at is null or checked_at < :checked)
                  order by coalesce(checked_at, at) limit :limit for update skip locked)
                update payments.payment set checked_at = :now where id = any (array(select id from due)) returning id
                """)
                .param("old", now().minus(olderThan))
                .param("checked", now().minus(every))
                .param("now", now())
                .param("limit", limit)
                .query(UUID.class)
                .list();
    }

    /** Whether a webhook is new; it is remembered in the current transaction. */
    boolean firstTime(String eventId, String type) {
        return db.sql("""
                insert into payments.webhook_event (id, type, at) values (:id, :type, :now) on conflict (id) do nothing
                """)
                        .param("id", eventId)
                        .param("type", type)
                        .param("now", now())
                        .update()
                == 1;
    }

    void forgetEvents(Duration olderThan) {
        db.sql("delete from payments.webhook_event where at < :then")
                .param("then", now().minus(olderThan))
                .update();
    }
}
