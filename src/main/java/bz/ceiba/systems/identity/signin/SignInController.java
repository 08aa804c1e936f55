package bz.ceiba.systems.identity.signin;

import static bz.ceiba.systems.identity.signin.SignInAnswers.CHALLENGE;
import static bz.ceiba.systems.identity.signin.SignInAnswers.PATH;
import static bz.ceiba.systems.identity.signin.SignInAnswers.page;
import static bz.ceiba.systems.identity.signin.SignInAnswers.redirect;
import static bz.ceiba.systems.identity.signin.SignInAnswers.startAgain;

import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.PublicPage;
import bz.ceiba.systems.identity.register.DemoPeople;
import bz.ceiba.systems.identity.register.People;
import bz.ceiba.systems.identity.register.Person;
import bz.ceiba.systems.identity.register.VirtualNumber;
import bz.ceiba.systems.identity.signin.SignIn.Outcome;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The provider's sign-in by number, code and password: one question a page, each a plain form. */
@Controller
@PublicPage
class SignInController {
    /** Longer than any number takes on a machine that has time, so that the clock does not tell whose it is. */
    private static final Duration EVENLY = Duration.ofMillis(25);

    private final SignIn signIn;
    private final SecondFactors second;
    private final SignInAnswers answers;
    private final ProviderSession session;
    private final People people;
    private final ObjectProvider<DemoPeople> demo;
    private final Authenticators authenticators;
    private final Clock clock;

    SignInController(
            SignIn signIn,
            SecondFactors second,
            SignInAnswers answers,
            ProviderSession session,
            People people,
            ObjectProvider<DemoPeople> demo,
            Authenticators authenticators,
            Clock clock) {
        this.signIn = signIn;
        this.second = second;
        this.answers = answers;
        this.session = session;
        this.people = people;
        this.demo = demo;
        this.authenticators = authenticators;
        this.clock = clock;
    }

    /** Who is signed in and asked for more is not asked for his number. */
    @GetMapping(PATH)
    Object number(@RequestParam(defaultValue = "") String number, HttpServletRequest request) {
        Wanted wanted = Wanted.of(request);
        Optional<Authentication> who = session.of(request);
        if (who.isPresent() && wanted.asked()) {
            return answers.suffices(who.get(), wanted)
                    ? redirect(wanted.goOn())
                    : redirect(PATH + "/more?" + wanted.query());
        }
        return numberPage(wanted, number, Map.of(), request);
    }

    @PostMapping(PATH)
    Object sendCode(@RequestParam(defaultValue = "") String number, HttpServletRequest request) {
        Wanted wanted = Wanted.of(request);
        Optional<PersonNumber> parsed = PersonNumber.parse(number);
        Optional<VirtualNumber> virtual = VirtualNumber.parse(number);
        if (parsed.isEmpty() && virtual.isEmpty()) {
            String error =
                    answers.text(request, number.isBlank() ? "identity.number.missing" : "identity.number.wrong");
            return numberPage(wanted, number, Map.of("number", error), request).status(422);
        }
        Instant begun = clock.instant();
        Client client = answers.client(request);
        String address = request.getRemoteAddr();
        String cookie;
        if (parsed.isPresent()) {
            signIn.admit(parsed.get(), client, address);
            cookie = signIn.begin(parsed.get());
        } else {
            signIn.admit(virtual.orElseThrow(), client, address);
            cookie = signIn.begin(virtual.orElseThrow());
        }
        evenly(begun);
        return codeSent(cookie, wanted);
    }

