package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.exchange.Message;
import bz.ceiba.platform.exchange.Telling;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The desk of the Vital Statistics Unit at the register of people. */
@Controller
class DeskController {
    static final String AGENCY = "vital-statistics";

    private static final String PATH = "/identity/desk";
    /** Of which the kind says it all. */
    private static final Set<LifeEvent.Kind> ENDS = Set.of(LifeEvent.Kind.DEATH, LifeEvent.Kind.NUMBER_END);

    private static final int LONGEST_GROUND = 500;
    private static final int LONGEST_DOCUMENT = 120;
    private static final Set<String> DONE = Set.of("death.done", "annul.asked", "annul.done");

    private final People people;
    private final LifeEvents events;
    private final Annulments annulments;
    private final Telling telling;
    private final Messages messages;
    private final Country country;
    private final Audit audit;
    private final JsonMapper json;

    DeskController(
            People people,
            LifeEvents events,
            Annulments annulments,
            Telling telling,
            Messages messages,
            Country country,
            Audit audit,
            JsonMapper json) {
        this.people = people;
        this.events = events;
        this.annulments = annulments;
        this.telling = telling;
        this.messages = messages;
        this.country = country;
        this.audit = audit;
        this.json = json;
    }

    @Allows(
            roles = {Role.REGISTRAR, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.REGISTER_READ)
    @GetMapping(PATH)
    Html show(
            @RequestParam(defaultValue = "") String number,
            @RequestParam(defaultValue = "") String done,
            Actor actor,
            Locale locale) {
        requireDesk(actor);
        return page(number, Map.of(), actor, locale).with("done", DONE.contains(done) ? done : null);
    }

    private static void requireDesk(Actor actor) {
        if (!Annulments.mayKeep(actor, AGENCY)) {
            throw new Problem(Problem.Kind.FORBIDDEN, "access.problem.role");
        }
    }

    private Html page(String typed, Map<String, String> errors, Actor actor, Locale locale) {
        Optional<Person> found = PersonNumber.parse(typed).flatMap(people::find);
        Map<String, String> all = new LinkedHashMap<>(errors);
        if (!typed.isBlank() && found.isEmpty()) {
            all.put("number", messages.text(locale, "identity.desk.none"));
        }
        found.ifPresent(person -> audit.record(actor.doesFor(
                AGENCY, AuditEvent.REGISTER_READ, person.number(), null, null, Map.of("record", "identity.person"))));
        return Html.of("identity/desk")
                .with("number", typed)
                .with("person", found.map(this::shown).orElse(null))
                .with("waiting", waiting(actor))
                .errors(all);
    }

    private DeskPage shown(Person person) {
        List<LifeEvents.Told> told = events.of(person.number());
        return new DeskPage(
                person.number().grouped(),
                person.name(),
                person.birthDate(),
                person.status().name(),
                events.death(person.number())
                        .filter(death -> death.source().equals(AGENCY))
                        .filter(death -> annulments.waiting(AGENCY).stream()
                                .noneMatch(one -> one.event().equals(death.event())))
                        .isPresent(),
                told.stream()
                        .map(one -> new DeskPage.Told(
                                one.kind().name(),
                                one.on(),
                                one.reference(),
                                country.nameOf(one.source()),
                                one.toldByName(),
                                one.receivedAt(),
                                ENDS.contains(one.kind()) ? "" : words(one.before()),
                                ENDS.contains(one.kind()) ? "" : words(one.after()),
                                one.applied(),
                                one.annulledAt()))
                        .toList());
    }

    private static String words(JsonNode node) {
        return node.properties().stream()
                .filter(member -> !member.getValue().isNull())
                .map(member -> member.getValue().isObject()
                        ? words(member.getValue())
                        : member.getValue().asString())
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private List<DeskPage.Waiting> waiting(Actor actor) {
        return annulments.waiting(AGENCY).stream()
                .map(one -> new DeskPage.Waiting(
                        one.id().toString(),
                        one.person().grouped(),
                        people.find(one.person()).orElseThrow().name(),
                        one.ground(),
                        one.document(),
                        one.proposedByName(),
                        one.proposedAt(),
                        one.proposedBy().equals(actor.number())))
                .toList();
    }

    @Allows(
            roles = {Role.REGISTRAR, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.REGISTER_TOLD)
    @PostMapping(PATH + "/death")
    Object death(@RequestParam Map<String, String> form, Actor actor, Locale locale) {
        requireDesk(actor);
        String number = form.getOrDefault("number", "");
        String reference = form.getOrDefault("reference", "").strip();
        Optional<PersonNumber> person = PersonNumber.parse(number);
        try {
            telling.tell(new Message(
                    LifeEvents.SERVICE,
                    AGENCY,
                    LifeEvent.Kind.DEATH.purpose(),
                    person.orElse(null),
                    actor.number(),
                    actor.name(),
                    locale,
                    json.createObjectNode()
                            // The entry is the event: sent twice it is the same.
                            .put("event", "death:" + reference)
                            .put("reference", reference)
                            .put("on", day(form))
                            .put("person", person.map(PersonNumber::digits).orElse(number))));
        } catch (Problem wrong) {
            if (wrong.kind() != Problem.Kind.INVALID) {
                throw wrong;
            }
            Map<String, String> errors = new LinkedHashMap<>();
            wrong.fields().forEach(fault -> errors.putIfAbsent(field(fault.field()), fault.message()));
            return page(number, errors, actor, locale).with("form", form);
        }
        return "redirect:" + PATH + "?number="
                + person.map(PersonNumber::digits).orElse("") + "&done=death.done";
    }

    private static String field(String pointer) {
        return switch (pointer) {
            case "/on" -> "on";
            case "/person" -> "number";
            default -> "reference";
        };
    }

    private static String day(Map<String, String> form) {
        try {
            return String.format(
                    Locale.ROOT,
                    "%04d-%02d-%02d",
                    Integer.parseInt(form.getOrDefault("on.year", "").strip()),
                    Integer.parseInt(form.getOrDefault("on.month", "").strip()),
                    Integer.parseInt(form.getOrDefault("on.day", "").strip()));
        } catch (NumberFormatException e) {
            return "";
        }
    }

    @Allows(
            roles = {Role.REGISTRAR, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.ANNULMENT_PROPOSED)
    @PostMapping(PATH + "/annulments")
    Object propose(
            @RequestParam(defaultValue = "") String number,
            @RequestParam(defaultValue = "") String ground,
            @RequestParam(defaultValue = "") String document,
            Actor actor,
            Locale locale) {
        requireDesk(actor);
        Optional<PersonNumber> person = PersonNumber.parse(number);
        Map<String, String> errors = new LinkedHashMap<>();
        if (ground.isBlank() || ground.length() > LONGEST_GROUND) {
            errors.put("ground", messages.text(locale, "identity.desk.annul.ground-wrong"));
        }
        if (document.isBlank() || document.length() > LONGEST_DOCUMENT) {
            errors.put("document", messages.text(locale, "identity.desk.annul.document-wrong"));
        }
        if (person.isEmpty() || !errors.isEmpty()) {
            return page(number, errors, actor, locale).with("form", Map.of("ground", ground, "document", document));
        }
        annulments.propose(person.get(), ground.strip(), document.strip(), actor);
        return "redirect:" + PATH + "?number=" + person.get().digits() + "&done=annul.asked";
    }

    @Allows(
            roles = {Role.REGISTRAR, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.ANNULMENT_DECIDED)
    @PostMapping(PATH + "/annulments/{id}/approve")
    String approve(@PathVariable UUID id, Actor actor) {
        requireDesk(actor);
        annulments.decide(id, true, actor);
        return "redirect:" + PATH + "?done=annul.done";
    }

    @Allows(
            roles = {Role.REGISTRAR, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.ANNULMENT_DECIDED)
    @PostMapping(PATH + "/annulments/{id}/decline")
    String decline(@PathVariable UUID id, Actor actor) {
        requireDesk(actor);
        annulments.decide(id, false, actor);
        return "redirect:" + PATH + "?done=annul.done";
    }
}
