package bz.ceiba.systems.transport;

import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.documents.Documents;
import bz.ceiba.platform.kernel.CaseNumber;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Papers in whose place there is a newer one. */
@Component
class Outdated {
    private static final String REASON = "outdated";

    private final Documents documents;

    Outdated(Documents documents) {
        this.documents = documents;
    }

    /** Revokes those that are not yet, for the case that brought the newer one. */
    @Transactional
    public void revoke(List<String> numbers, CaseNumber by) {
        for (String number : numbers) {
            documents
                    .find(number)
                    .filter(document -> document.revokedAt() == null)
                    .ifPresent(document -> documents.revoke(
                            number,
                            REASON,
                            AuditEntry.bySystem(
                                    AuditEvent.DOCUMENT_REVOKED,
                                    document.holder(),
                                    by,
                                    Map.of("number", number, "reason", REASON))));
        }
    }
}
