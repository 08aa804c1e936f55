package bz.ceiba.systems.border;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.CasePanel;
import bz.ceiba.platform.web.Html;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What the register of people says of an applicant's passport, beside what he asks. */
@Component
class VisaPanel implements CasePanel {
    @Override
    public String service() {
        return "border.visa";
    }

    @Override
    public Optional<Html> forOfficer(CaseFile file, Actor officer) {
        return passport(file);
    }

    @Override
    public Optional<Html> forApplicant(CaseFile file, Actor applicant) {
        return passport(file);
    }

    private static Optional<Html> passport(CaseFile file) {
        if (!file.facts().path("visitor").asBoolean(false)) {
            return Optional.empty();
        }
        return Optional.of(Html.of("border/visa-panel")
                .with("nationality", said(file, "nationality"))
                .with("passport", said(file, "document"))
                .with("issuer", said(file, "issuer"))
                .with("expiry", java.time.LocalDate.parse(said(file, "expiry")))
                .with("seen", file.facts().path("seen").asBoolean(false))
                .with("reduced", file.facts().path("reduced").asBoolean(false))
                .with("wrongDay", said(file, "problem").equals("DAY")));
    }

    private static String said(CaseFile file, String fact) {
        return file.facts().path(fact).asString("");
    }
}
