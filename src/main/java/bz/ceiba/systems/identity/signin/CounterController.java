package bz.ceiba.systems.identity.signin;

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
import bz.ceiba.platform.web.Option;
import bz.ceiba.systems.identity.register.Applicant;
import bz.ceiba.systems.identity.register.People;
import bz.ceiba.systems.identity.register.Person;
import bz.ceiba.systems.identity.register.Proof;
import bz.ceiba.systems.identity.register.Proofs;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The counter at a centre: entering people, and recovery for who lost what he signed in with. */
@Controller
class CounterController {
    static final String PATH = "/identity/counter";

    private final Counter counter;
    private final CounterRequests requests;
    private final Recoveries recoveries;
    private final People people;
    private final Proofs proofs;
    private final Messages messages;
    private final Country country;
    private final Audit audit;
    private final Clock clock;

    CounterController(
            Counter counter,
            CounterRequests requests,
            Recoveries recoveries,
            People people,
            Proofs proofs,
            Messages messages,
            Country country,
            Audit audit,
            Clock clock) {
        this.counter = counter;
        this.requests = requests;
        this.recoveries = recoveries;
        this.people = people;
        this.proofs = proofs;
        this.messages = messages;
        this.country = country;
        this.audit = audit;
        this.clock = clock;
    }

