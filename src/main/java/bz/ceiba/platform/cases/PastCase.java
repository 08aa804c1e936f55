package bz.ceiba.platform.cases;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.PersonNumber;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A case with its whole history, as it is taken in from elsewhere.
 *
 * @param person the applicant
 * @param form what was applied for
 * @param steps after the submission, oldest first
 */
public record PastCase(
        ServiceDefinition definition,
        CaseNumber number,
        PersonNumber person,
        String personName,
        String language,
        ObjectNode form,
        Instant submittedAt,
        List<Step> steps) {
    /** What an officer's taking of a case is called in its history. */
    public static final String CLAIM = "claim";

    /**
     * One step.
     *
     * @param transition of the definition, or {@link #CLAIM}
     * @param actor who brought it about; null for the system and for time
     * @param facts what was noted about the case with it
     */
    public record Step(
            String transition,
            Instant at,
            @Nullable PersonNumber actor,
            @Nullable String actorName,
            ObjectNode input,
            ObjectNode facts) {}
}
