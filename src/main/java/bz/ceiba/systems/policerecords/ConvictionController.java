package bz.ceiba.systems.policerecords;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.Typed;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The registrar's desk: add, correct and seal convictions. What is sealed can't be opened here any more. */
@Controller
class ConvictionController {
    private static final Pattern ORDER = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ./()-]*");

    private final Register register;
    private final RecordViews records;
    private final KeepRegister keep;
    private final Disclosure disclosure;
    private final Messages messages;
    private final Clock clock;

    ConvictionController(
            Register register,
            RecordViews records,
            KeepRegister keep,
            Disclosure disclosure,
            Messages messages,
            Clock clock) {
        this.register = register;
        this.records = records;
        this.keep = keep;
        this.disclosure = disclosure;
        this.messages = messages;
        this.clock = clock;
    }

    @Allows(roles = Role.REGISTRAR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.REGISTER_READ)
    @GetMapping("/policerecords/register/{id}/convictions/new")
    Html blank(@PathVariable long id, Actor actor) {
        RegisterController.requireRegistrar(actor);
        PersonEntry person = require(id);
        records.read(actor, person);
        return form(person, 0, Map.of(), Map.of(), List.of());
    }

    @Allows(roles = Role.REGISTRAR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.REGISTER_CHANGED)
    @PostMapping("/policerecords/register/{id}/convictions")
    Object add(@PathVariable long id, @RequestParam Map<String, String> posted, Actor actor, Locale locale) {
        RegisterController.requireRegistrar(actor);
        PersonEntry person = require(id);
        Typed typed = RegisterForms.typed(posted, messages, locale);
        String reason = RegisterForms.reason(typed);
        Optional<Conviction> conviction = RegisterForms.conviction(typed, 0, 0, id, Country.today(clock));
        if (conviction.isEmpty()) {
            return form(person, 0, typed.values(), typed.errors(), List.of());
        }
        keep.add(actor, conviction.get(), reason);
        return "redirect:/policerecords/register/" + id;
    }

    @Allows(roles = Role.REGISTRAR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.REGISTER_READ)
    @GetMapping("/policerecords/register/{id}/convictions/{conviction}")
    Html open(@PathVariable long id, @PathVariable long conviction, Actor actor) {
        RegisterController.requireRegistrar(actor);
        PersonEntry person = require(id);
        Conviction there = requireOpen(person, conviction);
        records.read(actor, person);
        return form(
                person, conviction, RegisterForms.values(there), Map.of(), register.convictionVersions(id, conviction));
    }

    @Allows(roles = Role.REGISTRAR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.REGISTER_CHANGED)
    @PostMapping("/policerecords/register/{id}/convictions/{conviction}")
    Object correct(
            @PathVariable long id,
            @PathVariable long conviction,
            @RequestParam int version,
            @RequestParam Map<String, String> posted,
            Actor actor,
            Locale locale) {
        RegisterController.requireRegistrar(actor);
        PersonEntry person = require(id);
        requireOpen(person, conviction);
        Typed typed = RegisterForms.typed(posted, messages, locale);
        String reason = RegisterForms.reason(typed);
        Optional<Conviction> corrected = RegisterForms.conviction(typed, conviction, version, id, Country.today(clock));
        List<Versioned<Conviction>> versions = register.convictionVersions(id, conviction);
        if (corrected.isEmpty()) {
            return form(person, conviction, typed.values(), typed.errors(), versions);
        }
        try {
            keep.correct(actor, corrected.get(), reason, corrected.get().annulled() ? "annulled" : "corrected");
        } catch (Problem problem) {
            if (problem.kind() != Problem.Kind.CONFLICT) {
                throw problem;
            }
            return form(
                            person,
                            conviction,
                            typed.values(),
                            Map.of("court", messages.text(locale, problem.key() + ".detail")),
                            versions)
                    .status(409);
        }
        return "redirect:/policerecords/register/" + id;
    }

    @Allows(roles = Role.REGISTRAR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.REGISTER_READ)
    @GetMapping("/policerecords/register/{id}/convictions/{conviction}/seal")
    Html askSeal(@PathVariable long id, @PathVariable long conviction, Actor actor) {
        RegisterController.requireRegistrar(actor);
        PersonEntry person = require(id);
        Conviction there = requireOpen(person, conviction);
        records.read(actor, person);
        return seal(person, there, Map.of(), Map.of());
    }

    @Allows(roles = Role.REGISTRAR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.REGISTER_CHANGED)
    @PostMapping("/policerecords/register/{id}/convictions/{conviction}/seal")
    Object seal(
            @PathVariable long id,
            @PathVariable long conviction,
            @RequestParam int version,
            @RequestParam Map<String, String> posted,
            Actor actor,
            Locale locale) {
        RegisterController.requireRegistrar(actor);
        PersonEntry person = require(id);
        Conviction there = requireOpen(person, conviction);
        Typed typed = RegisterForms.typed(posted, messages, locale);
        String order = typed.text("order", 60, true, ORDER, "reference-characters");
        if (!typed.isRight()) {
            return seal(person, there, typed.values(), typed.errors());
        }
        if (there.version() != version) {
            throw new Problem(Problem.Kind.CONFLICT, "policerecords.problem.changed");
        }
        keep.correct(actor, there.sealedByCourt(), "Court order " + order, "sealed");
        return "redirect:/policerecords/register/" + id;
    }

    private static Html seal(
            PersonEntry person, Conviction conviction, Map<String, String> values, Map<String, String> errors) {
        return Html.of("policerecords/seal")
                .with("person", person)
                .with("conviction", conviction)
                .with("values", values)
                .errors(errors);
    }

    private static Html form(
            PersonEntry person,
            long conviction,
            Map<String, String> values,
            Map<String, String> errors,
            List<Versioned<Conviction>> versions) {
        return Html.of("policerecords/conviction")
                .with("person", person)
                .with("conviction", conviction)
                .with("values", new HashMap<>(values))
                .with("versions", versions)
                .errors(errors);
    }

    private PersonEntry require(long id) {
        return register.find(id)
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "policerecords.problem.no-record"));
    }

    /** A sealed conviction is not there, for anybody. */
    private Conviction requireOpen(PersonEntry person, long conviction) {
        return register.conviction(person.id(), conviction)
                .filter(c -> !disclosure.isSealed(person, c, Country.today(clock)))
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "policerecords.problem.no-record"));
    }
}
