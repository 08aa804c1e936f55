package bz.ceiba.systems.policerecords;

import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.cases.CaseEffect;
import bz.ceiba.platform.cases.CaseEvent;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.cases.EffectName;
import bz.ceiba.platform.documents.Documents;
import bz.ceiba.platform.documents.IssuedDocument;
import bz.ceiba.platform.web.Messages;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Makes all that was issued in a case invalid. */
@Component
@EffectName("policerecords.revoke")
class RevokeCertificate implements CaseEffect {
    private static final Set<String> REVOKING = Set.of("revoke", "register-changed");

    private final Documents documents;
    private final Cases cases;
    private final Messages messages;

    RevokeCertificate(Documents documents, Cases cases, Messages messages) {
        this.documents = documents;
        this.cases = cases;
        this.messages = messages;
    }

    @Override
    public void run(CaseFile file) {
        CaseEvent revoked = cases.last(file.number(), REVOKING)
                .orElseThrow(() -> new IllegalStateException(file.number() + " was not revoked"));
        // Whoever verifies reads this reason. What was wrong is the holder's alone: he reads it in his notice.
        String reason = messages.text(
                Locale.ENGLISH,
                revoked.transition().equals("revoke")
                        ? "policerecords.revoked.withdrawn"
                        : "policerecords.revoked.outdated");
        for (IssuedDocument document : documents.of(file.number())) {
            if (document.revokedAt() == null) {
                documents.revoke(
                        document.number(),
                        reason,
                        new AuditEntry(
                                AuditEvent.DOCUMENT_REVOKED,
                                revoked.actor(),
                                revoked.actorName(),
                                file.agency(),
                                file.person(),
                                file.number(),
                                null,
                                Map.of("document", document.number(), "transition", revoked.transition())));
            }
        }
    }
}
