package bz.ceiba.systems.policerecords;

import bz.ceiba.platform.cases.CaseEffect;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.cases.EffectName;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** For a lost certificate: the same words and validity under a new number; the lost one is replaced. */
@Component
@EffectName("policerecords.reissue")
class ReissueCertificate implements CaseEffect {
    private final Issuing issuing;
    private final Certificates certificates;
    private final Recheck recheck;
    private final Cases cases;
    private final JsonMapper json;

    ReissueCertificate(Issuing issuing, Certificates certificates, Recheck recheck, Cases cases, JsonMapper json) {
        this.issuing = issuing;
        this.certificates = certificates;
        this.recheck = recheck;
        this.cases = cases;
        this.json = json;
    }

    @Override
    public void run(CaseFile file) {
        Certificate last = certificates
                .last(file.number())
                .orElseThrow(() -> new IllegalStateException("nothing was issued in " + file.number()));
        if (!file.state().equals("issued")) {
            return;
        }
        int sequence = issuing.sequence(file);
        Certificate certificate = last.says().sequence() >= sequence
                ? last
                : issuing.issue(file, last.says().as(sequence), last.document());
        if (!certificate.document().equals(file.facts().path("document").asString(""))) {
            cases.noteBySystem(file.number(), json.createObjectNode().put("document", certificate.document()));
        }
        recheck.check(certificate);
    }
}
