package bz.ceiba.platform.treasury;

import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.payments.DayBook.TillDay;
import bz.ceiba.platform.payments.DayBook.VoucherDay;
import bz.ceiba.platform.treasury.Closing.AccountLine;
import bz.ceiba.platform.treasury.Closing.ReceiptLine;
import bz.ceiba.platform.treasury.Closing.RevenueLine;
import bz.ceiba.platform.treasury.Closing.VoucherLine;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Closing reports, which are written once. */
@Component
class Closings {
    private static final long LOCK = 0x434c_4f53L;
    private static final int MOST = 100;

    private final JdbcClient db;

    Closings(JdbcClient db) {
        this.db = db;
    }

    /** Lets nobody else close until the current transaction ends. */
    void lock() {
        db.sql("select pg_advisory_xact_lock(?)")
                .param(LOCK)
                .query((row, n) -> 1)
                .single();
    }

    List<ClosedDay> latest() {
        return db.sql("select day, closed_at, closed_by_name from treasury.closing order by day desc limit :most")
                .param("most", MOST)
                .query((row, n) -> new ClosedDay(
                        row.getObject("day", LocalDate.class),
                        row.getObject("closed_at", OffsetDateTime.class).toInstant(),
                        row.getString("closed_by_name")))
                .list();
    }

    /** Where in the ledger the last closed day ends; 0 before there is one. */
    long lastPosition() {
        return db.sql("select coalesce(max(position), 0) from treasury.closing")
                .query(Long.class)
                .single();
    }

    Optional<LocalDate> lastDay() {
        return db.sql("select max(day) from treasury.closing")
                .query((row, n) -> Optional.ofNullable(row.getObject(1, LocalDate.class)))
                .single();
    }

    Optional<Closing> find(LocalDate day) {
        return db.sql("select closed_at, closed_by_name, ledger_sum from treasury.closing where day = :day")
                .param("day", day)
                .query((row, n) -> new Closing(
                        day,
                        row.getObject("closed_at", OffsetDateTime.class).toInstant(),
                        row.getString("closed_by_name"),
                        Money.ofCents(row.getLong("ledger_sum")),
                        revenue(day),
                        receipts(day),
                        vouchers(day),
                        tills(day),
                        accounts(day)))
                .optional();
    }

    private List<RevenueLine> revenue(LocalDate day) {
        return db.sql("select * from treasury.closing_revenue where day = :day order by agency, head")
                .param("day", day)
                .query((row, n) -> new RevenueLine(
                        row.getString("agency"),
                        row.getString("head"),
                        Money.ofCents(row.getLong("opening")),
                        Money.ofCents(row.getLong("cash")),
                        Money.ofCents(row.getLong("gateway")),
                        Money.ofCents(row.getLong("bank")),
                        Money.ofCents(row.getLong("vouchers")),
                        Money.ofCents(row.getLong("refunds")),
                        Money.ofCents(row.getLong("closing"))))
                .list();
    }

    private List<ReceiptLine> receipts(LocalDate day) {
        return db.sql("""
                select agency, year, count, first, last, gaps from treasury.closing_receipts
                where day = :day order by agency, year
                """).param("day", day).query(ReceiptLine.class).list();
    }

    /** Reports from before there were vouchers have none. */
    private VoucherLine vouchers(LocalDate day) {
        return db.sql("select * from treasury.closing_vouchers where day = :day")
                .param("day", day)
                .query((row, n) -> new VoucherLine(
                        Money.ofCents(row.getLong("opening")),
                        new VoucherDay(
                                Money.ofCents(row.getLong("sold")),
                                Money.ofCents(row.getLong("refunded")),
                                Money.ofCents(row.getLong("redeemed")),
                                Money.ofCents(row.getLong("given_back")),
                                Money.ofCents(row.getLong("expired"))),
                        Money.ofCents(row.getLong("closing"))))
                .optional()
                .orElse(VoucherLine.NONE);
    }

    private List<TillDay> tills(LocalDate day) {
        return db.sql("select * from treasury.closing_till where day = :day order by number")
                .param("day", day)
                .query(Closings::till)
                .list();
    }

