package bz.ceiba.systems.civilregistry;

import static bz.ceiba.systems.civilregistry.Field.*;

import bz.ceiba.platform.kernel.Names;
import bz.ceiba.systems.civilregistry.Likeness.Alike;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether two deaths may be one, with reasons that an officer reads. Nobody dies twice, so the same number is enough; a body that
 * nobody knew may be anybody of about that day, place and age.
 */
final class DeathLikeness {
    /** A day of death is often an estimate, and a body is found weeks later. */
    static final int NEAR_DAYS = 30;

    private static final int CLOSE_DAYS = 3;
    private static final int MOST = 100;
    private static final int YEARS_OFF = 10;

    private final Facts one;
    private final Facts other;
    private final List<String> reasons = new ArrayList<>();
    private int score;

    private DeathLikeness(Facts one, Facts other) {
        this.one = one;
        this.other = other;
    }

    /** Empty when they are not alike enough to ask an officer. */
    static Optional<Alike> of(Facts one, Facts other) {
        return new DeathLikeness(one, other).compare();
    }

    private Optional<Alike> compare() {
        if (one.person(DEAD_NUMBER).isPresent() && other.person(DEAD_NUMBER).isPresent()) {
            return one.person(DEAD_NUMBER).equals(other.person(DEAD_NUMBER))
                    ? Optional.of(new Alike(MOST, List.of("same-dead")))
                    : Optional.empty();
        }
        String mine = one.name(Party.DEAD);
        String theirs = other.name(Party.DEAD);
        boolean named = !mine.isEmpty() && !theirs.isEmpty();
        if (named && !Names.match(mine, theirs)) {
            return Optional.empty();
        }
        add(named ? 35 : 20, named ? "dead-alike" : "dead-unknown");
        long days = Math.abs(ChronoUnit.DAYS.between(one.on(VitalEvent.DEATH), other.on(VitalEvent.DEATH)));
        if (days == 0) {
            add(30, "died-same-day");
        } else if (days <= CLOSE_DAYS) {
            add(20, "died-near-day");
        } else if (days <= NEAR_DAYS) {
            add(10, "died-near-weeks");
        }
        if (same(DISTRICT)) {
            add(10, "same-district");
        }
        sexAndAge();
        return score >= Likeness.ENOUGH ? Optional.of(new Alike(Math.min(MOST, score), reasons)) : Optional.empty();
    }

    private void sexAndAge() {
        if (same(SEX) && !one.get(SEX).equals("unknown")) {
            add(5, "same-sex");
        } else if (one.has(SEX)
                && other.has(SEX)
                && !one.get(SEX).equals("unknown")
                && !other.get(SEX).equals("unknown")) {
            add(-30, "other-sex");
        }
        if (same(DEAD_BORN_ON)) {
            add(30, "same-birth-date");
        } else if (one.has(DEAD_BORN_ON) && other.has(DEAD_BORN_ON)) {
            add(-20, "other-birth-date");
        } else {
            Optional<Integer> mine = age(one);
            Optional<Integer> theirs = age(other);
            if (mine.isPresent() && theirs.isPresent()) {
                boolean near = Math.abs(mine.get() - theirs.get()) <= YEARS_OFF;
                add(near ? 10 : -20, near ? "age-alike" : "age-other");
            }
        }
    }

    /** In years, as it is known or estimated. */
    static Optional<Integer> age(Facts facts) {
        if (facts.has(DEAD_BORN_ON)) {
            return Optional.of((int)
                    ChronoUnit.YEARS.between(LocalDate.parse(facts.get(DEAD_BORN_ON)), facts.on(VitalEvent.DEATH)));
        }
        return facts.has(AGE) ? Optional.of(Integer.parseInt(facts.get(AGE))) : Optional.empty();
    }

    private boolean same(Field field) {
        return one.has(field) && one.get(field).equalsIgnoreCase(other.get(field));
    }

    private void add(int points, String reason) {
        score += points;
        reasons.add(reason);
    }
}
