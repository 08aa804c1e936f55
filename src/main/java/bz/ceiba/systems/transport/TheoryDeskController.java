package bz.ceiba.systems.transport;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.Typed;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The invigilator's desk: opens theory tests, sees what became of them, and says which do not count. */
@Controller
class TheoryDeskController {
    static final String PATH = "/transport/theory-desk";
    private static final Duration SHOWN = Duration.ofDays(7);

    private final TheoryTests tests;
    private final Country country;
    private final Audit audit;
    private final Messages messages;
    private final Clock clock;

    TheoryDeskController(TheoryTests tests, Country country, Audit audit, Messages messages, Clock clock) {
        this.tests = tests;
        this.country = country;
        this.audit = audit;
        this.messages = messages;
        this.clock = clock;
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR, Role.REGISTRAR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.REGISTER_READ)
    @GetMapping(PATH)
    Html desk(Actor actor) {
        TransportNavigation.requireDesk(actor);
        return page(actor, "", Map.of(), Map.of());
    }

    private Html page(Actor actor, String code, Map<String, String> values, Map<String, String> errors) {
        audit.record(
                actor.doesFor(RegisterController.AGENCY, AuditEvent.REGISTER_READ, Map.of("record", "theory-tests")));
        tests.settle();
        return Html.of("transport/theory-desk")
                .with("districts", country.districts())
                .with("tests", tests.since(clock.instant().minus(SHOWN)))
                .with("questions", tests.bank().rules().questions())
                .with("code", code)
                .with("values", values)
                .errors(errors);
    }

    /** The code is shown once, on the page that answers. */
    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR, Role.REGISTRAR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.REGISTER_CHANGED)
    @PostMapping(PATH)
    Html open(@RequestParam Map<String, String> posted, Actor actor, Locale locale) {
        TransportNavigation.requireDesk(actor);
        Typed typed = DeskForms.typed(posted, messages, locale);
        PersonNumber candidate = typed.read("candidate", PersonNumber::parse, "number");
        Country.District centre = typed.read("centre", country::district, "centre");
        if (candidate == null || centre == null) {
            return page(actor, "", posted, typed.errors());
        }
        String code = tests.open(actor, candidate, centre.id());
        return page(actor, code, Map.of("centre", centre.id()), Map.of());
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR, Role.REGISTRAR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.REGISTER_CHANGED)
    @PostMapping(PATH + "/{id}")
    Object declareVoid(@PathVariable long id, @RequestParam Map<String, String> posted, Actor actor, Locale locale) {
        TransportNavigation.requireDesk(actor);
        Typed typed = DeskForms.typed(posted, messages, locale);
        String why = DeskForms.why(typed, "why");
        if (!typed.isRight()) {
            return page(actor, "", Map.of(), typed.errors());
        }
        tests.declareVoid(actor, id, why);
        return "redirect:" + PATH;
    }
}
