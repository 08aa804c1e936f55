package bz.ceiba.platform.documents;

import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.kernel.CaseNumber;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What the state hands out: signed, verifiable, revocable. */
@Component
public class Documents {
    /**
     * Renders, signs and stores a document. Slow (a signature, a time-stamp): never call it in a transaction. With a key
     * used before it answers the document that is there.
     *
     * @throws IllegalStateException within a transaction
     */
    public IssuedDocument issue(IssueOrder order) {
        throw new IllegalStateException("comes with the documents room " + order);
    }

    /** Revokes a document from now on; one that is revoked already stays as it was. */
    public void revoke(String number, String reason, AuditEntry by) {
        throw new IllegalStateException("comes with the documents room " + number + reason + by);
    }

    public Optional<IssuedDocument> find(String number) {
        throw new IllegalStateException("comes with the documents room " + number);
    }

    /** What was issued in a case, oldest first. */
    public List<IssuedDocument> of(CaseNumber caseNumber) {
        throw new IllegalStateException("comes with the documents room " + caseNumber);
    }
}
