package bz.ceiba.platform.audit;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.PersonNumber;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What an auditor looks for; what is null does not matter.
 *
 * @param actor a member of staff, when acting for an agency
 * @param day in Belize
 */
public record AuditSearch(
        @Nullable CaseNumber caseNumber,
        @Nullable PersonNumber actor,
        @Nullable PersonNumber subject,
        @Nullable AuditEvent event,
        @Nullable LocalDate day) {
    /** Whether it names a case or a person; else the whole log would have to be read unless it names a day. */
    public boolean isNarrow() {
        return caseNumber != null || actor != null || subject != null;
    }
}
