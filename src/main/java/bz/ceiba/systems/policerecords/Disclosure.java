package bz.ceiba.systems.policerecords;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Decides what a certificate says; nothing but these rules does. */
final class Disclosure {
    private final Rehabilitation rules;

    Disclosure(Rehabilitation rules) {
        this.rules = rules;
    }

    /** The convictions of a record that an officer may see and that count: neither sealed nor annulled. */
    List<Conviction> open(PersonEntry person, List<Conviction> convictions, LocalDate asAt) {
        return convictions.stream()
                .filter(c -> !c.annulled() && !rules.isSealed(c, person.birth(), asAt))
                .toList();
    }

    /** How many convictions of a record are sealed. */
    long sealed(PersonEntry person, List<Conviction> convictions, LocalDate asAt) {
        return convictions.stream()
                .filter(c -> rules.isSealed(c, person.birth(), asAt))
                .count();
    }

    /** Whether a conviction is sealed, by order or by rule. */
    boolean isSealed(PersonEntry person, Conviction conviction, LocalDate asAt) {
        return rules.isSealed(conviction, person.birth(), asAt);
    }

    /** Whether a conviction is spent, given all that the same person's records hold. */
    boolean isSpent(Conviction conviction, List<Conviction> open, LocalDate asAt) {
        return rules.isSpent(conviction, open, asAt);
    }

    /**
     * What a certificate for the purpose discloses as at a day, oldest first.
     *
     * @param records all records that are the applicant's, with their convictions; a later conviction in one of them keeps
     *     those in the others from being spent
     */
    List<Conviction> of(Purpose purpose, Map<PersonEntry, List<Conviction>> records, LocalDate asAt) {
        List<Conviction> counting = new ArrayList<>();
        records.forEach((person, convictions) -> counting.addAll(open(person, convictions, asAt)));
        return counting.stream()
                .filter(c -> purpose.shows(c.category(), rules.isSpent(c, counting, asAt)))
                .sorted(Comparator.comparing(Conviction::convictedOn).thenComparingLong(Conviction::id))
                .toList();
    }

    /** What a certificate shows of a conviction, by name; two certificates say the same when these are equal. */
    static Map<String, String> shown(Conviction c) {
        Map<String, String> shown = new TreeMap<>();
        shown.put("court", c.court());
        shown.put("reference", c.reference());
        shown.put("offence", c.offence());
        shown.put("convicted_on", c.convictedOn().toString());
        shown.put("sentence", c.sentence());
        return shown;
    }
}
