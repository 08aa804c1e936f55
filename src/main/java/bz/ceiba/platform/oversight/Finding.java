package bz.ceiba.platform.oversight;

import bz.ceiba.platform.kernel.PersonNumber;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Looks that are out of the ordinary, of one officer on one day.
 *
 * @param person at whose data he looked, or null when it is about the day as a whole
 * @param level 0 while it is for the managers of the officer's agency, 1 once it is for the oversight authority
 * @param question what he was asked, or null
 * @param verdict null while nobody judged
 * @param words the reasons of the verdict
 * @param people how many people's data it is about
 */
public record Finding(
        UUID id,
        String agency,
        PersonNumber officer,
        String officerName,
        LocalDate day,
        @Nullable PersonNumber person,
        Instant firstAt,
        Instant lastAt,
        Instant raisedAt,
        int level,
        LocalDate dueOn,
        @Nullable String question,
        @Nullable String askedByName,
        @Nullable Instant askedAt,
        @Nullable String answer,
        @Nullable Instant answeredAt,
        @Nullable Verdict verdict,
        @Nullable String words,
        @Nullable String judgedByName,
        @Nullable String judgedFor,
        @Nullable Instant judgedAt,
        int people,
        List<Reason> reasons) {
    public enum Verdict {
        /** There was a reason to look. */
        JUSTIFIED,
        /** There was none. */
        BREACH
    }

    /**
     * Why it was found.
     *
     * @param figures by name, as {@code oversight.reason.<kind>} takes them
     */
    public record Reason(Kind kind, Map<String, String> figures) {
        /** The figures in the order in which the sentence takes them. */
        public Object[] arguments() {
            return switch (kind) {
                case OWN, COLLEAGUE, RELATIVE, WELL_KNOWN, NO_CASE -> new Object[0];
                case NOT_HIS -> new Object[] {figures.getOrDefault("case", "")};
                case HOURS ->
                    new Object[] {
                        figures.getOrDefault("people", ""),
                        figures.getOrDefault("opens", ""),
                        figures.getOrDefault("closes", "")
                    };
                case BULK_HOUR, BULK_DAY ->
                    new Object[] {
                        figures.getOrDefault("people", ""),
                        figures.getOrDefault("own", "?"),
                        figures.getOrDefault("peers", "?"),
                        figures.getOrDefault("limit", "")
                    };
            };
        }
    }

    public boolean isOpen() {
        return verdict == null;
    }
}
