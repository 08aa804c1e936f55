package bz.ceiba.systems.border;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.CasePanel;
import bz.ceiba.platform.web.Html;
import java.time.LocalDate;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What Immigration's own decisions say of an applicant's stay, beside what he asks. */
@Component
class ExtensionPanel implements CasePanel {
    @Override
    public String service() {
        return Extensions.SERVICE;
    }

    @Override
    public Optional<Html> forOfficer(CaseFile file, Actor officer) {
        return stay(file);
    }

    @Override
    public Optional<Html> forApplicant(CaseFile file, Actor applicant) {
        return stay(file);
    }

    private static Optional<Html> stay(CaseFile file) {
        if (!file.facts().has("position")) {
            return Optional.empty();
        }
        Html panel = Html.of("border/extension-panel")
                .with("declaration", file.facts().path("declaration").asString(""))
                .with("over", file.facts().path("over").asBoolean(false))
                .with("wrongDay", file.facts().path("problem").asString("").equals("DAY"));
        return Optional.of(
                file.facts().path("position").asInt(0) == 0
                        ? panel
                        : panel.with("until", day(file, "until")).with("latest", day(file, "latest")));
    }

    private static LocalDate day(CaseFile file, String fact) {
        return LocalDate.parse(file.facts().path(fact).asString(""));
    }
}
