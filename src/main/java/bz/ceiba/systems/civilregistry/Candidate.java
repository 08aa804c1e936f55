package bz.ceiba.systems.civilregistry;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry that may be of the same event as an application, and what an officer decided of it.
 *
 * @param reasons the last words of message keys {@code civilregistry.reason.*}
 * @param verdict null while nobody has decided
 */
public record Candidate(
        Reference reference,
        int score,
        List<String> reasons,
        @Nullable Verdict verdict,
        @Nullable String why,
        @Nullable String officerName,
        @Nullable Instant at) {
    /** What an officer decides of it. */
    public enum Verdict {
        /** It is the same event, which must not be registered again. */
        SAME,
        OTHER
    }

    public Candidate {
        reasons = List.copyOf(reasons);
    }
}
