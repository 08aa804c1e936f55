package bz.ceiba.systems.dataprotection;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.CasePanel;
import bz.ceiba.platform.exchange.Agreements;
import bz.ceiba.platform.web.Html;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** For the officer what the catalogue says that his office holds; for the applicant the way to what the digital services hold. */
@Component
class RequestPanel implements CasePanel {
    private static final Set<String> TO_SEE = Set.of("access", "portability");

    private final Agreements agreements;

    RequestPanel(Agreements agreements) {
        this.agreements = agreements;
    }

    @Override
    public String service() {
        return "dataprotection.request";
    }

    @Override
    public Optional<Html> forOfficer(CaseFile file, Actor officer) {
        String office = file.form().path("office").asString("");
        return Optional.of(Html.of("dataprotection/held")
                .with("catalogue", agreements.catalogue())
                .with(
                        "services",
                        agreements.catalogue().services().stream()
                                .filter(service -> service.provider().equals(office) && !service.isTold())
                                .toList()));
    }

    @Override
    public Optional<Html> forApplicant(CaseFile file, Actor applicant) {
        return TO_SEE.contains(file.form().path("right").asString(""))
                ? Optional.of(Html.of("dataprotection/copy"))
                : Optional.empty();
    }
}
