package bz.ceiba.platform.payments;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.payments.Ledger.Line;
import bz.ceiba.platform.payments.Voucher.Kind;
import bz.ceiba.platform.payments.Voucher.Movement;
import bz.ceiba.platform.payments.Voucher.VoucherState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Vouchers and what moved their balances. */
@Component
class Vouchers {
    private static final String COLUMNS =
            "number, last_four, amount, balance, state, agency, clerk, sold_at, expires_on";
    private static final int MOST = 50;

    private final JdbcClient db;
    private final Ledger ledger;
    private final Clock clock;

    Vouchers(JdbcClient db, Ledger ledger, Clock clock) {
        this.db = db;
        this.ledger = ledger;
        this.clock = clock;
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static Voucher read(ResultSet row, int n) throws SQLException {
        return new Voucher(
                row.getLong("number"),
                row.getString("last_four"),
                Money.ofCents(row.getLong("amount")),
                Money.ofCents(row.getLong("balance")),
                VoucherState.valueOf(row.getString("state")),
                row.getString("agency"),
                row.getString("clerk"),
                row.getObject("sold_at", OffsetDateTime.class).toInstant(),
                row.getObject("expires_on", LocalDate.class));
    }

    /** Makes one without value, unless there is one with this code. */
    Optional<Voucher> add(VoucherCode code, Money amount, LocalDate expiresOn, Actor clerk, String agency) {
        return db.sql("insert into payments.voucher" + """
                 (code_hash, last_four, amount, agency, clerk, sold_at, expires_on)
                values (:hash, :last, :amount, :agency, :clerk, :now, :expires)
                on conflict (code_hash) do nothing returning
                """ + " " + COLUMNS)
                .param("hash", code.hash())
                .param("last", code.lastFour())
                .param("amount", amount.cents())
                .param("agency", agency)
                .param("clerk", clerk.number())
                .param("now", now())
                .param("expires", expiresOn)
                .query(Vouchers::read)
                .optional();
    }

    Optional<Voucher> find(VoucherCode code) {
        return db.sql("select " + COLUMNS + " from payments.voucher where code_hash = :hash")
                .param("hash", code.hash())
                .query(Vouchers::read)
                .optional();
    }

    Voucher get(long number) {
        return db.sql("select " + COLUMNS + " from payments.voucher where number = :number")
                .param("number", number)
                .query(Vouchers::read)
                .single();
    }

    /** One from which nobody else takes anything until the current transaction ends. */
    Voucher locked(long number) {
        return db.sql("select " + COLUMNS + " from payments.voucher where number = :number for update")
                .param("number", number)
                .query(Vouchers::read)
                .optional()
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "payments.problem.voucher-unknown"));
    }

    /** The voucher with which a payment was made; locked. */
    Voucher lockedOf(UUID payment) {
        return locked(db.sql("select voucher from payments.voucher_movement where payment = :payment")
                .param("payment", payment)
                .query(Long.class)
                .single());
    }

    /** What moved a voucher's balance, oldest first. */
    List<Movement> movements(long number) {
        return db.sql("""
                select kind, cents, at from payments.voucher_movement where voucher = :number order by id limit :most
                """)
                .param("number", number)
                .param("most", MOST)
                .query((row, n) -> new Movement(
                        Kind.valueOf(row.getString("kind")),
                        Money.ofCents(row.getLong("cents")),
                        row.getObject("at", OffsetDateTime.class).toInstant()))
                .list();
    }

    /** Books value onto a voucher that was just made, from where the money is. */
    void sold(Voucher voucher, String from) {
        ledger.book(
                null,
                List.of(
                        new Line(from, voucher.amount().cents()),
                        new Line(Ledger.VOUCHERS, -voucher.amount().cents())));
        move(voucher, Kind.SOLD, voucher.amount(), null);
    }

    /** Takes from a locked one what was paid with it; the bills are booked by whoever calls. */
    void redeemed(Voucher voucher, Money amount, UUID payment) {
        move(voucher, Kind.REDEEMED, amount.negated(), payment);
    }

    /** Books money that is owed to a payer onto a locked one. */
    void refunded(Voucher voucher, UUID bill, Money amount) {
        ledger.refundPaid(bill, Ledger.VOUCHERS, amount);
        move(voucher, Kind.REFUNDED, amount, null);
    }

    /** Ends a locked one; what is left on it goes to an account. */
    void end(Voucher voucher, VoucherState state, String to) {
        Money left = voucher.balance();
        if (left.isPositive()) {
            ledger.book(null, List.of(new Line(Ledger.VOUCHERS, left.cents()), new Line(to, -left.cents())));
            move(voucher, state == VoucherState.EXPIRED ? Kind.EXPIRED : Kind.GIVEN_BACK, left.negated(), null);
        }
        db.sql("update payments.voucher set state = :state where number = :number")
                .param("number", voucher.number())
                .param("state", state.name())
                .update();
    }

    /** The database refuses a balance below nothing or above what the voucher was sold for. */
    private void move(Voucher voucher, Kind kind, Money amount, @Nullable UUID payment) {
        db.sql("""
                with moved as (
                  update payments.voucher set balance = balance + :cents where number = :number returning number)
                insert into payments.voucher_movement (voucher, kind, cents, payment, at)
                select number, :kind, :cents, :payment, :now from moved
                """)
                .param("number", voucher.number())
                .param("kind", kind.name())
                .param("cents", amount.cents())
                .param("payment", payment)
                .param("now", now())
                .update();
    }

    /** Some that are past their last day, for one process each; locked. */
    List<Voucher> past(LocalDate today, int limit) {
        return db.sql("select " + COLUMNS + """
                 from payments.voucher where state = 'ACTIVE' and expires_on < :today
                order by expires_on limit :limit for update skip locked
                """)
                .param("today", today)
                .param("limit", limit)
                .query(Vouchers::read)
                .list();
    }
}
