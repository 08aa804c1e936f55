package bz.ceiba.platform.cases;

import bz.ceiba.platform.kernel.CaseNumber;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * One line of a worklist.
 *
 * @param purpose what the form says under {@code purpose}, or nothing
 * @param due the last day for the decision, or null before the clock has begun
 * @param daysLeft working days left while the clock stands still, or null while it runs
 */
public record WorklistLine(
        CaseNumber number,
        String service,
        int version,
        String personName,
        String purpose,
        String state,
        boolean urgent,
        @Nullable String officerName,
        Instant submittedAt,
        @Nullable LocalDate due,
        @Nullable Integer daysLeft) {}
