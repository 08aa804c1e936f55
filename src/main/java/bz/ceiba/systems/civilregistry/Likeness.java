package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.kernel.Names;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether two births may be one, with reasons that an officer reads. The same mother alone is none, for mothers have several children; of
 * twins the second is none of the first, but two applications for the second are.
 */
final class Likeness {
    static final int NEAR_DAYS = 3;
    /** Below this nobody is asked. */
    static final int ENOUGH = 50;

    private static final int MOST = 100;
    /** No mother bears again within so many days. */
    private static final int TOO_SOON_DAYS = 180;

    /**
     * What came of it.
     *
     * @param score up to 100
     * @param reasons the last words of message keys {@code civilregistry.reason.*}
     */
    record Alike(int score, List<String> reasons) {
        Alike {
            reasons = List.copyOf(reasons);
        }
    }

    private final Facts one;
    private final Facts other;
    private final List<String> reasons = new ArrayList<>();
    private int score;

    private Likeness(Facts one, Facts other) {
        this.one = one;
        this.other = other;
    }

    /** Empty when they are not alike enough to ask an officer. */
    static Optional<Alike> of(Facts one, Facts other) {
        return new Likeness(one, other).compare();
    }

    private Optional<Alike> compare() {
        long days = Math.abs(ChronoUnit.DAYS.between(one.bornOn(), other.bornOn()));
        boolean sameMother = same(Field.MOTHER_NUMBER);
        boolean motherAlike = sameMother || alike(Field.MOTHER_NAME);
        if (motherAlike && days <= 1 && one.isMultiple() && other.isMultiple()) {
            if (one.birthOrder() != other.birthOrder()) {
                return Optional.empty();
            }
            add(15, "same-order");
        }
        if (days == 0) {
            add(30, "same-day");
        } else if (days <= NEAR_DAYS) {
            add(15, "near-day");
        } else if (sameMother && days < TOO_SOON_DAYS) {
            add(30, "too-soon");
        }
        if (sameMother) {
            add(25, "same-mother");
        } else if (motherAlike) {
            add(15, "mother-alike");
        } else if (one.has(Field.MOTHER_NAME) && other.has(Field.MOTHER_NAME)) {
            add(-25, "other-mother");
        }
        names();
        places();
        return score >= ENOUGH ? Optional.of(new Alike(Math.min(MOST, score), reasons)) : Optional.empty();
    }

    private void names() {
        if (one.has(Field.CHILD_GIVEN) && other.has(Field.CHILD_GIVEN)) {
            String mine = one.get(Field.CHILD_GIVEN) + " " + one.get(Field.CHILD_MIDDLE);
            String theirs = other.get(Field.CHILD_GIVEN) + " " + other.get(Field.CHILD_MIDDLE);
            if (Names.match(mine, theirs)) {
                add(20, "child-alike");
            } else {
                add(-20, "child-other");
            }
        }
        if (same(Field.SEX)) {
            add(5, "same-sex");
        } else if (one.has(Field.SEX) && other.has(Field.SEX)) {
            add(-25, "other-sex");
        }
    }

    private void places() {
        if (same(Field.FACILITY) && !one.get(Field.FACILITY).equals("home") && same(Field.DISTRICT)) {
            add(5, "same-place");
        } else if (same(Field.TOWN)) {
            add(5, "same-town");
        }
    }

    private boolean same(Field field) {
        return one.has(field) && one.get(field).equalsIgnoreCase(other.get(field));
    }

    private boolean alike(Field field) {
        return one.has(field) && other.has(field) && Names.match(one.get(field), other.get(field));
    }

    private void add(int points, String reason) {
        score += points;
        reasons.add(reason);
    }
}
