package bz.ceiba.systems.policerecords;

import bz.ceiba.platform.kernel.Names;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares an applicant with records of the register. It answers whom an officer must look at, with reasons; it leaves out
 * only those who are clearly somebody else, since a record that is missed here is missed for good.
 */
final class Matching {
    /** From this score on a record is shown to an officer. */
    static final double THRESHOLD = 0.66;

    private static final double NAME = 0.62;
    private static final double BIRTH = 0.32;
    private static final double SEX = 0.04;
    private static final double DISTRICT = 0.02;
    /** What each part that only one of the two names has takes away. */
    private static final double EXTRA_PART = 0.02;
    /** A birth date that is wholly known and wholly different outweighs every likeness of names. */
    private static final double OTHER_BIRTH = 0.6;

    private record Scored(double value, List<Reason> reasons) {}

    private Matching() {}

    /** Those among the records who may be the applicant, the likeliest first. */
    static List<Candidate> candidates(Applicant applicant, Collection<PersonEntry> records) {
        return records.stream()
                .map(record -> compare(applicant, record))
                .flatMap(Optional::stream)
                .sorted(Comparator.comparingDouble(Candidate::score).reversed().thenComparingLong(Candidate::person))
                .toList();
    }

    /** The record as a candidate, or nothing when it is clearly somebody else's. */
    static Optional<Candidate> compare(Applicant applicant, PersonEntry record) {
        Scored name = name(applicant, record);
        Scored birth = birth(applicant.birth(), record.birth());
        List<Reason> reasons = new ArrayList<>();
        boolean sameNumber = applicant.number().equals(record.number());
        if (sameNumber) {
            reasons.add(Reason.of("number"));
        }
        reasons.addAll(name.reasons());
        reasons.addAll(birth.reasons());
        double sex = same(applicant.sex(), record.sex(), "sex", reasons);
        double district = same(applicant.district(), record.district(), "district", reasons);
        double score = birth.value() == 0
                ? OTHER_BIRTH * name.value()
                : NAME * name.value() + BIRTH * birth.value() + SEX * sex + DISTRICT * district;
        if (sameNumber) {
            score = 1;
        } else if (record.number() != null) {
            reasons.add(Reason.of("number-other"));
        }
        score = Math.min(1, score);
        return score >= THRESHOLD
                ? Optional.of(new Candidate(record.id(), record.version(), score, reasons))
                : Optional.empty();
    }

    /** Those whose name or alias is like the one asked for, the likest first. */
    static List<PersonEntry> byName(String name, Collection<PersonEntry> records) {
        record Found(PersonEntry person, double alike) {}
        return records.stream()
                .map(person -> new Found(
                        person,
                        Math.max(
                                names(name, person.name()).value(),
                                person.aliases().stream()
                                        .mapToDouble(alias -> names(name, alias).value())
                                        .max()
                                        .orElse(0))))
                .filter(found -> found.alike() >= 0.7)
                .sorted(Comparator.comparingDouble(Found::alike).reversed())
                .map(Found::person)
                .toList();
    }

    private static double same(@Nullable String a, @Nullable String b, String what, List<Reason> reasons) {
        if (a == null || b == null) {
            return 0.5;
        }
        if (a.equals(b)) {
            reasons.add(Reason.of(what + "-same"));
            return 1;
        }
        reasons.add(Reason.of(what + "-other"));
        return 0;
    }

    /** The best of all pairings of the applicant's names with those of the record. */
    private static Scored name(Applicant applicant, PersonEntry record) {
        List<String> recorded = new ArrayList<>();
        recorded.add(record.name());
        recorded.addAll(record.aliases());
        Scored best = new Scored(0, List.of());
        for (String theirs : recorded) {
            for (String his : applicant.names()) {
                Scored scored = names(his, theirs);
                if (scored.value() > best.value()) {
                    List<Reason> reasons = new ArrayList<>(scored.reasons());
                    if (!theirs.equals(record.name())) {
                        reasons.add(Reason.of("alias", theirs));
                    }
                    if (!his.equals(applicant.names().getFirst())) {
                        reasons.add(Reason.of("other-name", his));
                    }
                    best = new Scored(scored.value(), reasons);
                }
            }
        }
        return best;
    }

