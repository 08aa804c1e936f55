package bz.ceiba.systems.civilregistry;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What somebody says against a marriage, and what an officer decided of it.
 *
 * @param objector the identity number of who objects
 * @param verdict null while nobody has decided, as are why, who and when
 */
public record Objection(
        long id,
        String caseNumber,
        String objector,
        String objectorName,
        Ground ground,
        String text,
        Instant madeAt,
        @Nullable Verdict verdict,
        @Nullable String why,
        @Nullable String officerName,
        @Nullable Instant decidedAt) {
    /** By what right. */
    public enum Ground {
        MARRIED,
        AGE,
        KIN,
        UNWILLING,
        OTHER;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What became of it. */
    public enum Verdict {
        UPHELD,
        DISMISSED
    }
}
