package bz.ceiba.platform.access;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An agency's review of all offices in it.
 *
 * @param dueAt when what nobody confirmed lapses
 * @param level how often it went up the organogram because the last supervisor was not confirmed
 * @param reminded how many reminders went out for this due date
 * @param closedAt when everything was decided, or null
 * @param open about how many appointments nobody decided yet
 */
public record Review(
        UUID id,
        String agency,
        Instant openedAt,
        Instant dueAt,
        int level,
        int reminded,
        @Nullable Instant closedAt,
        int open) {
    /** Whether it should have been over. */
    public boolean isOverdue(Instant now) {
        return closedAt == null && (level > 0 || !now.isBefore(dueAt));
    }

    /**
     * One appointment under review.
     *
     * @param decision CONFIRMED, ENDED, LAPSED, OVER when it ended otherwise, or null while nobody decided
     * @param decidedByName who did, or null for the platform
     */
    public record Item(
            Tenure tenure,
            @Nullable String decision,
            @Nullable String decidedByName,
            @Nullable Instant decidedAt) {}
}
