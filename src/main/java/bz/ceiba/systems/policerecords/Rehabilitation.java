package bz.ceiba.systems.policerecords;

import bz.ceiba.platform.kernel.CountryPack;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rules by which convictions are spent and juveniles' convictions sealed, from the country pack's dated tables. What
 * is asked as at a day is answered by the table in force on that day.
 */
final class Rehabilitation {
    /** A row: sentences of the kind, up to so many months, are spent after so many years. */
    record Period(String kind, @Nullable Integer upToMonths, int years) {
        boolean takes(Conviction c) {
            Integer months = c.months();
            return kind.equals(c.kind().word()) && (upToMonths == null || (months != null && months <= upToMonths));
        }
    }

    record Table(LocalDate from, List<Period> periods) {}

    record Juvenile(int underAge, int sealedAtAge) {}

    record Rules(boolean demo, Juvenile juvenile, List<Table> tables) {}

    private final Rules rules;

    Rehabilitation(Rules rules) {
        this.rules = rules;
    }

    /**
     * Reads the country pack.
     *
     * @throws IllegalStateException when the file is missing or wrong
     */
    static Rehabilitation load() {
        return new Rehabilitation(CountryPack.read("rehabilitation", Rules.class));
    }

    /**
     * Whether nobody but a court may see the conviction: by order, or because it is a juvenile's and he has come of age.
     * Of a juvenile whose year of birth is not known it is taken for sealed, since disclosing it can't be undone.
     */
    boolean isSealed(Conviction c, BirthDate birth, LocalDate asAt) {
        if (c.sealed()) {
            return true;
        }
        LocalDate offence = c.offenceOn() == null ? c.convictedOn() : c.offenceOn();
        boolean juvenile = c.juvenile()
                || birth.date()
                        .filter(born ->
                                offence.isBefore(born.plusYears(rules.juvenile().underAge())))
                        .isPresent();
        return juvenile
                && birth.earliest()
                        .map(born ->
                                !asAt.isBefore(born.plusYears(rules.juvenile().sealedAtAge())))
                        .orElse(true);
    }

    /**
     * Whether a conviction is spent as at a day.
     *
     * @param all the person's convictions that count, this one among them
     */
    boolean isSpent(Conviction conviction, Collection<Conviction> all, LocalDate asAt) {
        LocalDate last = lastDays(all, asAt).get(conviction);
        return last != null && asAt.isAfter(last);
    }

    /**
     * The last day on which each conviction is not spent. A new conviction before that day postpones it to the new one's;
     * one that is missing in the answer is never spent.
     */
    private Map<Conviction, LocalDate> lastDays(Collection<Conviction> all, LocalDate asAt) {
        List<Conviction> latestFirst = new ArrayList<>(all);
        latestFirst.sort(Comparator.comparing(Conviction::convictedOn).reversed());
        Map<Conviction, LocalDate> last = new HashMap<>();
        for (int i = 0; i < latestFirst.size(); i++) {
            Conviction c = latestFirst.get(i);
            LocalDate until = own(c, asAt).orElse(null);
            for (int j = i - 1; j >= 0 && until != null; j--) {
                Conviction later = latestFirst.get(j);
                if (later.convictedOn().isAfter(c.convictedOn())
                        && !later.convictedOn().isAfter(until)
                        && !later.convictedOn().isAfter(asAt)) {
                    LocalDate then = last.get(later);
                    until = then == null ? null : then.isAfter(until) ? then : until;
                }
            }
            if (until != null) {
                last.put(c, until);
            }
        }
        return last;
    }

    private Optional<LocalDate> own(Conviction c, LocalDate asAt) {
        LocalDate ends = c.endsOn() != null ? c.endsOn() : c.kind().lasts() ? null : c.convictedOn();
        if (ends == null) {
            return Optional.empty();
        }
        return rules.tables().stream()
                .filter(table -> !table.from().isAfter(asAt))
                .max(Comparator.comparing(Table::from))
                .flatMap(table ->
                        table.periods().stream().filter(p -> p.takes(c)).findFirst())
                .map(period -> ends.plusYears(period.years()));
    }
}
