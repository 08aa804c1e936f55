package bz.ceiba.systems.dataprotection;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.CasePanel;
import bz.ceiba.platform.exchange.Agreements;
import bz.ceiba.platform.exchange.Catalogue;
import bz.ceiba.platform.kernel.LocalizedText;
import bz.ceiba.platform.web.Html;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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
        return Optional.of(Html.of("dataprotection/held").with("registers", registers(office)));
    }

    /** A register that answers questions and tells of events is one. */
    private List<HeldRegister> registers(String office) {
        Catalogue catalogue = agreements.catalogue();
        Map<LocalizedText, List<Agreements.Service>> registers = catalogue.services().stream()
                .filter(service -> service.provider().equals(office) && !service.isTold())
                .collect(Collectors.groupingBy(Agreements.Service::office, LinkedHashMap::new, Collectors.toList()));
        return registers.values().stream()
                .map(services -> new HeldRegister(
                        services.getFirst().id(),
                        services.getFirst().office(),
                        services.stream()
                                .flatMap(service -> service.fields().stream())
                                .map(Agreements.Field::title)
                                .distinct()
                                .toList(),
                        catalogue.groundOf(services.getFirst()).title()))
                .toList();
    }

    @Override
    public Optional<Html> forApplicant(CaseFile file, Actor applicant) {
        return TO_SEE.contains(file.form().path("right").asString(""))
                ? Optional.of(Html.of("dataprotection/copy"))
                : Optional.empty();
    }
}
