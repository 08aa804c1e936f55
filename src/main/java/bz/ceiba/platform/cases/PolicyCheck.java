package bz.ceiba.platform.cases;

import bz.ceiba.platform.exchange.Agreement;
import bz.ceiba.platform.exchange.Agreements;
import bz.ceiba.platform.exchange.Assessment;
import bz.ceiba.platform.exchange.Assessments;
import bz.ceiba.platform.exchange.DataPolicy.DataClass;
import bz.ceiba.platform.exchange.Processing;
import bz.ceiba.platform.kernel.Country;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Where a service or an agreement breaks the data policy: a question without a class or ground, one that a register already answers, data kept
 * for too long, sensitive data without an impact assessment that counts.
 */
final class PolicyCheck {
    /** In a form: the class of what is asked. */
    static final String CLASS = "x-class";

    /** In a form: why it is asked although a register knows it. */
    static final String ASKED_AGAIN = "x-asked-again";

    private final Agreements agreements;
    private final Assessments assessments;
    private final Set<String> held;
    private final LocalDate today;

    /** @throws IllegalStateException when an assessment can't be read */
    PolicyCheck(Agreements agreements, Clock clock) {
        this(agreements, Assessments.load(agreements.catalogue()), Country.today(clock));
    }

    PolicyCheck(Agreements agreements, Assessments assessments, LocalDate today) {
        this.agreements = agreements;
        this.assessments = assessments;
        this.today = today;
        this.held = agreements.catalogue().services().stream()
                .filter(service -> !service.isTold())
                .flatMap(service -> service.fields().stream())
                .map(Agreements.Field::concept)
                .filter(java.util.Objects::nonNull)
                .collect(Collectors.toSet());
    }

    /** All findings, each beginning with the service's name. */
    List<String> check(ServiceDefinition definition) {
        List<String> findings = new ArrayList<>();
        Set<String> classes = new TreeSet<>();
        definition.form().path("properties").propertyStream().forEach(question -> {
            String where = "form." + question.getKey();
            String dataClass = question.getValue().path(CLASS).asString("");
            if (find(dataClass).isEmpty()) {
                findings.add(where + " has no " + CLASS + " of belize/data-policy.yaml");
            } else {
                classes.add(dataClass);
            }
            again(where, question.getValue()).ifPresent(findings::add);
        });
        Processing processing = assessments.processing(definition.id()).orElse(null);
        if (processing == null) {
            findings.add("no file in processing/ says on which grounds it uses data, and for how long it keeps them");
        } else {
            grounds(processing, classes, findings);
        }
        return findings.stream().map(f -> definition.id() + ": " + f).toList();
    }

    private Optional<DataClass> find(String dataClass) {
        return agreements.catalogue().policy().find(dataClass);
    }

    private Optional<String> again(String where, JsonNode question) {
        String concept = question.path(DeclaredServices.CONCEPT).asString("");
        JsonNode why = question.path(ASKED_AGAIN);
        return held.contains(concept)
                        && !(why.path("en").isString() && why.path("es").isString())
                ? Optional.of(
                        where + " asks for '" + concept + "', which a register holds; ask the register, or say in "
                                + ASKED_AGAIN + " why people are asked")
                : Optional.empty();
    }

    private void grounds(Processing processing, Set<String> asked, List<String> findings) {
        asked.stream()
                .filter(dataClass -> !processing.grounds().containsKey(dataClass))
                .forEach(dataClass -> findings.add(
                        "asks for data of the class '" + dataClass + "', for which processing/ names no ground"));
        Set<String> used = new TreeSet<>(asked);
        used.addAll(processing.grounds().keySet());
        for (String dataClass : used) {
            Integer longest = find(dataClass).map(DataClass::longestDays).orElse(null);
            Integer kept = processing.keptDays();
            if (kept != null && longest != null && kept > longest) {
                findings.add("keeps data of the class '" + dataClass + "' for " + kept + " days; it may be kept for "
                        + longest);
            }
        }
        if (used.stream().flatMap(one -> find(one).stream()).anyMatch(DataClass::isSensitive)) {
            missing(assessments.ofService(processing.service())).ifPresent(findings::add);
        }
    }

    private Optional<String> missing(Optional<Assessment> assessment) {
        if (assessment.isEmpty()) {
            return Optional.of("uses sensitive data, and no impact assessment in assessments/ covers it");
        }
        Assessment one = assessment.get();
        return one.isCurrent(today)
                ? Optional.empty()
                : Optional.of("uses sensitive data, and its impact assessment '" + one.id() + "' was to be reviewed on "
                        + one.reviewOn());
    }

    /** The same for agreements that grant sensitive data. */
    List<String> agreements() {
        List<String> findings = new ArrayList<>();
        for (Agreement agreement : agreements.all()) {
            if (assessments.isNeeded(agreement)) {
                missing(assessments.ofAgreement(agreement.id()))
                        .ifPresent(finding -> findings.add("agreement " + agreement.reference() + ": " + finding));
            }
        }
        return findings;
    }
}
