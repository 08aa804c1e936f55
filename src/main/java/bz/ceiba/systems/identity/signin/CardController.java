package bz.ceiba.systems.identity.signin;

import static bz.ceiba.systems.identity.signin.SignInAnswers.page;
import static bz.ceiba.systems.identity.signin.SignInAnswers.redirect;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.PublicPage;
import bz.ceiba.systems.identity.register.People;
import bz.ceiba.systems.identity.register.Person;
import bz.ceiba.systems.identity.signin.ProviderSession.Factor;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Cards: an assistant opens the sign-in, and whoever stands before him types or scans the card and types the PIN. */
@Controller
class CardController {
    private static final String DESK = "/identity/cards";
    private static final String CARD = "/identity/card";

    private final Cards cards;
    private final People people;
    private final OwnAuthenticators own;
    private final SignInAnswers answers;
    private final Clock clock;

    CardController(Cards cards, People people, OwnAuthenticators own, SignInAnswers answers, Clock clock) {
        this.cards = cards;
        this.people = people;
        this.own = own;
        this.answers = answers;
        this.clock = clock;
    }

    @Allows(roles = Role.ASSISTANT, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.CARD_SIGN_IN_OPENED)
    @GetMapping(DESK)
    Html desk(Actor actor, @RequestParam(defaultValue = "false") boolean ended) {
        Counter.requireDesk(actor);
        return Html.of("identity/cards").with("ended", ended);
    }

    /** Shown once: the digits are kept as a MAC. */
    @Allows(roles = Role.ASSISTANT, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.CARD_SIGN_IN_OPENED)
    @PostMapping(DESK + "/open")
    Html open(Actor actor) {
        Counter.requireDesk(actor);
        cards.admitOpening(actor);
        return Html.of("identity/cards").with("code", cards.open(actor)).with("minutes", Cards.OPEN.toMinutes());
    }

    /** Ending a card lets nobody in, so one assistant may; the person is told. */
    @Allows(roles = Role.ASSISTANT, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.CARD_CHANGED)
    @PostMapping(DESK + "/end")
    Object end(@RequestParam(defaultValue = "") String number, Actor actor, HttpServletRequest request) {
        Counter.requireDesk(actor);
        boolean ended = PersonNumber.parse(number)
                .flatMap(people::find)
                .filter(person -> cards.end(
                        person,
                        actor.doesFor(
                                Counter.AGENCY,
                                AuditEvent.CARD_CHANGED,
                                person.number(),
                                null,
                                null,
                                Map.of("change", "ended"))))
                .isPresent();
        return ended
                ? "redirect:" + DESK + "?ended=true"
                : Html.of("identity/cards")
                        .with("number", number)
                        .with("errors", Map.of("number", answers.text(request, "identity.cards.none")))
                        .status(422);
    }

    @PublicPage
    @GetMapping(CARD)
    Html card(HttpServletRequest request) {
        return page("identity/card", Wanted.of(request), Map.of());
    }

    @PublicPage
    @PostMapping(CARD)
    Object signIn(
            @RequestParam(defaultValue = "") String opening,
            @RequestParam(defaultValue = "") String card,
            @RequestParam(defaultValue = "") String pin,
            HttpServletRequest request,
            HttpServletResponse response) {
        cards.admit(request.getRemoteAddr());
        Wanted wanted = Wanted.of(request);
        Cards.Outcome outcome = cards.signIn(digits(opening), card, pin);
        if (outcome instanceof Cards.Outcome.Right(Person person)) {
            return answers.done(person, Assurance.SUBSTANTIAL, List.of(Factor.CARD), wanted, request, response);
        }
        return page("identity/card", wanted, errors(outcome, request))
                .with("opening", opening)
                .status(422);
    }

    @PublicPage
    @GetMapping(CARD + "/pin")
    Html pinPage(HttpServletRequest request) {
        return page("identity/pin", Wanted.of(request), Map.of());
    }

    @PublicPage
    @PostMapping(CARD + "/pin")
    Html changePin(
            @RequestParam(defaultValue = "") String opening,
            @RequestParam(defaultValue = "") String card,
            @RequestParam(defaultValue = "") String pin,
            @RequestParam(defaultValue = "") String next,
            @RequestParam(defaultValue = "") String again,
            HttpServletRequest request) {
        cards.admit(request.getRemoteAddr());
        Wanted wanted = Wanted.of(request);
        Optional<String> wrong = wrongPin(next, again);
        if (wrong.isPresent()) {
            return page("identity/pin", wanted, Map.of("next", answers.text(request, "identity.pin." + wrong.get())))
                    .with("opening", opening)
                    .status(422);
        }
        Cards.Outcome outcome = cards.changePin(digits(opening), card, pin, next);
        return outcome instanceof Cards.Outcome.Right
                ? page("identity/pin", wanted, Map.of()).with("done", true)
                : page("identity/pin", wanted, errors(outcome, request))
                        .with("opening", opening)
                        .status(422);
    }

    private static String digits(String typed) {
        return typed.replaceAll("[\\s-]", "");
    }

    private Map<String, String> errors(Cards.Outcome outcome, HttpServletRequest request) {
        return switch (outcome) {
            case Cards.Outcome.NotOpened none -> Map.of("opening", answers.text(request, "identity.card.not-opened"));
            case Cards.Outcome.Wrong wrong -> Map.of("pin", answers.text(request, "identity.card.wrong"));
            case Cards.Outcome.Wait wait ->
                Map.of("pin", answers.text(request, "identity.card.wait", minutes(wait.until())));
            case Cards.Outcome.Right right -> throw new IllegalStateException("nothing is wrong");
        };
    }

    private long minutes(Instant until) {
        return Duration.between(clock.instant(), until).toMinutes() + 1;
    }

    /** Why nobody may choose this PIN, as the last part of a message key. */
    static Optional<String> wrongPin(String pin, String again) {
        if (!CardPins.isGood(pin)) {
            return Optional.of("weak");
        }
        return pin.equals(again) ? Optional.empty() : Optional.of("differs");
    }

    /** In groups of five. */
    static String grouped(String secret) {
        return secret.replaceAll("(.{5})(?=.)", "$1 ");
    }

    /** He himself ends his card. */
    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            audit = AuditEvent.CARD_CHANGED)
    @PostMapping(CARD + "/end")
    Object endMine(Actor actor, HttpServletRequest request) {
        Person person = own.himself(actor);
        if (!own.mayChange(person, request)) {
            return own.signInFirst(person, "/identity/passkeys");
        }
        if (!cards.end(person, Cards.own(person, "ended"))) {
            throw new Problem(Problem.Kind.NOT_FOUND, "web.problem.not-found");
        }
        return redirect("/identity/passkeys");
    }
}
