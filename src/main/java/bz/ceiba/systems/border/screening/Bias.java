package bz.ceiba.systems.border.screening;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Whether the rules pick out some nationalities more than others, and whether they find more there. */
@Component
public class Bias {
    /** Of fewer nothing is said: chance would speak, and somebody might be known by it. */
    static final int LEAST = 20;

    private static final double Z = 1.959964;

    private final JdbcClient db;

    Bias(JdbcClient db) {
        this.db = db;
    }

    /**
     * A share with its 95 % interval (Wilson).
     *
     * @param low and high from 0 to 1
     */
    public record Share(double value, double low, double high) {
        static @Nullable Share of(int part, int whole) {
            if (whole == 0) {
                return null;
            }
            double p = (double) part / whole;
            double z2 = Z * Z / whole;
            double middle = (p + z2 / 2) / (1 + z2);
            double wide = Z * Math.sqrt(p * (1 - p) / whole + z2 / (4 * whole)) / (1 + z2);
            return new Share(p, Math.max(0, middle - wide), Math.min(1, middle + wide));
        }
    }

    /**
     * One nationality, or all that are too few to be named.
     *
     * @param selected the share of those screened who were referred by a rule
     * @param hit the share of those looked at of whom something was wrong, or null when fewer than {@value #LEAST} were
     * @param ratio how many times as often as all others they are referred, with its 95 % interval; null when it can't be said
     */
    public record Line(
            String nationality,
            int screened,
            int referred,
            Share selected,
            @Nullable Share hit,
            @Nullable Share ratio) {}

    private record Counts(String nationality, int screened, int referred, int looked, int found) {
        Counts and(Counts other) {
            return new Counts(
                    nationality,
                    screened + other.screened,
                    referred + other.referred,
                    looked + other.looked,
                    found + other.found);
        }
    }

    /** The nationalities with enough travellers, the most referred first, and the rest as one with an empty name. */
    List<Line> between(Instant from, Instant to) {
        List<Counts> all = db.sql("""
                        select nationality, count(*) as screened, count(*) filter (where referred) as referred,
                          count(*) filter (where referred and outcome is not null) as looked,
                          count(*) filter (where referred and outcome) as found
                        from (select s.nationality, s.outcome, exists (select 1 from border.referral f where f.reference = s.reference) as referred
                          from border.screening s where s.screened_at >= ? and s.screened_at < ?) one
                        group by nationality
                        """)
                .params(Timestamp.from(from), Timestamp.from(to))
                .query((row, n) -> new Counts(
                        row.getString("nationality"),
                        row.getInt("screened"),
                        row.getInt("referred"),
                        row.getInt("looked"),
                        row.getInt("found")))
                .list();
        Counts sum = new Counts("", 0, 0, 0, 0);
        Counts few = sum;
        List<Counts> kept = new ArrayList<>();
        for (Counts one : all) {
            sum = sum.and(one);
            if (one.screened() < LEAST) {
                few = few.and(one);
            } else {
                kept.add(one);
            }
        }
        if (few.screened() >= LEAST) {
            kept.add(few);
        }
        Counts whole = sum;
        return kept.stream()
                .map(one -> line(one, whole))
                .sorted(java.util.Comparator.comparingDouble(
                                (Line line) -> line.selected().value())
                        .reversed())
                .toList();
    }

    private static Line line(Counts one, Counts all) {
        Share selected = java.util.Objects.requireNonNull(Share.of(one.referred(), one.screened()));
        return new Line(
                one.nationality(),
                one.screened(),
                one.referred(),
                selected,
                one.looked() < LEAST ? null : Share.of(one.found(), one.looked()),
                ratio(
                        one.referred(),
                        one.screened(),
                        all.referred() - one.referred(),
                        all.screened() - one.screened()));
    }

    /** The ratio of two shares, its interval from the logarithm (Katz). */
    private static @Nullable Share ratio(int part, int whole, int otherPart, int otherWhole) {
        if (part == 0 || otherPart == 0 || otherWhole < LEAST) {
            return null;
        }
        double ratio = ((double) part / whole) / ((double) otherPart / otherWhole);
        double wide = Z * Math.sqrt(1.0 / part - 1.0 / whole + 1.0 / otherPart - 1.0 / otherWhole);
        return new Share(ratio, ratio * Math.exp(-wide), ratio * Math.exp(wide));
    }
}