    private static TillDay till(ResultSet row, int n) throws SQLException {
        OffsetDateTime closedAt = row.getObject("closed_at", OffsetDateTime.class);
        boolean closed = closedAt != null;
        return new TillDay(
                row.getLong("number"),
                row.getString("agency"),
                row.getString("office"),
                row.getString("clerk_name"),
                row.getObject("opened_at", OffsetDateTime.class).toInstant(),
                closedAt == null ? null : closedAt.toInstant(),
                closed ? Money.ofCents(row.getLong("counted")) : null,
                closed ? Money.ofCents(row.getLong("difference")) : null,
                closed ? Money.ofCents(row.getLong("deposit")) : null,
                row.getString("slip"));
    }

    private List<AccountLine> accounts(LocalDate day) {
        return db.sql("select * from treasury.closing_account where day = :day order by account")
                .param("day", day)
                .query((row, n) -> new AccountLine(
                        row.getString("account"),
                        Money.ofCents(row.getLong("opening")),
                        Money.ofCents(row.getLong("movement")),
                        Money.ofCents(row.getLong("closing"))))
                .list();
    }

    /** The number of the last receipt of an agency in a year that a closing has; 0 when none has one. */
    int lastReceipt(String agency, int year) {
        return db.sql("""
                select last from treasury.closing_receipts where agency = :agency and year = :year order by day desc limit 1
                """)
                .param("agency", agency)
                .param("year", year)
                .query(Integer.class)
                .optional()
                .orElse(0);
    }

    /** Writes a closing; the database refuses a second one of the day and one that is not balanced. */
    void add(Closing closing, long from, long position, String by) {
        db.sql("""
                insert into treasury.closing (day, from_position, position, closed_at, closed_by, closed_by_name, ledger_sum)
                values (:day, :from, :position, :at, :by, :name, :sum)
                """)
                .param("day", closing.day())
                .param("from", from)
                .param("position", position)
                .param("at", closing.closedAt().atOffset(ZoneOffset.UTC))
                .param("by", by)
                .param("name", closing.closedByName())
                .param("sum", closing.ledgerSum().cents())
                .update();
        for (RevenueLine line : closing.revenue()) {
            db.sql("""
                    insert into treasury.closing_revenue
                      (day, agency, head, opening, cash, gateway, bank, vouchers, refunds, closing)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """)
                    .params(
                            closing.day(),
                            line.agency(),
                            line.head(),
                            line.opening().cents(),
                            line.cash().cents(),
                            line.gateway().cents(),
                            line.bank().cents(),
                            line.vouchers().cents(),
                            line.refunds().cents(),
                            line.closing().cents())
                    .update();
        }
        for (ReceiptLine line : closing.receipts()) {
            db.sql("insert into treasury.closing_receipts values (?, ?, ?, ?, ?, ?, ?)")
                    .params(
                            closing.day(),
                            line.agency(),
                            line.year(),
                            line.count(),
                            line.first(),
                            line.last(),
                            line.gaps())
                    .update();
        }
        add(closing.day(), closing.vouchers());
        closing.tills().forEach(till -> add(closing.day(), till));
        for (AccountLine line : closing.accounts()) {
            db.sql("insert into treasury.closing_account values (?, ?, ?, ?, ?)")
                    .params(
                            closing.day(),
                            line.account(),
                            line.opening().cents(),
                            line.movement().cents(),
                            line.closing().cents())
                    .update();
        }
    }

    private void add(LocalDate day, VoucherLine line) {
        VoucherDay moved = line.moved();
        db.sql("""
                insert into treasury.closing_vouchers
                  (day, opening, sold, refunded, redeemed, given_back, expired, closing)
                values (?, ?, ?, ?, ?, ?, ?, ?)
                """)
                .params(
                        day,
                        line.opening().cents(),
                        moved.sold().cents(),
                        moved.refunded().cents(),
                        moved.redeemed().cents(),
                        moved.givenBack().cents(),
                        moved.expired().cents(),
                        line.closing().cents())
                .update();
    }

    private void add(LocalDate day, TillDay till) {
        Instant closedAt = till.closedAt();
        db.sql("insert into treasury.closing_till values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .param(day)
                .param(till.number())
                .param(till.agency())
                .param(till.office())
                .param(till.clerkName())
                .param(till.openedAt().atOffset(ZoneOffset.UTC))
                .param(closedAt == null ? null : closedAt.atOffset(ZoneOffset.UTC))
                .param(cents(till.counted()))
                .param(cents(till.difference()))
                .param(cents(till.deposit()))
                .param(till.slip())
                .update();
    }

    private static @Nullable Long cents(@Nullable Money amount) {
        return amount == null ? null : amount.cents();
    }
}
