package bz.ceiba.systems.transport;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A practical test in an examiner's calendar.
 *
 * @param centre the district where it begins
 * @param candidate who booked it, or null while it is free
 * @param result null until the examiner says
 */
public record PracticalTest(
        long id,
        String examiner,
        String examinerName,
        String centre,
        String licenceClass,
        Instant from,
        Instant until,
        @Nullable String candidate,
        @Nullable String candidateName,
        @Nullable Result result,
        @Nullable String remarks) {
    /** What the examiner said. */
    public enum Result {
        PASSED,
        FAILED,
        /** The candidate did not come. */
        ABSENT
    }
}
