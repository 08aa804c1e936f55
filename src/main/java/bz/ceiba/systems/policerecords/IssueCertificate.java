package bz.ceiba.systems.policerecords;

import bz.ceiba.platform.cases.CaseEffect;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.cases.EffectName;
import bz.ceiba.platform.kernel.Country;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** After the approval: decides by rule what the certificate says and has it signed. */
@Component
@EffectName("policerecords.issue")
class IssueCertificate implements CaseEffect {
    static final int VALID_MONTHS = 6;

    private final Screening screening;
    private final Holdings holdings;
    private final Disclosure disclosure;
    private final Issuing issuing;
    private final Certificates certificates;
    private final RecheckCertificate recheck;
    private final Cases cases;
    private final JsonMapper json;
    private final Clock clock;

    IssueCertificate(
            Screening screening,
            Holdings holdings,
            Disclosure disclosure,
            Issuing issuing,
            Certificates certificates,
            RecheckCertificate recheck,
            Cases cases,
            JsonMapper json,
            Clock clock) {
        this.screening = screening;
        this.holdings = holdings;
        this.disclosure = disclosure;
        this.issuing = issuing;
        this.certificates = certificates;
        this.recheck = recheck;
        this.cases = cases;
        this.json = json;
        this.clock = clock;
    }

    @Override
    public void run(CaseFile file) {
        if (!file.state().equals("approved")) {
            return;
        }
        // The register may have grown since the officer looked: what nobody has judged is never left out in silence.
        Screening.Result screened = screening.screen(file);
        if (screened.unjudged() > 0) {
            cases.advance(
                    file.number(),
                    "found-more",
                    json.createObjectNode()
                            .put("candidates", screened.candidates())
                            .put("unjudged", screened.unjudged()));
            return;
        }
        LocalDate today = Country.today(clock);
        Purpose purpose = Purpose.of(file.form().path("purpose").asString(""));
        List<Conviction> disclosed = disclosure.of(purpose, holdings.of(file.number(), file.person()), today);
        LocalDate validUntil = today.plusMonths(VALID_MONTHS);
        int sequence = issuing.sequence(file);
        String replaces = certificates
                .last(file.number())
                .filter(last -> last.says().sequence() < sequence)
                .map(Certificate::document)
                .orElse(null);
        Certificate certificate = issuing.issue(
                file,
                new Planned(
                        sequence,
                        purpose,
                        today,
                        validUntil,
                        disclosed.stream().map(Disclosure::shown).toList(),
                        data(file, screened, disclosed, today, validUntil)),
                replaces);
        cases.advance(
                file.number(),
                "issued",
                json.createObjectNode()
                        .put("document", certificate.document())
                        .put("disclosed", certificate.says().convictions().size()));
        // A change of the register that came while the signature was made has not seen this certificate.
        recheck.run(cases.find(file.number()).orElseThrow());
    }

    private ObjectNode data(
            CaseFile file,
            Screening.Result screened,
            List<Conviction> disclosed,
            LocalDate today,
            LocalDate validUntil) {
        String digits = file.person().digits();
        ObjectNode data = json.createObjectNode()
                .put("type", "police-record-certificate")
                .put("holder", screened.name())
                .put("identity_number_ending", digits.substring(digits.length() - 4))
                .put("born", screened.born().toString())
                .put("purpose", file.form().path("purpose").asString(""))
                .put("country", file.form().path("country").asString(""))
                .put("recipient", file.form().path("recipient").asString(""))
                .put("register_read_on", today.toString())
                .put("valid_until", validUntil.toString());
        ArrayNode convictions = data.putArray("convictions");
        for (Conviction conviction : disclosed) {
            ObjectNode row = convictions.addObject();
            Disclosure.shown(conviction).forEach(row::put);
        }
        return data;
    }
}
