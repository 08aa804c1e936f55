package bz.ceiba.platform.access;

import bz.ceiba.platform.kernel.PersonNumber;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's time in an office, from appointment to end.
 *
 * @param name as he signed in last, or as the register had it when he was appointed
 * @param to the last day; it ends at the midnight in Belize that follows
 * @param appointedBy identity number; null for what was there before people appointed
 * @param decidedBy who agreed to it as the second person, or declined it; null where none was needed or none has yet
 * @param endedAt when it was ended before its last day, or null
 * @param endedByName who did, or null for the platform
 * @param signedInAt when he last signed in while he held it, or null
 */
public record Tenure(
        long id,
        PersonNumber person,
        String name,
        String agency,
        Role role,
        LocalDate from,
        LocalDate to,
        State state,
        @Nullable String appointedBy,
        @Nullable String appointedByName,
        @Nullable Instant appointedAt,
        @Nullable String decidedBy,
        @Nullable String decidedByName,
        @Nullable Instant decidedAt,
        @Nullable Instant endedAt,
        @Nullable String endedByName,
        @Nullable String endReason,
        @Nullable Instant signedInAt) {
    /** How far it has come. */
    public enum State {
        /** Waits for a second person. */
        PROPOSED,
        /** In force on the days from its first to its last. */
        HELD,
        DECLINED,
        /** Ended before its last day. */
        ENDED
    }

    Actor.Appointment post() {
        return new Actor.Appointment(agency, role);
    }

    /** Whether it is held on a day, in Belize. */
    public boolean inForce(LocalDate day) {
        return state == State.HELD && !day.isBefore(from) && !day.isAfter(to);
    }

    /** Whether nothing more can become of it. */
    public boolean isOver(LocalDate today) {
        return state == State.DECLINED || state == State.ENDED || today.isAfter(to);
    }
}