    /** How alike two names are: every part of the shorter one with the part of the longer one that is most like it. */
    private static Scored names(String his, String theirs) {
        List<String> shorter = new ArrayList<>(Names.parts(his));
        List<String> longer = new ArrayList<>(Names.parts(theirs));
        boolean sameOrder = shorter.equals(longer);
        if (shorter.isEmpty() || longer.isEmpty()) {
            return new Scored(0, List.of());
        }
        if (shorter.size() > longer.size()) {
            List<String> swap = shorter;
            shorter = longer;
            longer = swap;
        }
        int parts = shorter.size();
        int extra = longer.size() - parts;
        List<Reason> reasons = new ArrayList<>();
        if (sameOrder) {
            reasons.add(Reason.of("name-same"));
        } else if (new TreeSet<>(shorter).equals(new TreeSet<>(longer))) {
            reasons.add(Reason.of("name-order"));
        }
        double sum = 0;
        int matched = 0;
        List<String> left = new ArrayList<>(longer);
        // Equal parts find each other before similar ones do, else one of two alike parts could take the other's place.
        for (double least : new double[] {1, Names.ALIKE}) {
            for (String part : List.copyOf(shorter)) {
                String partner = left.stream()
                        .max(Comparator.comparingDouble(other -> Names.alike(part, other)))
                        .orElse("");
                double alike = partner.isEmpty() ? 0 : Names.alike(part, partner);
                if (alike >= least) {
                    sum += alike;
                    matched++;
                    left.remove(partner);
                    shorter.remove(part);
                    if (alike < 1) {
                        reasons.add(Reason.of("name-alike", title(part), title(partner)));
                    }
                }
            }
        }
        if (matched > 0 && (matched < parts || extra > 0)) {
            reasons.add(Reason.of("name-part", Integer.toString(matched), Integer.toString(parts + extra)));
        }
        return new Scored(sum / parts * (1 - EXTRA_PART * Math.min(extra, 3)), reasons);
    }

    private static String title(String part) {
        return part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1);
    }

    private static Scored birth(BirthDate his, BirthDate theirs) {
        Integer year = his.year();
        Integer theirYear = theirs.year();
        if (year == null || theirYear == null) {
            return scored(0.5, "birth-unknown");
        }
        if (his.date().isPresent() && his.equals(theirs)) {
            return scored(1, "birth-same");
        }
        if (his.date().isEmpty() || theirs.date().isEmpty()) {
            return partial(his, theirs);
        }
        boolean sameDayAndMonth = his.day() != null
                && his.day().equals(theirs.day())
                && his.month() != null
                && his.month().equals(theirs.month());
        if (year.equals(theirYear)
                && his.day() != null
                && his.day().equals(theirs.month())
                && his.month() != null
                && his.month().equals(theirs.day())) {
            return scored(0.85, "birth-swapped");
        }
        if (sameDayAndMonth && Math.abs(year - theirYear) == 1) {
            return scored(0.85, "birth-year");
        }
        if (digitsApart(his.toString(), theirs.toString()) == 1) {
            return scored(0.85, "birth-digit");
        }
        if (sameDayAndMonth) {
            return scored(0.5, "birth-day-month");
        }
        if (year.equals(theirYear)) {
            return scored(his.month() != null && his.month().equals(theirs.month()) ? 0.6 : 0.4, "birth-near");
        }
        return new Scored(0, List.of(Reason.of("birth-other")));
    }

    /** What is known of both must agree; a year may be one off, since ages are guessed. */
    private static Scored partial(BirthDate his, BirthDate theirs) {
        int apart = Math.abs(Optional.ofNullable(his.year()).orElse(0)
                - Optional.ofNullable(theirs.year()).orElse(0));
        boolean monthsDiffer =
                his.month() != null && theirs.month() != null && !his.month().equals(theirs.month());
        if (apart > 2) {
            return new Scored(0, List.of(Reason.of("birth-other")));
        }
        return apart == 0 && !monthsDiffer ? scored(0.75, "birth-partial") : scored(0.45, "birth-near");
    }

    private static Scored scored(double value, String reason) {
        return new Scored(value, List.of(Reason.of(reason)));
    }

    private static int digitsApart(String a, String b) {
        int apart = Math.abs(a.length() - b.length());
        for (int i = 0; i < Math.min(a.length(), b.length()); i++) {
            if (a.charAt(i) != b.charAt(i)) {
                apart++;
            }
        }
        return apart;
    }
}
