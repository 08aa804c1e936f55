package bz.ceiba.platform.cases;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.PersonNumber;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A case as it stands.
 *
 * @param version of the service's definition
 * @param person the applicant
 * @param personName empty once the answers are erased
 * @param actedBy who filled the form in for him, or null
 * @param form what was applied for, as JSON
 * @param facts what systems noted
 * @param revision how often it has changed; a change names the revision it has seen
 * @param officer who works on it, or null
 * @param decidedBy who decided it last, or null
 * @param district the applicant's, for figures, or null
 * @param dueOn the last day for the decision, or null while the clock has not begun
 * @param daysLeft the working days left while the clock is stopped, or null while it runs
 * @param closedAt when it reached an end, or null
 * @param assurance how surely the applicant was known
 */
public record CaseFile(
        CaseNumber number,
        String service,
        int version,
        String agency,
        PersonNumber person,
        String personName,
        @Nullable PersonNumber actedBy,
        ObjectNode form,
        ObjectNode facts,
        String state,
        int revision,
        @Nullable PersonNumber officer,
        @Nullable String officerName,
        @Nullable PersonNumber decidedBy,
        @Nullable String district,
        String assurance,
        String language,
        boolean urgent,
        Instant submittedAt,
        @Nullable LocalDate startedOn,
        @Nullable LocalDate dueOn,
        @Nullable Integer daysLeft,
        @Nullable Instant closedAt,
        @Nullable String outcome) {
    public boolean isOpen() {
        return closedAt == null;
    }

    /** Whether its answers are gone, as the time for which they may be kept is over; the applicant's name went with them. */
    public boolean isErased() {
        return personName.isEmpty();
    }
}
