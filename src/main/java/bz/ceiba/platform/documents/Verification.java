package bz.ceiba.platform.documents;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.documents.Verdict.Status;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * Answers strangers whether a document is valid, and lets its holder see that somebody asked. A stranger's file is
 * hashed and searched for a number; it is never parsed.
 */
@Component
class Verification {
    private static final Pattern NUMBER =
            Pattern.compile("[A-Z]{2,4}-[0-9]{2}-[0-9A-HJKMNP-TV-Z]{6}-[0-9A-HJKMNP-TV-Z]");

    private static final int MOST_NUMBERS = 20;

    private final IssuedDocuments issued;
    private final VerificationCodes codes;
    private final Contents contents;
    private final FileLimit limit;
    private final Audit audit;
    private final Clock clock;

    Verification(
            IssuedDocuments issued,
            VerificationCodes codes,
            Contents contents,
            FileLimit limit,
            Audit audit,
            Clock clock) {
        this.issued = issued;
        this.codes = codes;
        this.contents = contents;
        this.limit = limit;
        this.audit = audit;
        this.clock = clock;
    }

    /** By the number somebody typed. */
    Verdict byNumber(String typed) {
        return CaseNumber.parse(typed)
                .flatMap(number -> issued.byNumber(number.text()))
                .map(document -> verdict(document, false, "number"))
                .orElse(Verdict.UNKNOWN);
    }

    /** By the code printed on it; only the document's bearer and those who made it know that. */
    Verdict byCode(String code) {
        return codes.read(code)
                .flatMap(issued::byNumber)
                .map(document -> verdict(document, true, "code"))
                .orElse(Verdict.UNKNOWN);
    }

    /**
     * By the PDF itself.
     *
     * @throws Problem INVALID when it is empty, TOO_LARGE beyond the limit
     */
    Verdict byFile(InputStream content) {
        try (Gathered file = Gathered.from(content, limit.bytes(), contents)) {
            if (file.size() == 0) {
                throw new Problem(Problem.Kind.INVALID, "documents.problem.empty");
            }
            if (file.size() > limit.bytes()) {
                throw limit.exceeded();
            }
            Optional<IssuedDocument> same = issued.bySha256(file.sha256());
            if (same.isPresent()) {
                return verdict(same.get(), true, "file");
            }
            return issuedUnderNumberIn(file)
                    .map(document -> {
                        record(document, Status.ALTERED, "file");
                        return new Verdict(Status.ALTERED, document, false);
                    })
                    .orElse(Verdict.UNKNOWN);
        } catch (IOException e) {
            throw new UncheckedIOException("a file could not be read", e);
        }
    }

    private Optional<IssuedDocument> issuedUnderNumberIn(Gathered file) throws IOException {
        String text = java.nio.file.Files.readString(file.path(), StandardCharsets.ISO_8859_1);
        Matcher numbers = NUMBER.matcher(text);
        for (int i = 0; i < MOST_NUMBERS && numbers.find(); i++) {
            Optional<IssuedDocument> document =
                    CaseNumber.parse(numbers.group()).flatMap(number -> issued.byNumber(number.text()));
            if (document.isPresent()) {
                return document;
            }
        }
        return Optional.empty();
    }

    private Verdict verdict(IssuedDocument document, boolean inHand, String way) {
        Status status = status(document);
        record(document, status, way);
        return new Verdict(status, document, inHand);
    }

    private Status status(IssuedDocument document) {
        if (document.revokedAt() != null) {
            return Documents.REPLACED.equals(document.reason()) ? Status.REPLACED : Status.REVOKED;
        }
        LocalDate today = Country.today(clock);
        LocalDate last = document.validUntil();
        return last != null && today.isAfter(last) ? Status.EXPIRED : Status.VALID;
    }

    /**
     * Whether it was valid on a day that is past, or is today: from the day of issue to the last day of its validity,
     * and not on the day of its revocation or later, as nobody can tell before which hour somebody relied on it.
     */
    static Then on(IssuedDocument document, LocalDate day) {
        if (day.isBefore(LocalDate.ofInstant(document.issuedAt(), Country.ZONE))) {
            return Then.NOT_YET;
        }
        Instant revokedAt = document.revokedAt();
        if (revokedAt != null && !day.isBefore(LocalDate.ofInstant(revokedAt, Country.ZONE))) {
            return Then.REVOKED;
        }
        LocalDate last = document.validUntil();
        return last != null && day.isAfter(last) ? Then.EXPIRED : Then.VALID;
    }

    /** What a document was on a day. */
    enum Then {
        VALID,
        NOT_YET,
        EXPIRED,
        REVOKED;

        /** The last word of its message keys, and what programs read. */
        String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private void record(IssuedDocument document, Status status, String way) {
        audit.record(new AuditEntry(
                AuditEvent.DOCUMENT_VERIFIED,
                AuditEntry.ANONYMOUS,
                null,
                null,
                document.holder(),
                document.caseNumber(),
                null,
                Map.of("number", document.number(), "result", status.key(), "by", way)));
    }
}
