package bz.ceiba.systems.civilregistry;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That somebody asks to open the sealed entry of an adopted child's birth.
 *
 * @param entry of the adoption
 * @param agreed what the second registrar said, or null while nobody has
 */
public record Opening(
        long id,
        Reference entry,
        Ground ground,
        String evidence,
        String askedBy,
        String askedByName,
        Instant askedAt,
        @Nullable Boolean agreed,
        @Nullable String decidedBy,
        @Nullable String decidedByName) {
    /** By what right. */
    public enum Ground {
        COURT_ORDER,
        ADOPTED_PERSON
    }
}
