package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.PersonNumber;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An entry in the register, with all that was annotated on it.
 *
 * @param registered what it said when it was made
 * @param by who registered it; of a delayed registration the second officer
 * @param proposedByName the first officer of a delayed registration, or null
 * @param caseNumber in which case it was made, or null where a court's order was entered without one
 * @param child the child's identity number, once the register of people has given it, or null
 * @param annotations in order
 */
public record Entry(
        Reference reference,
        Kind kind,
        Timing timing,
        Facts registered,
        @Nullable CaseNumber caseNumber,
        Instant registeredAt,
        String by,
        @Nullable String byName,
        @Nullable String proposedByName,
        @Nullable PersonNumber child,
        List<Annotation> annotations) {
    public Entry {
        annotations = List.copyOf(annotations);
    }

    /** How it reads today: as it was made, with all annotations in order. */
    public Facts today() {
        return readings().getLast();
    }

    /** How it read at each time, from when it was made until today. */
    List<Facts> readings() {
        List<Facts> readings = new ArrayList<>(List.of(registered));
        for (Annotation annotation : annotations) {
            Facts facts = readings.getLast();
            for (Annotation.Change change : annotation.changes()) {
                facts = facts.with(change.field(), change.now());
            }
            readings.add(facts);
        }
        return readings;
    }

    public boolean isAnnulled() {
        return annotations.stream().anyMatch(one -> one.ground() == Annotation.Ground.ANNULLED);
    }

    public VitalEvent event() {
        return kind.event();
    }

    /** The names of those whose entry it is, as it reads today. */
    public String names() {
        return today().names(event());
    }

    /** Whether something was annotated on it by that right. */
    boolean has(Annotation.Ground ground) {
        return annotations.stream().anyMatch(note -> note.ground() == ground);
    }

    /** Whether somebody has a part in it. */
    boolean concerns(PersonNumber person) {
        return persons().contains(person);
    }

    /** Who has a part in it, as far as they have identity numbers. */
    Set<PersonNumber> persons() {
        Set<PersonNumber> all = new LinkedHashSet<>(today().persons());
        Optional.ofNullable(child).ifPresent(all::add);
        return all;
    }
}
