package bz.ceiba.platform.payments;

import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.payments.Ledger.Line;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Cash of closed tills on its way to the bank. All methods take part in the caller's transaction. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class Deposits {
    /**
     * What a till pays in.
     *
     * @param number what is written on the deposit
     * @param at when the till was closed
     * @param banked whether a bank statement has shown it
     */
    public record Slip(String number, Money amount, Instant at, boolean banked) {}

    private static final String SELECT =
            "select slip, deposit, closed_at, banked_by is not null as banked from payments.till ";

    private final JdbcClient db;
    private final Ledger ledger;
    private final Clock clock;

    Deposits(JdbcClient db, Ledger ledger, Clock clock) {
        this.db = db;
        this.ledger = ledger;
        this.clock = clock;
    }

    private static Slip read(ResultSet row, int n) throws SQLException {
        return new Slip(
                row.getString("slip"),
                Money.ofCents(row.getLong("deposit")),
                row.getObject("closed_at", OffsetDateTime.class).toInstant(),
                row.getBoolean("banked"));
    }

    /** The slips that references name; locked. */
    public List<Slip> named(Collection<String> references) {
        return db.sql(SELECT + "where slip = any(:references) order by number for update")
                .param(
                        "references",
                        references.stream()
                                .map(reference -> reference.toUpperCase(Locale.ROOT))
                                .toArray(String[]::new))
                .query(Deposits::read)
                .list();
    }

    /**
     * Books that a line of a bank statement shows locked slips which are not banked.
     *
     * @param kept what of them the bank did not count, negative for more; from suspense comes the sum of the slips less that
     */
    public void banked(List<Slip> slips, UUID line, Money kept) {
        int marked = db.sql("""
                update payments.till set banked_by = :line, banked_at = :now
                where slip = any(:slips) and banked_by is null
                """)
                .param("line", line)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("slips", slips.stream().map(Slip::number).toArray(String[]::new))
                .update();
        if (marked != slips.size()) {
            throw new IllegalStateException("one of " + slips + " is banked already");
        }
        book(slips.stream().map(Slip::amount).reduce(Money.ZERO, Money::plus), kept);
    }

    private void book(Money sum, Money kept) {
        List<Line> lines = new ArrayList<>();
        lines.add(new Line(Ledger.SUSPENSE, sum.minus(kept).cents()));
        lines.add(new Line(Ledger.IN_TRANSIT, -sum.cents()));
        if (!kept.isZero()) {
            lines.add(new Line(Ledger.OVER_SHORT, kept.cents()));
        }
        ledger.book(null, lines);
    }

    /** The reverse of {@link #banked}: what a line had shown is on its way again. */
    public void takenBack(UUID line, Money kept) {
        List<Money> amounts = db.sql("""
                update payments.till set banked_by = null, banked_at = null where banked_by = :line returning deposit
                """)
                .param("line", line)
                .query((row, n) -> Money.ofCents(row.getLong("deposit")))
                .list();
        book(amounts.stream().reduce(Money.ZERO, Money::plus).negated(), kept.negated());
    }

    /** Slips from before an instant that no bank statement has shown, the oldest first; at most 1,000. */
    public List<Slip> unbanked(Instant before) {
        return db.sql(SELECT + """
                where slip is not null and banked_by is null and closed_at < :before order by closed_at limit 1000
                """)
                .param("before", before.atOffset(ZoneOffset.UTC))
                .query(Deposits::read)
                .list();
    }
}