    @Allows(
            roles = {Role.ASSISTANT, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.WORKLIST_READ)
    @GetMapping(PATH)
    Html list(Actor actor) {
        Counter.requireDesk(actor);
        audit.record(actor.doesFor(Counter.AGENCY, AuditEvent.WORKLIST_READ, Map.of("page", "counter")));
        return Html.of("identity/counter")
                .with(
                        "requests",
                        requests.live(actor.number()).stream()
                                .map(one -> shown(one, actor))
                                .toList())
                .with("supervisor", actor.holds(Role.SUPERVISOR, Counter.AGENCY));
    }

    private CounterPage shown(CounterRequest request, Actor actor) {
        Optional<Person> person = counter.person(request);
        Applicant applicant = request.applicant();
        Proof proof = request.proof();
        return new CounterPage(
                request.id().toString(),
                request.kind().name().toLowerCase(Locale.ROOT),
                request.state().name().toLowerCase(Locale.ROOT),
                person.map(Person::name).orElseGet(() -> applicant == null ? "" : applicant.name()),
                person.map(Person::birthDate).orElseGet(() -> applicant == null ? null : applicant.birthDate()),
                person.map(one -> one.number().grouped()).orElse(null),
                proof.kind(),
                proof.reference(),
                request.referee().flatMap(people::find).map(Person::name).orElse(null),
                proof.occupation(),
                proof.compared(),
                proof.measured(),
                proof.level().name().toLowerCase(Locale.ROOT),
                request.phone(),
                request.card(),
                request.keepEmail(),
                person.isPresent() || applicant == null ? List.of() : requests.alike(applicant),
                request.phone() != null && !request.phoneProved(),
                request.card() && !request.cardMade(),
                request.askedByName(),
                request.askedAt(),
                request.decidedByName(),
                request.effectiveAt(),
                request.stoppedAt(),
                request.askedBy().equals(actor.number()));
    }

    @Allows(
            roles = {Role.ASSISTANT, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.COUNTER_ASKED)
    @GetMapping(PATH + "/recover")
    Html recoverPage(Actor actor, Locale locale) {
        Counter.requireDesk(actor);
        return form("recover", Map.of(), Map.of(), locale);
    }

    @Allows(
            roles = {Role.ASSISTANT, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.COUNTER_ASKED)
    @GetMapping(PATH + "/enrol")
    Html enrolPage(Actor actor, Locale locale) {
        Counter.requireDesk(actor);
        return form("enrol", Map.of(), Map.of(), locale);
    }

    private Html form(String kind, Map<String, String> form, Map<String, String> errors, Locale locale) {
        List<Option> kinds = new ArrayList<>();
        Proof.DOCUMENTS.forEach(
                one -> kinds.add(new Option(one, messages.text(locale, "identity.centre.evidence." + one))));
        kinds.add(new Option(Proof.VOUCH, messages.text(locale, "identity.counter.vouch")));
        List<Option> districts = new ArrayList<>();
        districts.add(new Option("", ""));
        country.districts()
                .forEach(one -> districts.add(new Option(one.id(), one.name().in(locale))));
        return Html.of("identity/counter-form")
                .with("kind", kind)
                .with("kinds", kinds)
                .with("districts", districts)
                .with(
                        "sexes",
                        List.of(
                                new Option("F", messages.text(locale, "identity.sex.F")),
                                new Option("M", messages.text(locale, "identity.sex.M"))))
                .with("waits", waits(locale))
                .with("form", form)
                .errors(errors);
    }

    @Allows(
            roles = {Role.ASSISTANT, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.COUNTER_ASKED)
    @PostMapping(PATH + "/recover")
    Object recover(@RequestParam Map<String, String> form, Actor actor, Locale locale) {
        Counter.requireDesk(actor);
        counter.admit(actor);
        Map<String, String> faults = new LinkedHashMap<>();
        Optional<Person> person = PersonNumber.parse(form.getOrDefault("number", ""))
                .flatMap(people::find)
                .filter(one -> one.status() == Person.Status.ACTIVE);
        if (person.isEmpty()) {
            faults.put("number", "number");
        }
        Optional<Counter.Wish> wish = CounterForm.read(form, person.orElse(null), proofs, faults);
        Map<String, String> errors = errors(faults, locale);
        if (person.isPresent() && wish.isPresent()) {
            Assurance original = counter.original(person.get());
            if (!wish.get().proof().level().reaches(original)) {
                errors.put(
                        "kind",
                        messages.text(
                                locale,
                                "identity.counter.fault.level",
                                level(original, locale),
                                level(wish.get().proof().level(), locale)));
            }
        }
        return errors.isEmpty()
                ? "redirect:" + PATH + "/" + counter.recover(person.orElseThrow(), wish.orElseThrow(), actor)
                : form("recover", form, errors, locale);
    }

    @Allows(
            roles = {Role.ASSISTANT, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.COUNTER_ASKED)
    @PostMapping(PATH + "/enrol")
    Object enrol(@RequestParam Map<String, String> form, Actor actor, Locale locale) {
        Counter.requireDesk(actor);
        counter.admit(actor);
        Map<String, String> faults = new LinkedHashMap<>();
        Optional<Applicant> applicant =
                Applicant.read(form, country, messages.languages(), Country.today(clock), faults);
        Optional<Counter.Wish> wish = CounterForm.read(form, null, proofs, faults);
        Map<String, String> errors = errors(faults, locale);
        if (wish.isPresent() && !wish.get().proof().level().reaches(Assurance.SUBSTANTIAL)) {
            errors.put(
                    "kind",
                    messages.text(
                            locale,
                            "identity.counter.fault.level",
                            level(Assurance.SUBSTANTIAL, locale),
                            level(wish.get().proof().level(), locale)));
        }
        return errors.isEmpty()
                ? "redirect:" + PATH + "/" + counter.enrol(applicant.orElseThrow(), wish.orElseThrow(), actor)
                : form("enrol", form, errors, locale);
    }

    private Map<String, String> errors(Map<String, String> faults, Locale locale) {
        Map<String, String> errors = new LinkedHashMap<>();
        faults.forEach((field, fault) -> errors.put(field, messages.text(locale, "identity.counter.fault." + fault)));
        return errors;
    }

    /** How long a recovery waits, in words. */
    private String waits(Locale locale) {
        Duration waits = recoveries.waits();
        boolean hours = waits.toMinutesPart() == 0 && waits.toHours() > 0;
        return messages.text(
                locale,
                hours ? "identity.counter.hours" : "identity.counter.minutes",
                hours ? waits.toHours() : waits.toMinutes());
    }

    private String level(Assurance level, Locale locale) {
        return messages.text(locale, "identity.levels." + level.name().toLowerCase(Locale.ROOT));
    }

    @Allows(
            roles = {Role.ASSISTANT, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.REGISTER_READ)
    @GetMapping(PATH + "/{id}")
    Html show(@PathVariable UUID id, Actor actor) {
        Counter.requireDesk(actor);
        return page(id, Map.of(), actor);
    }

    private Html page(UUID id, Map<String, String> errors, Actor actor) {
        CounterRequest request =
                requests.find(id).orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "web.problem.not-found"));
        counter.person(request)
                .ifPresent(person -> audit.record(actor.doesFor(
                        Counter.AGENCY,
                        AuditEvent.REGISTER_READ,
                        person.number(),
                        null,
                        null,
                        Map.of("record", "identity.counter_request"))));
        return Html.of("identity/counter-request")
                .with("request", shown(request, actor))
                .with("supervisor", actor.holds(Role.SUPERVISOR, Counter.AGENCY))
                .errors(errors);
    }

    @Allows(
            roles = {Role.ASSISTANT, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.COUNTER_ASKED)
    @PostMapping(PATH + "/{id}/phone")
    Object phone(@PathVariable UUID id, @RequestParam(defaultValue = "") String code, Actor actor, Locale locale) {
        Counter.requireDesk(actor);
        return counter.provePhone(id, code.replaceAll("[\\s-]", ""), actor)
                ? "redirect:" + PATH + "/" + id
                : page(id, Map.of("code", messages.text(locale, "identity.counter.code-wrong")), actor);
    }

    /** The only answer that holds the card's secret; it is shown once and kept nowhere. */
    @Allows(
            roles = {Role.ASSISTANT, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.CARD_CHANGED)
    @PostMapping(PATH + "/{id}/card")
    Object card(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String pin,
            @RequestParam(defaultValue = "") String again,
            Actor actor,
            Locale locale) {
        Counter.requireDesk(actor);
        Optional<String> wrong = CardController.wrongPin(pin, again);
        if (wrong.isPresent()) {
            return page(id, Map.of("pin", messages.text(locale, "identity.pin." + wrong.get())), actor);
        }
        String secret = counter.makeCard(id, pin, actor);
        CounterPage request = shown(requests.find(id).orElseThrow(), actor);
        return Html.of("identity/card-print")
                .with("name", request.name())
                .with("secret", CardController.grouped(secret))
                .with("qr", Qr.path(secret))
                .with("size", Qr.size(secret))
                .with("next", PATH + "/" + id);
    }

    @Allows(
            roles = {Role.ASSISTANT, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.COUNTER_DECIDED)
    @PostMapping(PATH + "/{id}/approve")
    Object approve(@PathVariable UUID id, @RequestParam(defaultValue = "") String seen, Actor actor, Locale locale) {
        Counter.requireDesk(actor);
        if (seen.isEmpty()) {
            return page(id, Map.of("seen", messages.text(locale, "identity.counter.fault.seen")), actor);
        }
        counter.decide(id, true, actor);
        return "redirect:" + PATH + "/" + id;
    }

    @Allows(
            roles = {Role.ASSISTANT, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.COUNTER_DECIDED)
    @PostMapping(PATH + "/{id}/decline")
    String decline(@PathVariable UUID id, Actor actor) {
        Counter.requireDesk(actor);
        counter.decide(id, false, actor);
        return "redirect:" + PATH;
    }

    @Allows(roles = Role.SUPERVISOR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.RECOVERY_STOPPED)
    @PostMapping(PATH + "/{id}/reviewed")
    String reviewed(@PathVariable UUID id, Actor actor) {
        Counter.requireDesk(actor);
        if (!actor.holds(Role.SUPERVISOR, Counter.AGENCY)) {
            throw new Problem(Problem.Kind.FORBIDDEN, "access.problem.role");
        }
        recoveries.review(id, actor);
        return "redirect:" + PATH;
    }
}
