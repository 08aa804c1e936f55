package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.cases.CaseEffect;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.cases.EffectName;
import bz.ceiba.platform.cases.Services;
import bz.ceiba.platform.documents.Documents;
import bz.ceiba.platform.documents.IssueOrder;
import bz.ceiba.platform.documents.IssuedDocument;
import bz.ceiba.platform.kernel.CaseNumber;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes sure that the newest certificate of an entry says what the entry reads today: after the registration, when the applicant asks
 * for it again, and after each annotation.
 */
@Component
@EffectName("civilregistry.certificate")
class IssueCertificate implements CaseEffect {
    /** A word of the message keys {@code documents.reason.*}. */
    static final String OUTDATED = "outdated";

    private static final String ANNULLED = "annulled";

    /** The steps that order a certificate; with the annotations they number it, however often it is tried. */
    private static final Set<String> ORDERS =
            Set.of("registered", "registered-stillbirth", "again", "again-stillbirth", "issue", "allow");

    private final Entries entries;
    private final ReadOldBook old;
    private final Certificates certificates;
    private final CertificateTexts texts;
    private final Documents documents;
    private final Services services;
    private final Cases cases;
    private final JsonMapper json;

    IssueCertificate(
            Entries entries,
            ReadOldBook old,
            Certificates certificates,
            CertificateTexts texts,
            Documents documents,
            Services services,
            Cases cases,
            JsonMapper json) {
        this.entries = entries;
        this.old = old;
        this.certificates = certificates;
        this.texts = texts;
        this.documents = documents;
        this.services = services;
        this.cases = cases;
        this.json = json;
    }

    @Override
    public void run(CaseFile file) {
        Entry entry = entries.ofCase(file.number())
                .or(() ->
                        Reference.parse(file.facts().path("entry").asString("")).flatMap(one -> old.enter(file, one)))
                .orElseThrow(() -> new IllegalStateException("nothing was registered in " + file.number()));
        if (entry.isAnnulled()) {
            return;
        }
        issue(file, entry);
        // An annotation that was made while the signature was has not seen this certificate.
        for (Entry now = read(entry);
                now.annotations().size() > entry.annotations().size();
                entry = now, now = read(entry)) {
            revoke(now);
            if (now.isAnnulled()) {
                return;
            }
            issue(file, now);
        }
    }

    private Entry read(Entry entry) {
        return entries.find(entry.reference()).orElseThrow();
    }

    private void issue(CaseFile file, Entry entry) {
        int sequence = entry.annotations().size()
                + (int) cases.history(file.number()).stream()
                        .filter(event -> ORDERS.contains(event.transition()))
                        .count();
        Certificates.Certificate last = certificates.last(file.number()).orElse(null);
        if (last != null && last.sequence() >= sequence) {
            return;
        }
        Certificates.Certificate planned = certificates.plan(new Certificates.Certificate(
                file.number(),
                sequence,
                entry.reference(),
                entry.annotations().size(),
                file.person(),
                file.form().path("extract").asString("").equals("short") ? texts.shortData(entry) : texts.data(entry),
                null));
        IssuedDocument document = documents.issue(order(file, entry, planned, last == null ? null : last.document()));
        certificates.signed(planned, document.number());
        cases.noteBySystem(file.number(), json.createObjectNode().put("document", document.number()));
    }

    private IssueOrder order(CaseFile file, Entry entry, Certificates.Certificate planned, @Nullable String replaces) {
        Kind kind = entry.kind();
        String name = Facts.of(planned.data()).names(entry.event());
        return new IssueOrder(
                        file.number() + "/" + planned.sequence(),
                        kind.certificate(),
                        kind.series(),
                        texts.title(kind.paper()),
                        file.agency(),
                        planned.holder(),
                        name.isEmpty() ? entry.reference().text() : name,
                        file.number(),
                        "civilregistry/certificate-pdf",
                        Map.of("text", texts.text(planned.data())),
                        planned.data(),
                        null,
                        replaces)
                .as(services.of(file).classOf(kind.certificate()));
    }

    /** Makes all certificates of an entry invalid without telling their holders, in the caller's transaction. */
    void end(Entry entry) {
        for (Certificates.Certificate one : certificates.of(entry.reference())) {
            String document = one.document();
            if (document != null) {
                documents.revoke(
                        document,
                        OUTDATED,
                        AuditEntry.bySystem(
                                AuditEvent.DOCUMENT_REVOKED,
                                null,
                                null,
                                Map.of("number", document, "reason", OUTDATED)));
            }
        }
    }

    /** The cases in which certificates of an entry are issued. */
    Set<CaseNumber> cases(Entry entry) {
        Set<CaseNumber> numbers = new LinkedHashSet<>();
        Optional.ofNullable(entry.caseNumber()).ifPresent(numbers::add);
        certificates.of(entry.reference()).forEach(one -> numbers.add(one.caseNumber()));
        return numbers;
    }

    /** Makes the permit to bury that rests on an annulled entry invalid, in the caller's transaction. */
    void revokePermit(Entry entry) {
        documents
                .findByKey(IssueBurialPermit.key(entry))
                .ifPresent(permit -> documents.revoke(
                        permit.number(),
                        ANNULLED,
                        AuditEntry.bySystem(
                                AuditEvent.DOCUMENT_REVOKED,
                                permit.holder(),
                                entry.caseNumber(),
                                Map.of("number", permit.number(), "reason", ANNULLED))));
    }

    /** Makes what says something else than the entry invalid, in the caller's transaction if there is one. */
    void revoke(Entry entry) {
        for (Certificates.Certificate one : certificates.of(entry.reference())) {
            String document = one.document();
            if (document != null && one.annotated() < entry.annotations().size()) {
                String reason = entry.isAnnulled() ? ANNULLED : OUTDATED;
                documents.revoke(
                        document,
                        reason,
                        AuditEntry.bySystem(
                                AuditEvent.DOCUMENT_REVOKED,
                                one.holder(),
                                one.caseNumber(),
                                Map.of("number", document, "reason", reason)));
            }
        }
    }
}
