package bz.ceiba.systems.transport;

import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.cases.CaseEffect;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.cases.EffectName;
import bz.ceiba.platform.exchange.Exchange;
import bz.ceiba.platform.exchange.Question;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Asks the register of people how old an applicant is, and our own what he may drive and what stands against it. */
@Component
@EffectName("transport.check-driver")
class CheckDriver implements CaseEffect {
    static final String LEARNER = "learner";
    static final String REPLACEMENT = "replacement";
    static final String INTERNATIONAL = "international";
    private static final String PURPOSE = "driving";
    private static final String PROBATION = "PROBATION";

    /** So long before its end a licence is renewed. */
    private static final Duration EARLY = Duration.ofDays(30);

    /**
     * What the register of people says of an applicant.
     *
     * @param district in which he lives, by the country pack; empty when it is not known
     */
    record Applicant(Optional<LocalDate> born, String district) {}

    private final Drivers drivers;
    private final TheoryTests theory;
    private final PracticalTests practical;
    private final Exchange exchange;
    private final Country country;
    private final Cases cases;
    private final JsonMapper json;
    private final Clock clock;
    private final DrivingRules rules = DrivingRules.load();

    CheckDriver(
            Drivers drivers,
            TheoryTests theory,
            PracticalTests practical,
            Exchange exchange,
            Country country,
            Cases cases,
            JsonMapper json,
            Clock clock) {
        this.drivers = drivers;
        this.theory = theory;
        this.practical = practical;
        this.exchange = exchange;
        this.country = country;
        this.cases = cases;
        this.json = json;
        this.clock = clock;
    }

    @Override
    public void run(CaseFile file) {
        ObjectNode facts = facts(file, applicant(file).born());
        if (file.state().equals("checking")) {
            cases.advance(file.number(), "checked", facts);
        } else if (file.state().equals("review")) {
            cases.noteBySystem(file.number(), facts);
        }
    }

    /** A first year is not cut short by a renewal; in its last weeks it may be asked for. */
    private String renewable(PersonNumber driver, String licenceClass, Optional<Entitlement> today) {
        boolean probation = today.filter(one -> one.stage() == Stage.PROVISIONAL)
                .map(Entitlement::until)
                .filter(until -> until.isAfter(clock.instant().plus(EARLY)))
                .isPresent();
        return probation
                ? PROBATION
                : drivers.last(driver, licenceClass).map(Stage::name).orElse("");
    }

    DrivingRules.Table rules() {
        return rules.on(today());
    }

    LocalDate today() {
        return Country.today(clock);
    }

    static String kind(CaseFile file) {
        return file.form().path("kind").asString("");
    }

    static String licenceClass(CaseFile file) {
        return file.form().path("licenceClass").asString("");
    }

    /**
     * Asks the register of people; not in a transaction.
     *
     * @throws bz.ceiba.platform.kernel.Problem when the exchange refuses or the register does not answer
     */
    Applicant applicant(CaseFile file) {
        JsonNode person = exchange.ask(new Question(
                "identity.person",
                file.agency(),
                PURPOSE,
                file.number(),
                file.person(),
                AuditEntry.SYSTEM,
                null,
                Map.of()));
        String district = person.path("district").asString("");
        return new Applicant(born(person), country.district(district).isPresent() ? district : "");
    }

    private static Optional<LocalDate> born(JsonNode person) {
        try {
            return Optional.of(LocalDate.parse(person.path("birth_date").asString("")));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    ObjectNode facts(CaseFile file, Optional<LocalDate> born) {
        String licenceClass = licenceClass(file);
        String age = born.map(day -> rules().isOldEnough(licenceClass, day, today()) ? "right" : "young")
                .orElse("unknown");
        Optional<Entitlement> today = drivers.entitlements(file.person()).stream()
                .filter(one -> one.licenceClass().equals(licenceClass))
                .findFirst();
        String has = kind(file).equals("renewal")
                ? renewable(file.person(), licenceClass, today)
                : today.map(one -> one.stage().name()).orElse("");
        String bars = drivers.bars(file.person()).stream()
                .filter(bar -> bar.classes().isEmpty() || bar.classes().contains(licenceClass))
                .map(bar -> bar.kind().name())
                .distinct()
                .collect(Collectors.joining(", "));
        return json.createObjectNode()
                .put("age", age)
                .put("has", has)
                .put("bars", bars)
                .put("theory", theory.passedUntil(file.person()).isPresent())
                .put("practical", practical.hasPassed(file.person(), licenceClass))
                .put(
                        "medical",
                        born.filter(day -> rules().needsMedical(licenceClass, day, today()))
                                .isPresent());
    }
}
