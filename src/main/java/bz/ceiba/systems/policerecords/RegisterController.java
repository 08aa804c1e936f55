package bz.ceiba.systems.policerecords;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.Typed;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The registrar's desk: search, open, add and correct records of people. */
@Controller
class RegisterController {
    private final Register register;
    private final RegisterSearch search;
    private final RecordViews records;
    private final KeepRegister keep;
    private final Audit audit;
    private final Messages messages;
    private final Country country;
    private final Clock clock;

    RegisterController(
            Register register,
            RegisterSearch search,
            RecordViews records,
            KeepRegister keep,
            Audit audit,
            Messages messages,
            Country country,
            Clock clock) {
        this.register = register;
        this.search = search;
        this.records = records;
        this.keep = keep;
        this.audit = audit;
        this.messages = messages;
        this.country = country;
        this.clock = clock;
    }

    @Allows(roles = Role.REGISTRAR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.REGISTER_READ)
    @GetMapping("/policerecords/register")
    Html search(@RequestParam Map<String, String> posted, Actor actor, Locale locale) {
        requireRegistrar(actor);
        Typed typed = RegisterForms.typed(posted, messages, locale);
        String name = typed.text("name", 200, false);
        String number = typed.text("number", 20, false);
        String reference = typed.text("reference", 40, false);
        if (!number.isEmpty() && PersonNumber.parse(number).isEmpty()) {
            typed.wrong("number", "number-invalid");
        }
        boolean asked = !name.isEmpty() || !number.isEmpty() || !reference.isEmpty();
        List<PersonEntry> found = asked && typed.isRight() ? search.find(actor, name, number, reference) : List.of();
        return Html.of("policerecords/register")
                .with("values", typed.values())
                .with("asked", asked)
                .with("found", found)
                .errors(typed.errors());
    }

    @Allows(roles = Role.REGISTRAR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.REGISTER_READ)
    @GetMapping("/policerecords/register/{id}")
    Html open(@PathVariable long id, Actor actor) {
        requireRegistrar(actor);
        PersonEntry person = require(id);
        records.read(actor, person);
        return records.page(person);
    }

    @Allows(roles = Role.REGISTRAR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.REGISTER_READ)
    @GetMapping("/policerecords/register/new")
    Html blank(Actor actor) {
        requireRegistrar(actor);
        audit.record(actor.doesFor(KeepRegister.AGENCY, AuditEvent.REGISTER_READ, Map.of("page", "new record")));
        return form(0, Map.of(), Map.of());
    }

    @Allows(roles = Role.REGISTRAR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.REGISTER_CHANGED)
    @PostMapping("/policerecords/register")
    Object add(@RequestParam Map<String, String> posted, Actor actor, Locale locale) {
        requireRegistrar(actor);
        Typed typed = RegisterForms.typed(posted, messages, locale);
        PersonEntry person = RegisterForms.person(typed, 0, 0, country, Country.today(clock));
        String reason = RegisterForms.reason(typed);
        if (!typed.isRight()) {
            return form(0, typed.values(), typed.errors());
        }
        return "redirect:/policerecords/register/" + keep.open(actor, person, reason);
    }

    @Allows(roles = Role.REGISTRAR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.REGISTER_READ)
    @GetMapping("/policerecords/register/{id}/person")
    Html person(@PathVariable long id, Actor actor) {
        requireRegistrar(actor);
        PersonEntry person = require(id);
        records.read(actor, person);
        return form(id, RegisterForms.values(person), Map.of());
    }

    @Allows(roles = Role.REGISTRAR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.REGISTER_CHANGED)
    @PostMapping("/policerecords/register/{id}/person")
    Object correct(
            @PathVariable long id,
            @RequestParam int version,
            @RequestParam Map<String, String> posted,
            Actor actor,
            Locale locale) {
        requireRegistrar(actor);
        require(id);
        Typed typed = RegisterForms.typed(posted, messages, locale);
        PersonEntry person = RegisterForms.person(typed, id, version, country, Country.today(clock));
        String reason = RegisterForms.reason(typed);
        if (!typed.isRight()) {
            return form(id, typed.values(), typed.errors());
        }
        try {
            keep.correct(actor, person, reason);
        } catch (Problem problem) {
            if (problem.kind() != Problem.Kind.CONFLICT) {
                throw problem;
            }
            return form(id, typed.values(), Map.of("given", messages.text(locale, problem.key() + ".detail")))
                    .status(409);
        }
        return "redirect:/policerecords/register/" + id;
    }

    private Html form(long id, Map<String, String> values, Map<String, String> errors) {
        return Html.of("policerecords/person")
                .with("id", id)
                .with("values", new HashMap<>(values))
                .with("districts", country.districts())
                .errors(errors);
    }

    private PersonEntry require(long id) {
        return register.find(id)
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "policerecords.problem.no-record"));
    }

    /** The register is the police's: a registrar of another agency is none here. */
    static void requireRegistrar(Actor actor) {
        if (!actor.holds(Role.REGISTRAR, KeepRegister.AGENCY)) {
            throw new Problem(Problem.Kind.FORBIDDEN, "access.problem.role");
        }
    }
}
