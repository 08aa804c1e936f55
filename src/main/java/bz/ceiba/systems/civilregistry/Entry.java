package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.PersonNumber;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry in the register of births, with all that was annotated on it.
 *
 * @param registered what it said when it was made
 * @param by who registered it; of a delayed registration the second officer
 * @param proposedByName the first officer of a delayed registration, or null
 * @param child the child's identity number, once the register of people has given it, or null
 * @param annotations in order
 */
public record Entry(
        Reference reference,
        Kind kind,
        Timing timing,
        Facts registered,
        CaseNumber caseNumber,
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
        Facts facts = registered;
        for (Annotation annotation : annotations) {
            for (Annotation.Change change : annotation.changes()) {
                facts = facts.with(change.field(), change.now());
            }
        }
        return facts;
    }

    /** Whether somebody is the child or a parent. */
    boolean concerns(PersonNumber person) {
        return person.equals(child) || today().parents().contains(person);
    }
}
