package bz.ceiba.systems.border.carrier;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.systems.border.Done;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Where Immigration registers carriers, sees their lists, and settles what of them could not be read. */
@Controller
class CarrierController {
    static final String PATH = "/border/carriers";
    static final String AGENCY = "immigration";
    private static final int SHORTEST = 10;
    private static final int LONGEST = 500;

    private final CarrierRegister register;
    private final Quarantine quarantine;
    private final Carriers carriers;
    private final PassengerLists lists;
    private final Messages messages;
    private final Audit audit;
    private final TransactionTemplate transaction;
    private final Clock clock;

    CarrierController(
            CarrierRegister register,
            Quarantine quarantine,
            Carriers carriers,
            PassengerLists lists,
            Messages messages,
            Audit audit,
            TransactionTemplate transaction,
            Clock clock) {
        this.register = register;
        this.quarantine = quarantine;
        this.carriers = carriers;
        this.lists = lists;
        this.messages = messages;
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.REGISTER_READ)
    @GetMapping(PATH)
    Html page(Actor actor, @RequestParam(defaultValue = "") String done) {
        require(actor, Role.OFFICER, Role.SUPERVISOR);
        audit.record(actor.doesFor(AGENCY, AuditEvent.REGISTER_READ, Map.of("record", "carriers")));
        return page(actor, Map.of(), Map.of()).with("done", Done.known(done));
    }

    private Html page(Actor actor, Map<String, String> values, Map<String, String> errors) {
        LocalDate today = Country.today(clock);
        return Html.of("border/carriers")
                .with("voyages", carriers.voyages(today, ""))
                .with("quarantined", quarantine.open())
                .with("carriers", register.all())
                .with("keeps", actor.holds(Role.SUPERVISOR, AGENCY))
                .with("values", values)
                .errors(errors);
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.REGISTER_READ)
    @GetMapping(PATH + "/voyages/{id}")
    Html voyage(@PathVariable long id, Actor actor) {
        require(actor, Role.OFFICER, Role.SUPERVISOR);
        Voyage voyage = lists.find(id).orElseThrow(CarrierController::notFound);
        audit.record(
                actor.doesFor(AGENCY, AuditEvent.REGISTER_READ, Map.of("record", "passengers of " + voyage.number())));
        return Html.of("border/voyage").with("voyage", voyage).with("listed", carriers.list(voyage));
    }

    @Allows(roles = Role.SUPERVISOR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.REGISTER_CHANGED)
    @PostMapping(PATH)
    Object enter(@RequestParam Map<String, String> posted, Actor actor, Locale locale) {
        require(actor, Role.SUPERVISOR);
        String code = posted.getOrDefault("code", "").strip().toUpperCase(Locale.ROOT);
        String name = posted.getOrDefault("name", "").strip();
        List<String> designators = Arrays.stream(posted.getOrDefault("designators", "")
                        .toUpperCase(Locale.ROOT)
                        .split("[\\s,]+", -1))
                .filter(one -> !one.isEmpty())
                .toList();
        String certificate = posted.getOrDefault("certificate", "").strip();
        Map<String, String> errors = new LinkedHashMap<>();
        if (!code.matches("[A-Z0-9]{2,12}")) {
            errors.put("code", messages.text(locale, "border.carrier.wrong.code"));
        }
        if (name.isEmpty() || name.length() > 100) {
            errors.put("name", messages.text(locale, "border.carrier.wrong.name"));
        }
        if (designators.isEmpty() || !designators.stream().allMatch(one -> one.matches("[A-Z0-9]{2,12}"))) {
            errors.put("designators", messages.text(locale, "border.carrier.wrong.designators"));
        }
        // One that begins another's would let it tell of the other's voyages.
        boolean taken = register.all().stream()
                .filter(other -> !other.code().equals(code))
                .flatMap(other -> other.designators().stream())
                .anyMatch(
                        other -> designators.stream().anyMatch(own -> own.startsWith(other) || other.startsWith(own)));
        if (taken) {
            errors.putIfAbsent("designators", messages.text(locale, "border.carrier.wrong.taken"));
        }
        String fingerprint = certificate.isEmpty() ? "" : fingerprint(certificate);
        if (!certificate.isEmpty() && fingerprint.isEmpty()) {
            errors.put("certificate", messages.text(locale, "border.carrier.wrong.certificate"));
        }
        if (!fingerprint.isEmpty()
                && register.all().stream()
                        .anyMatch(other -> !other.code().equals(code) && fingerprint.equals(other.certificate()))) {
            errors.put("certificate", messages.text(locale, "border.carrier.wrong.shared"));
        }
        if (!errors.isEmpty()) {
            return page(actor, posted, errors);
        }
        transaction.executeWithoutResult(status -> {
            register.enter(new Carrier(code, name, designators, fingerprint), actor.number());
            audit.record(actor.doesFor(AGENCY, AuditEvent.REGISTER_CHANGED, Map.of("record", "carrier " + code)));
        });
        return Done.at(PATH, "carrier");
    }

    @Allows(roles = Role.SUPERVISOR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.REGISTER_CHANGED)
    @PostMapping(PATH + "/end")
    String end(@RequestParam(defaultValue = "") String code, Actor actor) {
        require(actor, Role.SUPERVISOR);
        transaction.executeWithoutResult(status -> {
            register.end(code);
            audit.record(
                    actor.doesFor(AGENCY, AuditEvent.REGISTER_CHANGED, Map.of("record", "carrier ended: " + code)));
        });
        return Done.at(PATH, "carrier-ended");
    }

    @Allows(roles = Role.OFFICER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.REGISTER_CHANGED)
    @PostMapping(PATH + "/quarantine/{id}")
    Object settle(@PathVariable long id, @RequestParam(defaultValue = "") String how, Actor actor, Locale locale) {
        require(actor, Role.OFFICER);
        String words = how.strip();
        if (words.length() < SHORTEST || words.length() > LONGEST) {
            String field = "how-" + id;
            return page(actor, Map.of(field, how), Map.of(field, messages.text(locale, "border.carrier.wrong.how")));
        }
        transaction.executeWithoutResult(status -> {
            if (!quarantine.settle(id, actor.number(), words)) {
                throw notFound();
            }
            audit.record(actor.doesFor(AGENCY, AuditEvent.REGISTER_CHANGED, Map.of("record", "quarantine " + id)));
        });
        return Done.at(PATH, "quarantine");
    }

    private static String fingerprint(String pem) {
        try {
            return CarrierRegister.fingerprint((X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))));
        } catch (CertificateException e) {
            return "";
        }
    }

    private static Problem notFound() {
        return new Problem(Problem.Kind.NOT_FOUND, "border.problem.not-found");
    }

    private static void require(Actor actor, Role... roles) {
        if (Arrays.stream(roles).noneMatch(role -> actor.holds(role, AGENCY))) {
            throw new Problem(Problem.Kind.FORBIDDEN, "access.problem.role");
        }
    }
}
