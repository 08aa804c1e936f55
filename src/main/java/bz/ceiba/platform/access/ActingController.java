package bz.ceiba.platform.access;

import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.Option;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.support.RequestContextUtils;

/** An assistant's pages for acting on a citizen's behalf. */
@Controller
class ActingController {
    private static final String PATH = "/access/acting";

    private final ActForSomebody acting;
    private final Visits visits;
    private final PastSessions pastSessions;
    private final HeldPosts heldPosts;
    private final Country country;
    private final Messages messages;

    ActingController(
            ActForSomebody acting,
            Visits visits,
            PastSessions pastSessions,
            HeldPosts heldPosts,
            Country country,
            Messages messages) {
        this.acting = acting;
        this.visits = visits;
        this.pastSessions = pastSessions;
        this.heldPosts = heldPosts;
        this.country = country;
        this.messages = messages;
    }

    @GetMapping(PATH)
    @Allows(roles = Role.ASSISTANT, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.REPRESENTATION_GIVEN)
    Html page(Actor actor) {
        Actor.Represented represented = actor.actingFor();
        return represented == null
                ? form("", "", Map.of())
                : Html.of("access/acting-now").with("name", represented.name());
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
            return form(number, centre, errors).status(422);
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
                form("", "", Map.of("number", text(request, "access.acting.code.over")))
                        .status(422);
            case ActForSomebody.Outcome.Given given -> {
                begin(request, given);
                yield redirect(heldPosts.of(request).isPresent() ? HeldPosts.PAGE : "/portal/mine");
            }
        };
    }

    private void begin(HttpServletRequest request, ActForSomebody.Outcome.Given given) {
        Visit visit = visits.of(request).orElseThrow();
        visits.keep(request, visit.acting(given.represented(), given.until()));
        pastSessions.note(
                request.getSession().getId(),
                visit.actor().person(),
                new PersonNumber(given.represented().number()));
    }

    @PostMapping(PATH + "/end")
    @Allows(roles = Role.ASSISTANT, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.REPRESENTATION_ENDED)
    ResponseEntity<Void> end(Actor actor, HttpServletRequest request) {
        Actor.Represented represented = actor.actingFor();
        if (represented != null) {
            acting.end(actor, represented);
            Visit visit = visits.of(request).orElseThrow();
            visits.keep(request, visit.acting(null, null));
            pastSessions.note(request.getSession().getId(), visit.actor().person(), null);
        }
        return redirect(PATH);
    }

    private Html form(String number, String centre, Map<String, String> errors) {
        return Html.of("access/acting")
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
