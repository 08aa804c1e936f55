package bz.ceiba.platform.payments;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.kernel.Ids;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.payments.RefundRequest.RefundKind;
import bz.ceiba.platform.payments.RefundRequest.RefundRequestState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What is to be given back and waits for a second officer. */
@Component
class RefundRequests {
    private static final String SELECT = """
            select id, bill, voucher, agency, amount, reason, asked_by, asked_by_name, asked_at, state, decided_by
            from payments.refund_request
            """;
    private static final int MOST = 200;

    private final JdbcClient db;
    private final Clock clock;

    RefundRequests(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    private static RefundRequest read(ResultSet row, int number) throws SQLException {
        return new RefundRequest(
                row.getObject("id", UUID.class),
                row.getObject("bill", UUID.class),
                row.getObject("voucher", Long.class),
                row.getString("agency"),
                Money.ofCents(row.getLong("amount")),
                row.getString("reason"),
                row.getString("asked_by"),
                row.getString("asked_by_name"),
                row.getObject("asked_at", OffsetDateTime.class).toInstant(),
                RefundRequestState.valueOf(row.getString("state")),
                row.getString("decided_by"));
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    /** Asks about a locked bill; answers false when the identifier is there already. */
    boolean ask(UUID id, Bill bill, Money amount, String reason, Actor by) {
        return add(id, RefundKind.BILL, bill.id(), null, bill.agency(), amount, reason, by);
    }

    /** Asks about a locked voucher; answers false when that was asked before and not declined. */
    boolean ask(Voucher voucher, String agency, Actor by) {
        return add(Ids.next(clock), RefundKind.VOUCHER, null, voucher.number(), agency, voucher.amount(), "", by);
    }

    private boolean add(
            UUID id,
            RefundKind kind,
            @Nullable UUID bill,
            @Nullable Long voucher,
            String agency,
            Money amount,
            String reason,
            Actor by) {
        return db.sql("""
                insert into payments.refund_request
                  (id, kind, bill, voucher, agency, amount, reason, asked_by, asked_by_name, asked_at)
                values (:id, :kind, cast(:bill as uuid), cast(:voucher as bigint), :agency, :amount, :reason, :by, :name, :now)
                on conflict do nothing
                """)
                        .param("id", id)
                        .param("kind", kind.name())
                        .param("bill", bill)
                        .param("voucher", voucher)
                        .param("agency", agency)
                        .param("amount", amount.cents())
                        .param("reason", reason)
                        .param("by", by.number())
                        .param("name", by.name())
                        .param("now", now())
                        .update()
                == 1;
    }

    /** What was asked about a voucher and was not declined. */
    Optional<RefundRequest> of(Voucher voucher) {
        return db.sql(SELECT + "where voucher = :voucher and state in ('WAITING', 'APPROVED')")
                .param("voucher", voucher.number())
                .query(RefundRequests::read)
                .optional();
    }

    /** Those that wait in these agencies, the oldest first. */
    List<RefundRequest> waiting(Collection<String> agencies) {
        return db.sql(SELECT + "where state = 'WAITING' and agency = any(:agencies) order by asked_at limit :most")
                .param("agencies", agencies.toArray(String[]::new))
                .param("most", MOST)
                .query(RefundRequests::read)
                .list();
    }

    RefundRequest locked(UUID id) {
        return db.sql(SELECT + "where id = :id for update")
                .param("id", id)
                .query(RefundRequests::read)
                .optional()
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "payments.problem.no-request"));
    }

    /** Decides one that waits; the database refuses the officer who asked. */
    void decide(UUID id, RefundRequestState state, Actor by) {
        db.sql("""
                update payments.refund_request set state = :state, decided_by = :by, decided_at = :now
                where id = :id and state = 'WAITING'
                """)
                .param("id", id)
                .param("state", state.name())
                .param("by", by.number())
                .param("now", now())
                .update();
    }
}
