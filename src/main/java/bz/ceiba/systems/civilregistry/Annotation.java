package bz.ceiba.systems.civilregistry;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was noted on an entry, without changing it.
 *
 * @param sequence from 1
 * @param why in the registrar's words
 * @param evidence on what papers
 * @param proposedBy the first officer of an annulment, or null
 */
public record Annotation(
        int sequence,
        Ground ground,
        List<Change> changes,
        String why,
        String evidence,
        String by,
        String byName,
        @Nullable String proposedBy,
        @Nullable String proposedByName,
        Instant at) {
    /** By what right. */
    public enum Ground {
        /** What was written down wrongly. */
        CLERICAL,
        /** A first name, within the time that the law gives for it. */
        NAME_GIVEN,
        /** Parents who are not married declare together who the father is. */
        FATHER_DECLARED,
        FATHER_BY_COURT,
        /** Another order of a court. */
        COURT_ORDER,
        /** A doctor or coroner says of what somebody died. */
        CAUSE_CERTIFIED,
        /** It became known who the dead was. */
        IDENTIFIED,
        /** The whole entry is taken back, by two officers. */
        ANNULLED,
        /** By deed poll, or after a marriage or divorce. */
        NAME_CHANGED,
        /** A marriage ended by a decree of divorce. */
        DIVORCED,
        /** A court said that there never was a marriage. */
        NULLIFIED
    }

    /**
     * One field.
     *
     * @param old what stood there, or null
     * @param now what stands there from now on, or null
     */
    public record Change(
            Field field, @Nullable String old, @Nullable String now) {}

    public Annotation {
        changes = List.copyOf(changes);
    }
}
