package bz.ceiba.platform.access;

import bz.ceiba.platform.kernel.PersonNumber;
import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An office that somebody is lent for some hours in an emergency.
 *
 * @param hours for how long it was asked
 * @param grantedBy identity number of the second person, or null
 * @param until when it ends by itself; null until it is granted
 * @param endedAt when it was ended before that, declined or taken back; or null
 * @param judgedBy identity number of the auditor who judged its use, or null
 * @param judgement JUSTIFIED or UNJUSTIFIED, or null
 * @param finding what the auditor wrote, or null
 */
public record Emergency(
        UUID id,
        PersonNumber person,
        String name,
        String agency,
        Role role,
        String reason,
        int hours,
        Instant askedAt,
        @Nullable String grantedBy,
        @Nullable String grantedByName,
        @Nullable Instant grantedAt,
        @Nullable Instant until,
        @Nullable String endedByName,
        @Nullable Instant endedAt,
        @Nullable String judgedBy,
        @Nullable String judgedByName,
        @Nullable Instant judgedAt,
        @Nullable String judgement,
        @Nullable String finding) {
    /** What somebody is lent, until when. */
    record Lent(UUID id, Actor.Appointment post, Instant until) implements Serializable {}

    Actor.Appointment post() {
        return new Actor.Appointment(agency, role);
    }

    /** When it was or will be over; null unless it was granted. */
    public @Nullable Instant over() {
        return endedAt != null && grantedAt != null ? endedAt : until;
    }

    /** Whether the office is lent now. */
    public boolean isOn(Instant now) {
        Instant over = over();
        return over != null && now.isBefore(over);
    }

    /** Whether it was asked for and nobody has answered yet, within the time there is for that. */
    public boolean isAsked(Instant now) {
        return grantedAt == null && endedAt == null && now.isBefore(askedAt.plus(Emergencies.ASKED_FOR));
    }

    /** Whether its use is to be judged. */
    public boolean isToBeJudged(Instant now) {
        return grantedAt != null && !isOn(now) && judgedAt == null;
    }

    /** Where it stands, as the last word of a message key. */
    public String state(Instant now) {
        if (judgedAt != null) {
            return "judged";
        }
        if (grantedAt != null) {
            return isOn(now) ? "on" : "over";
        }
        if (endedAt != null) {
            return "declined";
        }
        return isAsked(now) ? "asked" : "old";
    }
}
