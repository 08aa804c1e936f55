package bz.ceiba.platform.exchange;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.PersonNumber;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A question from one agency to another's register.
 *
 * @param service what is asked, as {@code <system>.<service>}, such as {@code policerecords.convictions}
 * @param consumer the agency that asks
 * @param purpose one of the agreement's purposes, such as {@code employment}
 * @param caseNumber the live case for which it asks, or null where the agreement names a standing ground that needs none
 * @param subject about whom
 * @param askedBy the identity number of the officer, or {@code system}
 * @param askedByName as the subject may read it, or null
 * @param parameters what the service needs besides, by name
 */
public record Question(
        String service,
        String consumer,
        String purpose,
        @Nullable CaseNumber caseNumber,
        PersonNumber subject,
        String askedBy,
        @Nullable String askedByName,
        Map<String, String> parameters) {}
