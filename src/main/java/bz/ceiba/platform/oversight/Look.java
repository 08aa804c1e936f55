package bz.ceiba.platform.oversight;

import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.audit.SettledEntries.Settled;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One look of an officer at a person's data.
 *
 * @param noCase whether it needed a case and named none
 * @param desk whether it was at a case of the officer's own agency
 */
record Look(
        Instant at,
        String agency,
        PersonNumber officer,
        String officerName,
        PersonNumber person,
        @Nullable CaseNumber caseNumber,
        boolean noCase,
        boolean desk) {
    /** The look that an entry of the log is about; a review of such looks is none. */
    static Optional<Look> of(Settled entry) {
        if (!entry.isLook() || entry.event() == AuditEvent.UNUSUAL_READ) {
            return Optional.empty();
        }
        boolean register = entry.event() == AuditEvent.REGISTER_READ || entry.event() == AuditEvent.REGISTER_ASKED;
        boolean ofCase = entry.event() == AuditEvent.CASE_READ || entry.event() == AuditEvent.FILE_READ;
        return Optional.of(new Look(
                entry.at(),
                Objects.requireNonNull(entry.agency()),
                new PersonNumber(entry.actor()),
                entry.actorName() == null ? entry.actor() : entry.actorName(),
                Objects.requireNonNull(entry.subject()),
                entry.caseNumber(),
                register && entry.caseNumber() == null && entry.standing() == null,
                // The desk names the service; a counter, which looks at cases of other agencies, does not.
                ofCase && entry.caseNumber() != null && entry.purpose() != null));
    }

    LocalDate day() {
        return LocalDate.ofInstant(at, Country.ZONE);
    }

    /** Belize's hours begin when Greenwich's do. */
    Instant hour() {
        return at.truncatedTo(ChronoUnit.HOURS);
    }
}
