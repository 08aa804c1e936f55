package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.systems.civilregistry.Annotation.Ground;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Whether somebody is married, read from the entries each time and kept nowhere: a marriage stands from its entry until a decree is
 * annotated on it or the death of a spouse is entered.
 */
@Component
class MaritalStatus {
    /** As others are told it. */
    enum Status {
        NEVER_MARRIED,
        MARRIED,
        DIVORCED,
        WIDOWED
    }

    private final Entries entries;

    MaritalStatus(Entries entries) {
        this.entries = entries;
    }

    /** The marriages of somebody that stand today; more than one only when something was entered wrongly. */
    List<Entry> standing(PersonNumber person) {
        return marriages(person).stream().filter(entry -> stands(entry, person)).toList();
    }

    /** What the register knows of somebody; of who never had an entry here that he never married here. */
    Status of(PersonNumber person) {
        List<Entry> marriages = marriages(person);
        if (marriages.isEmpty()) {
            return Status.NEVER_MARRIED;
        }
        if (marriages.stream().anyMatch(entry -> stands(entry, person))) {
            return Status.MARRIED;
        }
        // The last one says what he is; a marriage that was void from the beginning makes nobody divorced.
        List<Entry> real =
                marriages.stream().filter(entry -> !entry.has(Ground.NULLIFIED)).toList();
        if (real.isEmpty()) {
            return Status.NEVER_MARRIED;
        }
        return real.getFirst().has(Ground.DIVORCED) ? Status.DIVORCED : Status.WIDOWED;
    }

    /** The newest first. */
    private List<Entry> marriages(PersonNumber person) {
        return entries.of(person).stream()
                .filter(entry -> entry.event() == VitalEvent.MARRIAGE && !entry.isAnnulled())
                .toList();
    }

    private boolean stands(Entry marriage, PersonNumber person) {
        boolean ended = marriage.has(Ground.DIVORCED) || marriage.has(Ground.NULLIFIED);
        return !ended && spouse(marriage, person).filter(this::isDead).isEmpty();
    }

    /** The other one in a marriage, if he has a number. */
    static Optional<PersonNumber> spouse(Entry marriage, PersonNumber person) {
        return marriage.today().persons().stream()
                .filter(one -> !one.equals(person))
                .findFirst();
    }

    private boolean isDead(PersonNumber person) {
        return entries.of(person).stream()
                .anyMatch(entry -> entry.event() == VitalEvent.DEATH
                        && !entry.isAnnulled()
                        && person.equals(entry.today().parties().get(Party.DEAD)));
    }
}
