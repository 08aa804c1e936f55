package bz.ceiba.platform.exchange;

import bz.ceiba.platform.exchange.Agreements.Service;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The impact assessments, and what services say about the data that they use. A file that is wrong stops whoever reads it, and says where. */
public final class Assessments {
    private final Catalogue catalogue;
    private final List<Assessment> all;
    private final Map<String, Processing> processing;

    private Assessments(Catalogue catalogue, List<Assessment> all, Map<String, Processing> processing) {
        this.catalogue = catalogue;
        this.all = List.copyOf(all);
        this.processing = processing;
    }

    /**
     * Reads those on the class path.
     *
     * @throws IllegalStateException naming the file and what is wrong in it
     */
    public static Assessments load(Catalogue catalogue) {
        PathMatchingResourcePatternResolver files = new PathMatchingResourcePatternResolver();
        try {
            return read(
                    catalogue,
                    List.of(files.getResources("classpath*:assessments/*.yaml")),
                    List.of(files.getResources("classpath*:processing/*.yaml")));
        } catch (IOException e) {
            throw new IllegalStateException("the impact assessments can't be listed: " + e.getMessage(), e);
        }
    }

    static Assessments read(Catalogue catalogue, List<Resource> assessments, List<Resource> processing) {
        List<Assessment> all = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (Resource resource : assessments) {
            YamlFile file = new YamlFile(resource);
            Assessment assessment = file.read(Assessment.class);
            file.check(ids.add(assessment.id()), "there is a second assessment '" + assessment.id() + "'");
            check(file, assessment);
            all.add(assessment);
        }
        all.sort(java.util.Comparator.comparing(Assessment::id));
        Map<String, Processing> byService = new TreeMap<>();
        for (Resource resource : processing) {
            YamlFile file = new YamlFile(resource);
            Processing one = file.read(Processing.class);
            file.check(byService.put(one.service(), one) == null, "there is a second one for '" + one.service() + "'");
            check(file, one, catalogue);
        }
        return new Assessments(catalogue, all, byService);
    }

    private static void check(YamlFile file, Assessment one) {
        file.check(one.version() >= 1, "the version must be 1 or more");
        file.checkLanguages("title", one.title());
        file.checkLanguages("approvedBy", one.approvedBy());
        file.checkLanguages("necessity", one.necessity());
        file.check(one.approvedOn().isBefore(one.reviewOn()), "it is to be reviewed before it was approved");
        file.check(!one.reviewOn().isAfter(one.approvedOn().plusYears(2)), "it is to be reviewed within two years");
        file.check(!one.risks().isEmpty(), "it names no risk");
        for (Assessment.Risk risk : one.risks()) {
            file.checkLanguages("risks.what", risk.what());
            file.check(!risk.measures().isEmpty(), "risks[" + risk.what() + "] has no measure");
            risk.measures().forEach(measure -> file.checkLanguages("risks.measures", measure));
            file.check(
                    risk.residual() != Assessment.Degree.HIGH,
                    "risks[" + risk.what() + "] stays high: such a use is not begun");
        }
    }

    private static void check(YamlFile file, Processing one, Catalogue catalogue) {
        one.grounds().forEach((dataClass, ground) -> {
            file.check(
                    catalogue.policy().find(dataClass).isPresent(),
                    "grounds: no class '" + dataClass + "' in belize/data-policy.yaml");
            file.check(
                    catalogue.ground(ground).isPresent(),
                    "grounds." + dataClass + ": no ground '" + ground + "' in exchange/catalogue.yaml");
        });
        file.check(
                (one.keptDays() == null) != (one.keptByLaw() == null),
                "it says either keptDays or keptByLaw, and not both");
        if (one.keptByLaw() != null) {
            file.checkLanguages("keptByLaw", one.keptByLaw());
        }
    }

    public List<Assessment> all() {
        return all;
    }

    public Optional<Processing> processing(String service) {
        return Optional.ofNullable(processing.get(service));
    }

    public Optional<Assessment> ofService(String service) {
        return all.stream().filter(one -> one.services().contains(service)).findFirst();
    }

    public Optional<Assessment> ofAgreement(String agreement) {
        return all.stream().filter(one -> one.agreements().contains(agreement)).findFirst();
    }

    /** Whether an agreement grants data of a class that needs an assessment. */
    public boolean isNeeded(Agreement agreement) {
        Service service = catalogue.service(agreement.service()).orElseThrow();
        return agreement.grants().values().stream()
                .flatMap(List::stream)
                .flatMap(pointer -> service.field(pointer).stream())
                .anyMatch(field -> catalogue.policy().of(field.classification()).isSensitive());
    }
}
