package bz.ceiba.platform.payments;

import bz.ceiba.platform.kernel.Ids;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.payments.Payment.PaymentState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Tries to pay. */
@Component
class Payments {
    private static final String COLUMNS = "id, bill, method, amount, state, url, at";

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
        return new Payment(
                row.getObject("id", UUID.class),
                row.getObject("bill", UUID.class),
                Method.valueOf(row.getString("method")),
                Money.ofCents(row.getLong("amount")),
                PaymentState.valueOf(row.getString("state")),
                row.getString("url"),
                row.getObject("at", OffsetDateTime.class).toInstant());
    }

    Payment begin(Bill bill, Method method, @Nullable String takenBy) {
        UUID id = Ids.next(clock);
        db.sql("""
                insert into payments.payment (id, bill, method, amount, state, taken_by, at)
                values (:id, :bill, :method, :amount, 'PENDING', :by, :now)
                """)
                .param("id", id)
                .param("bill", bill.id())
                .param("method", method.name())
                .param("amount", bill.amount().cents())
                .param("by", takenBy)
                .param("now", now())
                .update();
        return find(id).orElseThrow();
    }

    Optional<Payment> find(UUID id) {
        return db.sql("select " + COLUMNS + " from payments.payment where id = :id")
                .param("id", id)
                .query(Payments::read)
                .optional();
    }

    /** The gateway's page that a bill's payer may still be looking at. */
    Optional<Payment> pending(UUID bill, Duration youngerThan) {
        return db.sql("select " + COLUMNS + """
                 from payments.payment
                where bill = :bill and method = 'GATEWAY' and state = 'PENDING' and at > :since
                order by at desc limit 1
                """)
                .param("bill", bill)
                .param("since", now().minus(youngerThan))
                .query(Payments::read)
                .optional();
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

    /** Pending payments of which nobody has asked for a while, for one process each. */
    List<UUID> toAsk(Duration olderThan, Duration every, int limit) {
        return db.sql("""
                with due as materialized (
                  select id from payments.payment
                  where state = 'PENDING' and method = 'GATEWAY' and at < :old
                    and (checked_at is null or checked_at < :checked)
                  order by coalesce(checked_at, at) limit :limit for update skip locked)
                update payments.payment p set checked_at = :now from due where p.id = due.id returning p.id
                """)
                .param("old", now().minus(olderThan))
                .param("checked", now().minus(every))
                .param("now", now())
                .param("limit", limit)
                .query(UUID.class)
                .list();
    }

    /** The payment by which a bill was paid. */
    Optional<Payment> capturing(UUID bill) {
        return db.sql("select " + COLUMNS + " from payments.payment where bill = :bill and state = 'CAPTURED'")
                .param("bill", bill)
                .query(Payments::read)
                .optional();
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
