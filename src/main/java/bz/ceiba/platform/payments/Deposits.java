package bz.ceiba.platform.payments;

import bz.ceiba.platform.kernel.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
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
     * @param writtenOff whether it was given up that one does
     */
    public record Slip(String number, Money amount, Instant at, boolean banked, boolean writtenOff) {}

    private static final String SELECT = """
            select slip, deposit, closed_at, banked_by is not null as banked, written_off_at is not null as written_off
            from payments.till
            """;

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
                row.getBoolean("banked"),
                row.getBoolean("written_off"));
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
        book(sum(slips, false), sum(slips, true), kept);
    }

    private static Money sum(List<Slip> slips, boolean writtenOff) {
        return slips.stream()
                .filter(slip -> slip.writtenOff() == writtenOff)
                .map(Slip::amount)
                .reduce(Money.ZERO, Money::plus);
    }

    private void book(Money awaited, Money givenUp, Money kept) {
        ledger.arrived(Ledger.IN_TRANSIT, awaited, givenUp, Ledger.OVER_SHORT, kept);
    }

    /** The reverse of {@link #banked}: what a line had shown is on its way again, or lost again. */
    public void takenBack(UUID line, Money kept) {
        List<Slip> slips = db.sql(SELECT + "where banked_by = :line for update")
                .param("line", line)
                .query(Deposits::read)
                .list();
        db.sql("update payments.till set banked_by = null, banked_at = null where banked_by = :line")
                .param("line", line)
                .update();
        book(sum(slips, false).negated(), sum(slips, true).negated(), kept.negated());
    }

    /** Gives up a locked slip that no statement shows: it is lost, until one does. */
    public void writeOff(Slip missing) {
        int marked = db.sql("""
                update payments.till set written_off_at = :now
                where slip = :slip and banked_by is null and written_off_at is null
                """)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("slip", missing.number())
                .update();
        if (marked != 1) {
            throw new IllegalStateException("slip " + missing.number() + " is not missing");
        }
        ledger.writtenOff(Ledger.IN_TRANSIT, missing.amount());
    }

    /** Slips from before an instant that no bank statement has shown and nobody gave up, the oldest first; at most 1,000. */
    public List<Slip> unbanked(Instant before) {
        return db.sql(SELECT + """
                where slip is not null and banked_by is null and written_off_at is null and closed_at < :before
                order by closed_at limit 1000
                """)
                .param("before", before.atOffset(ZoneOffset.UTC))
                .query(Deposits::read)
                .list();
    }
}
