package bz.ceiba.systems.policerecords;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.CasePanel;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.web.Html;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** What the register says, on the officer's page; until when the certificate is valid, on the applicant's. */
@Component
class CertificatePanel implements CasePanel {
    static final String SERVICE = "policerecords.certificate";
    private static final Set<String> VALID = Set.of("issued", "in-recheck");
    private static final Set<String> BEFORE = Set.of("awaiting-payment", "screening", "lapsed");

    private final CandidateViews candidates;
    private final Certificates certificates;
    private final Cases cases;

    CertificatePanel(CandidateViews candidates, Certificates certificates, Cases cases) {
        this.candidates = candidates;
        this.certificates = certificates;
        this.cases = cases;
    }

    @Override
    public String service() {
        return SERVICE;
    }

    /** Nothing in his own case: not even that there is a candidate. */
    @Override
    public Optional<Html> forOfficer(CaseFile file, Actor officer) {
        PersonNumber him = officer.person();
        if (BEFORE.contains(file.state()) || him.equals(file.person()) || him.equals(file.actedBy())) {
            return Optional.empty();
        }
        boolean judges = cases.worksOn(officer, file)
                && JudgeMatch.STATES.contains(file.state())
                && (file.officer() == null || file.officer().equals(him));
        return Optional.of(Html.of("policerecords/panel")
                .with("number", file.number().text())
                .with("revision", file.revision())
                .with("candidates", candidates.of(file, officer))
                .with("judges", judges)
                .with("asks", judges && file.state().equals("review")));
    }

    @Override
    public Optional<Html> forApplicant(CaseFile file, Actor applicant) {
        return VALID.contains(file.state())
                ? certificates.last(file.number()).map(certificate -> Html.of("policerecords/validity")
                        .with("until", certificate.says().validUntil()))
                : Optional.empty();
    }
}
