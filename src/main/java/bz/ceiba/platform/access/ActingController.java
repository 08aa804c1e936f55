package bz.ceiba.platform.access;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.Option;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.support.RequestContextUtils;

/** For whom one may act: choosing one, and an assistant's way to a citizen's consent. */
@Controller
class ActingController {
    private static final String PATH = "/access/acting";

    private final ActForSomebody acting;
    private final ActingFor actingFor;
    private final Confirmations confirmations;
    private final Visits visits;
    private final PastSessions pastSessions;
    private final HeldPosts heldPosts;
    private final Country country;
    private final Messages messages;
    private final Audit audit;

    ActingController(
            ActForSomebody acting,
            ActingFor actingFor,
            Confirmations confirmations,
            Visits visits,
            PastSessions pastSessions,
            HeldPosts heldPosts,
            Country country,
            Messages messages,
            Audit audit) {
        this.acting = acting;
        this.actingFor = actingFor;
        this.confirmations = confirmations;
        this.visits = visits;
        this.pastSessions = pastSessions;
        this.heldPosts = heldPosts;
        this.country = country;
        this.messages = messages;
        this.audit = audit;
    }

    @GetMapping(PATH)
    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.ANY,
            audit = AuditEvent.OWN_DATA_READ)
    Html page(Actor actor, HttpServletRequest request) {
        audit.record(actor.does(AuditEvent.OWN_DATA_READ, null, Map.of("page", "acting")));
        Actor.Represented represented = actor.actingFor();
        return represented == null
                ? form(actor, "", "", Map.of(), request)
                : Html.of("access/acting-now")
                        .with("choice", choice(represented.mandates(), RequestContextUtils.getLocale(request), actor));
    }

    /** Begins to act by a right that is there, without anybody's code. */
    @PostMapping(PATH + "/begin")
    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.ANY,
            audit = AuditEvent.ACTING_BEGUN)
    ResponseEntity<Void> choose(
            Actor actor, @RequestParam(defaultValue = "") String number, HttpServletRequest request) {
        PersonNumber chosen = PersonNumber.parse(number).orElseThrow(ActingController::mayNot);
        List<Mandate> mandates = actingFor.between(actor.person(), chosen);
        if (mandates.isEmpty()) {
            audit.record(actor.does(AuditEvent.ACCESS_REFUSED, null, Map.of("action", PATH, "reason", "mandate")));
            throw mayNot();
        }
        stop(actor);
        Actor.Represented represented =
                new Actor.Represented(chosen.digits(), mandates.getFirst().representedName(), mandates);
        begin(request, represented);
        audit.record(visits.actor(request).orElseThrow().does(AuditEvent.ACTING_BEGUN, null, Map.of()));
        return redirect(heldPosts.of(request).isPresent() ? HeldPosts.PAGE : "/portal/mine");
    }

    private static Problem mayNot() {
        return new Problem(Problem.Kind.FORBIDDEN, "access.problem.mandate");
    }

    /** What one reads of those for whom he may act, of each once. */
    private List<ActingChoice> choices(Actor actor, Locale locale) {
        return actingFor.of(actor.person()).stream()
                .collect(Collectors.groupingBy(Mandate::represented, LinkedHashMap::new, Collectors.toList()))
                .values()
                .stream()
                .map(mandates -> choice(mandates, locale, actor))
                .toList();
    }

    private ActingChoice choice(List<Mandate> mandates, Locale locale, Actor actor) {
        Mandate first = mandates.getFirst();
        List<Confirmations.Waiting> waiting = confirmations.waiting(new PersonNumber(first.represented())).stream()
                .filter(one -> !one.askedBy().equals(actor.number()))
                .filter(one -> mandates.stream().anyMatch(mandate -> mandate.covers(one.matter())))
                .toList();
        return new ActingChoice(
                first.represented(),
                first.representedName(),
                mandates.stream()
                        .map(mandate -> MandateWords.of(mandate, messages, locale))
                        .toList(),
                waiting);
    }

    @PostMapping(PATH)
    @Allows(roles = Role.ASSISTANT, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.REPRESENTATION_GIVEN)
    Object ask(
            Actor actor,
            @RequestParam(defaultValue = "") String number,
            @RequestParam(defaultValue = "") String centre,
            HttpServletRequest request) {
        Optional<PersonNumber> citizen = PersonNumber.parse(number);
        Optional<String> place = centres().stream()
                .filter(option -> option.value().equals(centre))
                .map(Option::label)
                .findFirst();
        Map<String, String> errors = new LinkedHashMap<>();
        if (citizen.isEmpty()) {
            errors.put("number", text(request, "access.acting.number.wrong"));
        }
        if (place.isEmpty() || centre.isEmpty()) {
            errors.put("centre", text(request, "access.acting.centre.missing"));
        }
        if (citizen.isEmpty() || place.isEmpty() || !errors.isEmpty()) {
            return form(actor, number, centre, errors, request).status(422);
        }
        acting.admit(actor, citizen.get());
        UUID id = acting.ask(actor, citizen.get(), text(request, "access.acting.centre.name", place.get()));
        return redirect(PATH + "/code?id=" + id);
    }

    @GetMapping(PATH + "/code")
    @Allows(roles = Role.ASSISTANT, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.REPRESENTATION_GIVEN)
    Html codePage(@RequestParam UUID id) {
        return Html.of("access/acting-code").with("id", id.toString()).with("errors", Map.of());
    }

    @PostMapping(PATH + "/code")
    @Allows(roles = Role.ASSISTANT, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.REPRESENTATION_GIVEN)
    Object give(
            Actor actor,
            @RequestParam UUID id,
            @RequestParam(defaultValue = "") String code,
            HttpServletRequest request) {
        return switch (acting.give(actor, id, code.replaceAll("[\\s-]", ""))) {
            case ActForSomebody.Outcome.Wrong wrong ->
                Html.of("access/acting-code")
                        .with("id", id.toString())
                        .with("errors", Map.of("code", text(request, "access.acting.code.wrong", wrong.triesLeft())))
                        .status(422);
            case ActForSomebody.Outcome.Over over ->
                form(actor, "", "", Map.of("number", text(request, "access.acting.code.over")), request)
                        .status(422);
            case ActForSomebody.Outcome.Given given -> {
                begin(request, given.represented());
                yield redirect(heldPosts.of(request).isPresent() ? HeldPosts.PAGE : "/portal/mine");
            }
        };
    }

    private void begin(HttpServletRequest request, Actor.Represented represented) {
        Visit visit = visits.of(request).orElseThrow();
        visits.keep(request, visit.acting(represented));
        pastSessions.note(request.getSession().getId(), visit.actor().person(), new PersonNumber(represented.number()));
    }

    @PostMapping(PATH + "/end")
    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.ANY,
            audit = AuditEvent.ACTING_STOPPED)
    ResponseEntity<Void> end(Actor actor, HttpServletRequest request) {
        if (actor.actingFor() != null) {
            stop(actor);
            Visit visit = visits.of(request).orElseThrow();
            visits.keep(request, visit.acting(null));
            pastSessions.note(request.getSession().getId(), visit.actor().person(), null);
        }
        return redirect(PATH);
    }

    /** A citizen's consent at a centre ends with it; every other right stays. */
    private void stop(Actor actor) {
        Actor.Represented represented = actor.actingFor();
        if (represented != null) {
            acting.end(actor, represented);
            audit.record(actor.does(AuditEvent.ACTING_STOPPED, null, Map.of()));
        }
    }

    private Html form(
            Actor actor, String number, String centre, Map<String, String> errors, HttpServletRequest request) {
        return Html.of("access/acting")
                .with("choices", choices(actor, RequestContextUtils.getLocale(request)))
                .with("assists", actor.agencyAs(Role.ASSISTANT).isPresent())
                .with("number", number)
                .with("centre", centre)
                .with("centres", centres())
                .with("errors", errors);
    }

    private List<Option> centres() {
        List<Option> centres = new ArrayList<>(List.of(new Option("", "")));
        country.districts().stream()
                .flatMap(district -> district.towns().stream())
                .map(town -> new Option(town.id(), town.name()))
                .forEach(centres::add);
        return centres;
    }

    private String text(HttpServletRequest request, String key, Object... arguments) {
        return messages.text(RequestContextUtils.getLocale(request), key, arguments);
    }

    private static ResponseEntity<Void> redirect(String path) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .header(HttpHeaders.LOCATION, path)
                .build();
    }
}
