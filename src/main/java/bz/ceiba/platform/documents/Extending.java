package bz.ceiba.platform.documents;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Gives long-term documents a new time-stamp before the certificate of the last one ends. The document's earlier content stays,
 * and is still recognised: people have copies of it.
 */
@Component
class Extending {
    private static final Logger LOG = LoggerFactory.getLogger(Extending.class);
    private static final int BATCH = 50;

    /** An authority whose own certificate ends soon gives stamps that are due at once: not one a day because of that. */
    private static final Duration LATELY = Duration.ofDays(30);

    private final IssuedDocuments issued;
    private final PdfSigning signing;
    private final Contents contents;
    private final DocumentsSettings settings;
    private final Audit audit;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Extending(
            IssuedDocuments issued,
            PdfSigning signing,
            Contents contents,
            DocumentsSettings settings,
            Audit audit,
            TransactionTemplate transaction,
            Clock clock) {
        this.issued = issued;
        this.signing = signing;
        this.contents = contents;
        this.settings = settings;
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** One batch of what ends within the configured time; answers how many could be extended. */
    int round() {
        return round(clock.instant().plus(settings.extendBefore()));
    }

    /** One batch of what ends before that. */
    int round(Instant end) {
        int count = 0;
        List<IssuedDocument> due =
                issued.stampedUntilBefore(end, clock.instant().minus(LATELY), BATCH);
        for (IssuedDocument document : due) {
            try {
                extend(document);
                count++;
            } catch (IOException | RuntimeException e) {
                // One that fails must not stop the others; there are months left to try again.
                LOG.error("document {} could not be extended and is tried again tomorrow", document.number(), e);
            }
        }
        return count;
    }

    private void extend(IssuedDocument document) throws IOException {
        byte[] before;
        try (InputStream in = contents.open(issued.current(document))) {
            before = in.readAllBytes();
        }
        byte[] pdf = signing.extend(before);
        Instant until = PdfSigning.stampUntil(pdf);
        Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
        try (Gathered gathered = Gathered.from(new ByteArrayInputStream(pdf), pdf.length, contents)) {
            contents.keep(gathered.sha256(), gathered.path());
            transaction.executeWithoutResult(status -> {
                issued.revise(document.number(), gathered.sha256(), pdf.length, at, until);
                audit.record(AuditEntry.bySystem(
                        AuditEvent.DOCUMENT_EXTENDED,
                        document.holder(),
                        document.caseNumber(),
                        Map.of("number", document.number(), "sha256", gathered.sha256(), "until", until.toString())));
            });
        }
    }
}
