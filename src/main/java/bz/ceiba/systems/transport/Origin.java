package bz.ceiba.systems.transport;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.kernel.CaseNumber;
import org.jspecify.annotations.Nullable;

/**
 * Whence the register knows something.
 *
 * @param by an officer's identity number, or the word for what systems do by themselves
 * @param caseNumber in which it was decided, or null
 * @param why in an officer's words, or a case's step
 */
record Origin(String by, @Nullable String byName, @Nullable CaseNumber caseNumber, String why) {
    static Origin of(Actor officer, @Nullable CaseNumber caseNumber, String why) {
        return new Origin(officer.number(), officer.name(), caseNumber, why);
    }

    static Origin of(CaseNumber caseNumber, String step) {
        return new Origin(AuditEntry.SYSTEM, null, caseNumber, step);
    }
}
