package bz.ceiba.systems.policerecords;

import bz.ceiba.platform.cases.CaseEvent;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.cases.Services;
import bz.ceiba.platform.documents.Documents;
import bz.ceiba.platform.documents.IssueOrder;
import bz.ceiba.platform.documents.IssuedDocument;
import bz.ceiba.platform.kernel.LocalizedText;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Has a certificate signed and keeps what it says. */
@Component
class Issuing {
    private static final String TYPE = "police-record-certificate";
    private static final LocalizedText TITLE =
            LocalizedText.of("Police record certificate", "Certificado de antecedentes policiales");
    /** The transitions that order a certificate; their count in the history numbers it, however often it is tried. */
    private static final Set<String> ORDERS = Set.of("approve", "corrected", "reissue");

    private final Cases cases;
    private final Documents documents;
    private final Certificates certificates;
    private final Services services;

    Issuing(Cases cases, Documents documents, Certificates certificates, Services services) {
        this.cases = cases;
        this.documents = documents;
        this.certificates = certificates;
        this.services = services;
    }

    int sequence(CaseFile file) {
        List<CaseEvent> history = cases.history(file.number());
        return (int)
                history.stream().filter(e -> ORDERS.contains(e.transition())).count();
    }

    /**
     * Issues the certificate that was ordered last, in place of an earlier one.
     *
     * @param planned what it says; when an earlier try has begun to sign, that one's words stay
     * @param replaces the document that it replaces, or null
     */
    Certificate issue(CaseFile file, Planned planned, @Nullable String replaces) {
        Planned kept =
                certificates.plan(file.number(), file.person(), MatchKeys.of(Applicant.of(file, planned)), planned);
        CertificateText text = CertificateText.of(kept.data());
        IssuedDocument document = documents.issue(new IssueOrder(
                        file.number() + "/" + kept.sequence(),
                        TYPE,
                        "PRC",
                        TITLE,
                        file.agency(),
                        file.person(),
                        text.holder(),
                        file.number(),
                        "policerecords/certificate-pdf",
                        Map.of("text", text),
                        kept.data(),
                        kept.validUntil(),
                        replaces)
                .as(services.of(file).classOf(TYPE)));
        return certificates.signed(file.number(), kept.sequence(), document.number(), document.issuedAt());
    }
}
