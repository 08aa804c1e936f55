package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Matter;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.Option;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** A person's own number: lock, unlock, virtual numbers; and the desk at a centre for who lost his. */
@Controller
class OwnNumberController {
    private static final String PATH = "/identity/number";
    private static final List<String> EVIDENCE = List.of("passport", "social-security", "licence");

    private final OwnNumber numbers;
    private final Messages messages;

    OwnNumberController(OwnNumber numbers, Messages messages) {
        this.numbers = numbers;
        this.messages = messages;
    }

    /** How long a virtual number is to work. */
    private enum Life {
        DAY(Duration.ofDays(1)),
        MONTH(Duration.ofDays(30)),
        LASTING(null);

        private final @Nullable Duration length;

        Life(@Nullable Duration length) {
            this.length = length;
        }

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.OWN,
            audit = AuditEvent.OWN_DATA_READ)
    @GetMapping(PATH)
    Html show(@RequestParam(defaultValue = "false") boolean made, Actor actor, Locale locale) {
        return page(actor, locale).with("made", made);
    }

    private Html page(Actor actor, Locale locale) {
        OwnNumber.Standing standing = numbers.of(actor);
        return Html.of("identity/own")
                .with(
                        "own",
                        new OwnNumberPage(
                                actor.person().grouped(),
                                standing.lockedAt(),
                                standing.virtual().stream()
                                        .map(held -> new OwnNumberPage.Virtual(
                                                held.number().grouped(), held.until()))
                                        .toList()))
                .with(
                        "lives",
                        Arrays.stream(Life.values())
                                .map(life ->
                                        new Option(life.id(), messages.text(locale, "identity.own.life." + life.id())))
                                .toList());
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.OWN,
            audit = AuditEvent.VIRTUAL_NUMBER_MADE)
    @PostMapping(PATH + "/virtual")
    Object make(@RequestParam(defaultValue = "") String life, Actor actor, Locale locale) {
        Optional<Life> chosen = Arrays.stream(Life.values())
                .filter(one -> one.id().equals(life))
                .findFirst();
        if (chosen.isEmpty()) {
            return page(actor, locale)
                    .with("errors", Map.of("life", messages.text(locale, "identity.own.life-missing")))
                    .status(422);
        }
        numbers.make(actor, chosen.get().length);
        return "redirect:" + PATH + "?made=true";
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.OWN,
            audit = AuditEvent.VIRTUAL_NUMBER_ENDED)
    @PostMapping(PATH + "/virtual/end")
    String end(@RequestParam(defaultValue = "") String number, Actor actor) {
        VirtualNumber ending = VirtualNumber.parse(number)
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "web.problem.not-found"));
        numbers.end(actor, ending);
        return "redirect:" + PATH;
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.OWN,
            audit = AuditEvent.NUMBER_LOCKED)
    @GetMapping(PATH + "/lock")
    Html lockPage() {
        return Html.of("identity/lock");
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.OWN,
            audit = AuditEvent.NUMBER_LOCKED)
    @PostMapping(PATH + "/lock")
    String lock(Actor actor) {
        numbers.lock(actor);
        return "redirect:" + PATH;
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.OWN,
            audit = AuditEvent.NUMBER_UNLOCKED)
    @PostMapping(PATH + "/unlock")
    String unlock(Actor actor) {
        numbers.unlock(actor);
        return "redirect:" + PATH;
    }

    @Allows(roles = Role.ASSISTANT, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.NUMBER_UNLOCKED)
    @GetMapping(PATH + "/centre")
    Html centre(Locale locale) {
        return desk(locale);
    }

    private Html desk(Locale locale) {
        return Html.of("identity/centre")
                .with(
                        "kinds",
                        EVIDENCE.stream()
                                .map(kind ->
                                        new Option(kind, messages.text(locale, "identity.centre.evidence." + kind)))
                                .toList());
    }

    @Allows(roles = Role.ASSISTANT, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.NUMBER_UNLOCKED)
    @PostMapping(PATH + "/centre")
    Html unlockFor(
            @RequestParam(defaultValue = "") String number,
            @RequestParam(defaultValue = "") String evidence,
            Actor actor,
            Locale locale) {
        Optional<PersonNumber> citizen = PersonNumber.parse(number);
        Map<String, String> errors = new LinkedHashMap<>();
        if (citizen.isEmpty()) {
            errors.put("number", messages.text(locale, "identity.centre.none"));
        }
        if (!EVIDENCE.contains(evidence)) {
            errors.put("evidence", messages.text(locale, "identity.centre.evidence-missing"));
        }
        if (errors.isEmpty() && !numbers.unlockFor(citizen.orElseThrow(), evidence, actor)) {
            errors.put("number", messages.text(locale, "identity.centre.none"));
        }
        if (!errors.isEmpty()) {
            return desk(locale)
                    .with("number", number)
                    .with("evidence", evidence)
                    .with("errors", errors)
                    .status(422);
        }
        return desk(locale).with("done", citizen.orElseThrow().grouped());
    }
}
