package bz.ceiba.platform.payments;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.kernel.Verhoeff;
import bz.ceiba.platform.payments.Till.TillState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Tills and what is in them. */
@Component
class Tills {
    /** Where a clerk opens one. */
    static final String PAGE = "/payments/tills";

    private static final String SELECT = """
            select number, agency, office, clerk, clerk_name, opening, state, opened_at, counted, expected,
              confirmed_by_name, closed_at, deposit, slip, banked_at
            from payments.till
            """;
    private static final int MOST = 50;

    private final JdbcClient db;
    private final Clock clock;

    Tills(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static Till read(ResultSet row, int n) throws SQLException {
        return new Till(
                row.getLong("number"),
                row.getString("agency"),
                row.getString("office"),
                row.getString("clerk"),
                row.getString("clerk_name"),
                Money.ofCents(row.getLong("opening")),
                TillState.valueOf(row.getString("state")),
                row.getObject("opened_at", OffsetDateTime.class).toInstant(),
                money(row.getObject("counted", Long.class)),
                money(row.getObject("expected", Long.class)),
                row.getString("confirmed_by_name"),
                instant(row.getObject("closed_at", OffsetDateTime.class)),
                Money.ofCents(row.getLong("deposit")),
                row.getString("slip"),
                instant(row.getObject("banked_at", OffsetDateTime.class)));
    }

    private static @Nullable Money money(@Nullable Long cents) {
        return cents == null ? null : Money.ofCents(cents);
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime at) {
        return at == null ? null : at.toInstant();
    }

    /** Opens one, unless the clerk has one. */
    Optional<Till> open(Actor clerk, String agency, String office, Money opening) {
        return db.sql("""
                insert into payments.till (agency, office, clerk, clerk_name, opening, opened_at)
                values (:agency, :office, :clerk, :name, :opening, :now)
                on conflict (clerk) where state <> 'CLOSED' do nothing
                returning number
                """)
                .param("agency", agency)
                .param("office", office)
                .param("clerk", clerk.number())
                .param("name", clerk.name())
                .param("opening", opening.cents())
                .param("now", now())
                .query(Long.class)
                .optional()
                .flatMap(this::find);
    }

    Optional<Till> find(long number) {
        return db.sql(SELECT + "where number = :number")
                .param("number", number)
                .query(Tills::read)
                .optional();
    }

    /** The clerk's till that is not closed. */
    Optional<Till> of(String clerk) {
        return db.sql(SELECT + "where clerk = :clerk and state <> 'CLOSED'")
                .param("clerk", clerk)
                .query(Tills::read)
                .optional();
    }

    /**
     * The account of the clerk's open till, which nobody counts until the current transaction ends.
     *
     * @throws Problem CONFLICT when he has none
     */
    String accountOf(String clerk) {
        return db.sql(SELECT + "where clerk = :clerk and state = 'OPEN' for share")
                .param("clerk", clerk)
                .query(Tills::read)
                .optional()
                .orElseThrow(() ->
                        new Problem(Problem.Kind.CONFLICT, "payments.problem.no-till", Map.of(Problem.LINK, PAGE)))
                .account();
    }

    /** One into and out of which no cash goes until the current transaction ends. */
    Till locked(long number) {
        return db.sql(SELECT + "where number = :number for update")
                .param("number", number)
                .query(Tills::read)
                .optional()
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "payments.problem.no-such-till"));
    }

    /** What a locked till should hold. */
    Money balance(Till till) {
        // The second condition is the index's.
        return Money.ofCents(
                db.sql("""
                select coalesce(sum(cents), 0) from payments.posting
                where account = :account and account like 'cash-till:%'
                """).param("account", till.account()).query(Long.class).single());
    }

    void count(Till till, Money counted, Money expected) {
        db.sql("""
                update payments.till set state = 'COUNTED', counted = :counted, expected = :expected
                where number = :number and state = 'OPEN'
                """)
                .param("number", till.number())
                .param("counted", counted.cents())
                .param("expected", expected.cents())
                .update();
    }

    /** The clerk counts a counted one again. */
    void reopen(Till till) {
        db.sql("""
                update payments.till set state = 'OPEN', counted = null, expected = null
                where number = :number and state = 'COUNTED'
                """).param("number", till.number()).update();
    }

    /** Closes a counted one; the database refuses a clerk who confirms his own. */
    Till close(Till till, Money deposit, @Nullable Actor confirmedBy) {
        db.sql("""
                update payments.till set state = 'CLOSED', closed_at = :now, closed_txid = pg_current_xact_id(),
                  deposit = :deposit, slip = :slip, confirmed_by = :by, confirmed_by_name = :name
                where number = :number and state = 'COUNTED'
                """)
                .param("number", till.number())
                .param("now", now())
                .param("deposit", deposit.cents())
                .param("slip", deposit.isZero() ? null : slip(till.number()))
                .param("by", confirmedBy == null ? null : confirmedBy.number())
                .param("name", confirmedBy == null ? null : confirmedBy.name())
                .update();
        return find(till.number()).orElseThrow();
    }

    /** What is written on the deposit, with a check digit: one that is mistyped is no other one's. */
    private static String slip(long number) {
        String digits = String.format(Locale.ROOT, "%06d", number);
        return "DEP-" + digits + Verhoeff.checkDigit(digits);
    }

    /** The clerk's last ones, newest first. */
    List<Till> lastOf(String clerk) {
        return db.sql(SELECT + "where clerk = :clerk order by number desc limit :most")
                .param("clerk", clerk)
                .param("most", MOST)
                .query(Tills::read)
                .list();
    }

    /** The last ones of agencies, newest first, and before them those that wait for a supervisor. */
    List<Till> lastIn(Collection<String> agencies) {
        return db.sql(SELECT + """
                where agency = any(:agencies) order by (state = 'COUNTED') desc, number desc limit :most
                """)
                .param("agencies", agencies.toArray(String[]::new))
                .param("most", MOST)
                .query(Tills::read)
                .list();
    }
}
