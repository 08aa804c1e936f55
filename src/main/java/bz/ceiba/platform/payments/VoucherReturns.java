package bz.ceiba.platform.payments;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.kernel.Ids;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.payments.VoucherReturn.ReturnState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Vouchers whose giving back needs a second officer. */
@Component
class VoucherReturns {
    private static final String SELECT = """
            select id, voucher, agency, amount, asked_by, asked_by_name, asked_at, state, decided_by
            from payments.voucher_return
            """;
    private static final int MOST = 200;

    private final JdbcClient db;
    private final Vouchers vouchers;
    private final Clock clock;

    VoucherReturns(JdbcClient db, Vouchers vouchers, Clock clock) {
        this.db = db;
        this.vouchers = vouchers;
        this.clock = clock;
    }

    private VoucherReturn read(ResultSet row, int n) throws SQLException {
        return new VoucherReturn(
                row.getObject("id", UUID.class),
                vouchers.get(row.getLong("voucher")),
                row.getString("agency"),
                Money.ofCents(row.getLong("amount")),
                row.getString("asked_by"),
                row.getString("asked_by_name"),
                row.getObject("asked_at", OffsetDateTime.class).toInstant(),
                ReturnState.valueOf(row.getString("state")),
                row.getString("decided_by"));
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    /** Asks a second officer about a locked voucher; answers false when that was asked before. */
    boolean ask(Voucher voucher, String agency, Actor clerk) {
        return db.sql("""
                insert into payments.voucher_return (id, voucher, agency, amount, asked_by, asked_by_name, asked_at)
                values (:id, :voucher, :agency, :amount, :by, :name, :now)
                on conflict (voucher) where state in ('WAITING', 'APPROVED') do nothing
                """)
                        .param("id", Ids.next(clock))
                        .param("voucher", voucher.number())
                        .param("agency", agency)
                        .param("amount", voucher.amount().cents())
                        .param("by", clerk.number())
                        .param("name", clerk.name())
                        .param("now", now())
                        .update()
                == 1;
    }

    /** What was asked about a voucher and was not declined. */
    Optional<VoucherReturn> of(Voucher voucher) {
        return db.sql(SELECT + "where voucher = :voucher and state in ('WAITING', 'APPROVED')")
                .param("voucher", voucher.number())
                .query(this::read)
                .optional();
    }

    /** Those that wait in these agencies, the oldest first. */
    List<VoucherReturn> waiting(Collection<String> agencies) {
        return db.sql(SELECT + "where state = 'WAITING' and agency = any(:agencies) order by asked_at limit :most")
                .param("agencies", agencies.toArray(String[]::new))
                .param("most", MOST)
                .query(this::read)
                .list();
    }

    VoucherReturn locked(UUID id) {
        return db.sql(SELECT + "where id = :id for update")
                .param("id", id)
                .query(this::read)
                .optional()
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "payments.problem.no-request"));
    }

    /** Decides one that waits; the database refuses the officer who asked. */
    void decide(UUID id, ReturnState state, Actor by) {
        db.sql("""
                update payments.voucher_return set state = :state, decided_by = :by, decided_at = :now
                where id = :id and state = 'WAITING'
                """)
                .param("id", id)
                .param("state", state.name())
                .param("by", by.number())
                .param("now", now())
                .update();
    }
}
