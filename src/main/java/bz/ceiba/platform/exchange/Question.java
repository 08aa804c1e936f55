package bz.ceiba.platform.exchange;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A question from one agency to another's register.
 *
 * @param service what is asked, as {@code <system>.<service>}, such as {@code policerecords.convictions}
 * @param consumer the agency that asks
 * @param purpose one of the agreement's purposes, such as {@code employment}
 * @param caseNumber the live case for which it asks, or null where the agreement names a standing ground that needs none
 * @param about the identity number of whom, or null where the service also answers about those without one
 * @param askedBy the identity number of the officer, or {@code system}
 * @param askedByName as the subject may read it, or null
 * @param parameters what the service needs besides, by name
 */
public record Question(
        String service,
        String consumer,
        String purpose,
        @Nullable CaseNumber caseNumber,
        @Nullable PersonNumber about,
        String askedBy,
        @Nullable String askedByName,
        Map<String, String> parameters) {
    /**
     * About whom.
     *
     * @throws Problem INVALID when nobody is named
     */
    public PersonNumber subject() {
        if (about == null) {
            throw new Problem(Problem.Kind.INVALID, "xroad.problem.subject");
        }
        return about;
    }
}
