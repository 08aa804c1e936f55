package bz.ceiba.systems.transport;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.Typed;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The Ministry's desk: what a driver may drive, his points, and who bars him from driving. */
@Controller
class DriverController {
    static final String PATH = "/transport/drivers";
    private static final int LONGEST = 100;

    private final Drivers drivers;
    private final ChangeDriver change;
    private final Endorsements endorsements;
    private final PenaltyPoints points;
    private final Audit audit;
    private final Messages messages;
    private final Clock clock;
    private final LicenceCodes codes = LicenceCodes.load();

    DriverController(
            Drivers drivers,
            ChangeDriver change,
            Endorsements endorsements,
            PenaltyPoints points,
            Audit audit,
            Messages messages,
            Clock clock) {
        this.drivers = drivers;
        this.change = change;
        this.endorsements = endorsements;
        this.points = points;
        this.audit = audit;
        this.messages = messages;
        this.clock = clock;
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR, Role.REGISTRAR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.REGISTER_READ)
    @GetMapping(PATH)
    Html find(@RequestParam(defaultValue = "") String find, Actor actor, Locale locale) {
        TransportNavigation.requireDesk(actor);
        PersonNumber driver = PersonNumber.parse(find).orElse(null);
        Map<String, String> errors = new LinkedHashMap<>();
        if (driver == null && !find.isBlank()) {
            errors.put("find", messages.text(locale, "transport.wrong.number"));
        }
        audit.record(actor.doesFor(
                RegisterController.AGENCY,
                AuditEvent.REGISTER_READ,
                driver,
                null,
                null,
                Map.of("record", driver == null ? "none" : "driver")));
        return page(driver, find, Map.of(), errors);
    }

    Html page(
            @org.jspecify.annotations.Nullable PersonNumber driver,
            String find,
            Map<String, String> values,
            Map<String, String> errors) {
        return Html.of("transport/drivers")
                .with("find", find)
                .with("driver", driver)
                .with("entitlements", driver == null ? List.of() : drivers.entitlements(driver))
                .with("bars", driver == null ? List.of() : drivers.bars(driver))
                .with("endorsements", driver == null ? List.of() : endorsements.of(driver))
                .with("points", driver == null ? List.of() : points.counted(driver))
                .with("standing", driver == null ? 0 : points.standing(driver))
                .with("codes", codes)
                .with("values", values)
                .errors(errors);
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR, Role.REGISTRAR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.REGISTER_CHANGED)
    @PostMapping(PATH + "/{number}")
    Object bar(@PathVariable String number, @RequestParam Map<String, String> posted, Actor actor, Locale locale) {
        PersonNumber driver = other(number, actor);
        Typed typed = DeskForms.typed(posted, messages, locale);
        Optional<Bar> kind = typed.choice("kind", Bar.class, "kind");
        String reference = typed.text("reference", 1, LONGEST, "reference");
        if (reference.equals(DeathOfDriver.REFERENCE)) {
            typed.wrong("reference", "reference");
        }
        Instant from = DeskForms.from(typed, "from", clock.instant());
        Instant until = typed.text("until").isEmpty() ? null : DeskForms.until(typed, "until", from);
        String why = DeskForms.why(typed, "why");
        if (!typed.isRight() || kind.isEmpty() || from == null) {
            return page(driver, driver.grouped(), posted, typed.errors());
        }
        change.bar(actor, driver, kind.get(), reference, new Span(from, until), why);
        return back(driver);
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR, Role.REGISTRAR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.REGISTER_CHANGED)
    @PostMapping(PATH + "/{number}/lift")
    Object lift(@PathVariable String number, @RequestParam Map<String, String> posted, Actor actor, Locale locale) {
        PersonNumber driver = other(number, actor);
        Typed typed = DeskForms.typed(posted, messages, locale);
        String why = DeskForms.why(typed, "why");
        if (!typed.isRight()) {
            return page(driver, driver.grouped(), Map.of(), typed.errors());
        }
        change.lift(
                actor,
                driver,
                posted.getOrDefault("reference", ""),
                posted.getOrDefault("never", "").equals("true"),
                why);
        return back(driver);
    }

    static String back(PersonNumber driver) {
        return "redirect:" + PATH + "?find=" + driver.digits();
    }

    static PersonNumber other(String number, Actor actor) {
        TransportNavigation.requireDesk(actor);
        PersonNumber driver = PersonNumber.parse(number)
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "transport.problem.unknown"));
        if (driver.equals(actor.person())) {
            throw new Problem(Problem.Kind.FORBIDDEN, "transport.problem.own");
        }
        return driver;
    }
}