    /** Queuing a message, and telling the bearer of a locked number, takes a few milliseconds more than doing nothing. */
    private void evenly(Instant begun) {
        Duration left = Duration.between(clock.instant(), begun.plus(EVENLY));
        if (!left.isPositive()) {
            return;
        }
        try {
            Thread.sleep(left);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends a code to somebody who is signed in already and must show that it is still he. */
    @PostMapping(PATH + "/more/code")
    Object sendCodeAgain(HttpServletRequest request) {
        Wanted wanted = Wanted.of(request);
        Optional<Person> person = session.person(request).flatMap(people::find);
        if (person.isEmpty()) {
            return startAgain(wanted);
        }
        signIn.admitAgain(person.get().number(), answers.client(request));
        return codeSent(signIn.beginAgain(person.get()), wanted);
    }

    private ResponseEntity<Void> codeSent(String cookie, Wanted wanted) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .header(HttpHeaders.SET_COOKIE, answers.cookie(CHALLENGE, cookie, (int) SignIn.ENROLMENT.toSeconds()))
                .header(HttpHeaders.LOCATION, PATH + "/code?" + wanted.query())
                .build();
    }

    @GetMapping(PATH + "/code")
    Html code(HttpServletRequest request) {
        return codePage(request, Map.of());
    }

    private static Html codePage(HttpServletRequest request, Map<String, String> errors) {
        return page("identity/code", Wanted.of(request), errors)
                .with("mail", "true".equals(request.getParameter("mail")));
    }

    /** The page says the same whoever has the number, and whether he has an e-mail address. */
    @PostMapping(PATH + "/code/mail")
    Object mailCode(@CookieValue(name = CHALLENGE, defaultValue = "") String cookie, HttpServletRequest request) {
        signIn.admitTry(request.getRemoteAddr());
        Wanted wanted = Wanted.of(request);
        return signIn.byMail(cookie) ? redirect(PATH + "/code?mail=true&" + wanted.query()) : startAgain(wanted);
    }

    @PostMapping(PATH + "/code")
    Object checkCode(
            @RequestParam(defaultValue = "") String code,
            @CookieValue(name = CHALLENGE, defaultValue = "") String cookie,
            HttpServletRequest request,
            HttpServletResponse response) {
        signIn.admitTry(request.getRemoteAddr());
        Outcome outcome = signIn.code(cookie, code.replaceAll("[\\s-]", ""), answers.client(request));
        return answer(outcome, "code", request, response);
    }

    /** A second code to somebody whose sign-in is unusual. */
    @PostMapping(PATH + "/more/other")
    Object sendOther(@CookieValue(name = CHALLENGE, defaultValue = "") String cookie, HttpServletRequest request) {
        signIn.admitTry(request.getRemoteAddr());
        Wanted wanted = Wanted.of(request);
        return second.sendOther(cookie) ? redirect(PATH + "/other?" + wanted.query()) : startAgain(wanted);
    }

    @GetMapping(PATH + "/other")
    Object other(@CookieValue(name = CHALLENGE, defaultValue = "") String cookie, HttpServletRequest request) {
        Wanted wanted = Wanted.of(request);
        return second.awaitsSecond(cookie).isPresent() ? page("identity/other", wanted, Map.of()) : startAgain(wanted);
    }

    @PostMapping(PATH + "/other")
    Object checkOther(
            @RequestParam(defaultValue = "") String other,
            @CookieValue(name = CHALLENGE, defaultValue = "") String cookie,
            HttpServletRequest request,
            HttpServletResponse response) {
        signIn.admitTry(request.getRemoteAddr());
        Outcome outcome = second.other(cookie, other.replaceAll("[\\s-]", ""), answers.client(request));
        return answer(outcome, "other", request, response);
    }

    @GetMapping(PATH + "/password")
    Object password(@CookieValue(name = CHALLENGE, defaultValue = "") String cookie, HttpServletRequest request) {
        Wanted wanted = Wanted.of(request);
        boolean asked =
                second.awaitsSecond(cookie).isPresent() || session.of(request).isPresent();
        return asked ? page("identity/password", wanted, Map.of()) : startAgain(wanted);
    }

    @PostMapping(PATH + "/password")
    Object checkPassword(
            @RequestParam(defaultValue = "") String password,
            @CookieValue(name = CHALLENGE, defaultValue = "") String cookie,
            HttpServletRequest request,
            HttpServletResponse response) {
        signIn.admitTry(request.getRemoteAddr());
        Optional<Person> signedIn = second.awaitsSecond(cookie).isPresent()
                ? Optional.empty()
                : session.person(request).flatMap(people::find);
        Client client = answers.client(request);
        Outcome outcome = signedIn.isPresent()
                ? second.password(signedIn.get(), password, client)
                : second.password(cookie, password, client);
        return answer(outcome, "password", request, response);
    }

    private Object answer(Outcome outcome, String field, HttpServletRequest request, HttpServletResponse response) {
        Wanted wanted = Wanted.of(request);
        return switch (outcome) {
            case Outcome.Wrong wrong ->
                page(
                                "identity/" + field,
                                wanted,
                                Map.of(field, answers.text(request, "identity." + field + ".wrong", wrong.triesLeft())))
                        .with("mail", field.equals("code") ? "true".equals(request.getParameter("mail")) : null)
                        .status(422);
            case Outcome.Over over ->
                numberPage(wanted, "", Map.of("number", answers.text(request, "identity.code.over")), request)
                        .status(422);
            case Outcome.SecondNeeded needed ->
                redirect(PATH + (needed.with().passkeys().isEmpty() ? "/password?" : "/more?") + wanted.query());
            case Outcome.MoreNeeded needed -> redirect(PATH + "/more?" + wanted.query());
            case Outcome.PasskeyNeeded needed -> redirect(PATH + "/first-passkey?" + wanted.query());
            case Outcome.Done done ->
                answers.done(done.person(), done.assurance(), done.factors(), wanted, request, response);
        };
    }

    private Html numberPage(Wanted wanted, String number, Map<String, String> errors, HttpServletRequest request) {
        List<ShownAccount> accounts = demo.stream()
                .flatMap(people -> people.numbers().entrySet().stream())
                .map(account -> new ShownAccount(
                        account.getValue().grouped(),
                        account.getKey().fullName(),
                        answers.text(request, account.getKey().messageKey())))
                .toList();
        @Nullable
        String password = demo.stream().map(DemoPeople::password).findFirst().orElse(null);
        return page("identity/number", wanted, errors)
                .with("number", number)
                .with("accounts", accounts)
                .with("staffPasskey", authenticators.staffNeedPasskey())
                .with("demoPassword", password);
    }
}
