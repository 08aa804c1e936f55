package bz.ceiba.systems.identity.signin;

import static bz.ceiba.systems.identity.signin.SignInAnswers.CHALLENGE;
import static bz.ceiba.systems.identity.signin.SignInAnswers.PASSKEY;
import static bz.ceiba.systems.identity.signin.SignInAnswers.PATH;
import static bz.ceiba.systems.identity.signin.SignInAnswers.page;
import static bz.ceiba.systems.identity.signin.SignInAnswers.redirect;
import static bz.ceiba.systems.identity.signin.SignInAnswers.startAgain;

import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.PublicPage;
import bz.ceiba.systems.identity.register.People;
import bz.ceiba.systems.identity.register.Person;
import bz.ceiba.systems.identity.signin.ProviderSession.Factor;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

/** Signing in with a passkey, alone or after the code, and what else raises a sign-in to the level that is wanted. */
@Controller
@PublicPage
class SecondFactorController {
    private final SignIn signIn;
    private final SecondFactors second;
    private final SignInAnswers answers;
    private final ProviderSession session;
    private final Passkeys passkeys;
    private final Authenticators authenticators;
    private final People people;

    SecondFactorController(
            SignIn signIn,
            SecondFactors second,
            SignInAnswers answers,
            ProviderSession session,
            Passkeys passkeys,
            Authenticators authenticators,
            People people) {
        this.signIn = signIn;
        this.second = second;
        this.answers = answers;
        this.session = session;
        this.passkeys = passkeys;
        this.authenticators = authenticators;
        this.people = people;
    }

    /** Asks for what is missing: after a code, or of somebody who is signed in at a lower level. */
    @GetMapping(PATH + "/more")
    Object more(@CookieValue(name = CHALLENGE, defaultValue = "") String cookie, HttpServletRequest request) {
        Wanted wanted = Wanted.of(request);
        Optional<Person> coming = second.awaitsSecond(cookie);
        if (coming.isPresent()) {
            return ways(coming.get(), cookie, wanted, Map.of());
        }
        Optional<Authentication> who = session.of(request);
        Optional<Person> person = session.person(request).flatMap(people::find);
        if (who.isEmpty() || person.isEmpty()) {
            return startAgain(wanted);
        }
        return answers.suffices(who.get(), wanted)
                ? redirect(wanted.goOn())
                : ways(person.get(), null, wanted, Map.of());
    }

    /**
     * @param cookie the cookie of one who has just typed the code and is not in yet, or null
     */
    private Html ways(Person person, @Nullable String cookie, Wanted wanted, Map<String, String> errors) {
        boolean coming = cookie != null;
        Optional<SecondFactors.Unusual> unusual = cookie == null ? Optional.empty() : second.unusual(cookie, person);
        Authenticators.Of with = authenticators.of(person);
        Assurance needed = coming ? Assurance.LOW : wanted.level();
        boolean passkey = with.passkeys().stream()
                .anyMatch(one -> authenticators.level(one).reaches(needed));
        boolean password = with.password()
                && Assurance.SUBSTANTIAL.reaches(needed)
                && (coming || !authenticators.staffNeedPasskey());
        boolean code = !coming && wanted.fresh() && wanted.level() == Assurance.LOW;
        Optional<Boolean> other = with.staff() ? Optional.empty() : unusual.flatMap(SecondFactors.Unusual::byMail);
        if (coming && !passkey && !password && other.isEmpty()) {
            return page("identity/unusual", wanted, errors)
                    .with("signals", names(unusual))
                    .with("hours", Risks.WINDOW.toHours());
        }
        if (!passkey && !password && !code && other.isEmpty()) {
            boolean waits = !with.passkeys().isEmpty() && needed == Assurance.SUBSTANTIAL;
            return page("identity/unreachable", wanted, errors)
                    .with("person", person.name())
                    .with("waits", waits)
                    .with("staff", with.staff());
        }
        return page("identity/more", wanted, errors)
                .with("person", person.name())
                .with("coming", coming)
                .with("passkey", passkey)
                .with("password", password)
                .with("signals", with.staff() ? List.of() : names(unusual))
                .with("other", other.map(byMail -> byMail ? "mail" : "sms").orElse(null))
                .with("code", code);
    }

    private static List<String> names(Optional<SecondFactors.Unusual> unusual) {
        return unusual.map(known -> known.signals().stream()
                        .map(signal -> signal.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                        .sorted()
                        .toList())
                .orElse(List.of());
    }

    /** What the browser gives to the authenticator. */
    @PostMapping(PATH + "/passkey/options")
    @ResponseBody
    Map<String, Object> options(
            @RequestParam(defaultValue = "false") boolean bound,
            @CookieValue(name = CHALLENGE, defaultValue = "") String cookie,
            HttpServletRequest request,
            HttpServletResponse response) {
        Optional<Person> person = bound ? bound(cookie, request) : Optional.empty();
        if (bound && person.isEmpty()) {
            throw new Problem(Problem.Kind.GONE, "identity.problem.sign-in-over");
        }
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        return passkeys.beginUsing(
                person.orElse(null), answers.passkeyCookie(request, response), request.getRemoteAddr());
    }

    @PostMapping(PATH + "/passkey")
    Object passkey(
            @RequestParam(defaultValue = "") String credential,
            @RequestParam(defaultValue = "false") boolean bound,
            @CookieValue(name = CHALLENGE, defaultValue = "") String cookie,
            @CookieValue(name = PASSKEY, defaultValue = "") String browser,
            HttpServletRequest request,
            HttpServletResponse response) {
        signIn.admitTry(request.getRemoteAddr());
        Wanted wanted = Wanted.of(request);
        Optional<Person> person = bound ? bound(cookie, request) : Optional.empty();
        if (bound && person.isEmpty()) {
            return startAgain(wanted);
        }
        boolean coming = second.awaitsSecond(cookie).isPresent();
        return switch (second.passkey(cookie, browser, credential, person.orElse(null))) {
            case Passkeys.Outcome.Known known ->
                answers.done(
                        known.person(),
                        known.level(),
                        bound && coming ? List.of(Factor.CODE, Factor.PASSKEY) : List.of(Factor.PASSKEY),
                        wanted,
                        request,
                        response);
            case Passkeys.Outcome.Refused refused -> {
                Map<String, String> errors =
                        Map.of("passkey", answers.text(request, "identity.passkey." + refused.why()));
                yield person.map(whose -> ways(whose, coming ? cookie : null, wanted, errors))
                        .orElseGet(() -> page("identity/passkey", wanted, errors))
                        .status(422);
            }
        };
    }

    private Optional<Person> bound(String cookie, HttpServletRequest request) {
        return second.awaitsSecond(cookie).or(() -> session.person(request).flatMap(people::find));
    }

    /** A member of staff without a passkey, who has typed code and password. */
    @GetMapping(PATH + "/first-passkey")
    Object first(@CookieValue(name = CHALLENGE, defaultValue = "") String cookie, HttpServletRequest request) {
        Wanted wanted = Wanted.of(request);
        return second.awaitsPasskey(cookie).isPresent() ? firstPage(wanted, Map.of(), request) : startAgain(wanted);
    }

    private static Html firstPage(Wanted wanted, Map<String, String> errors, HttpServletRequest request) {
        return page("identity/first-passkey", wanted, errors)
                .with("name", DeviceName.of(request.getHeader(HttpHeaders.USER_AGENT)));
    }

    @PostMapping(PATH + "/first-passkey/options")
    @ResponseBody
    Map<String, Object> firstOptions(
            @CookieValue(name = CHALLENGE, defaultValue = "") String cookie,
            HttpServletRequest request,
            HttpServletResponse response) {
        Person person = second.awaitsPasskey(cookie)
                .orElseThrow(() -> new Problem(Problem.Kind.GONE, "identity.problem.sign-in-over"));
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        return passkeys.beginMaking(person, answers.passkeyCookie(request, response), request.getRemoteAddr());
    }

    @PostMapping(PATH + "/first-passkey")
    Object makeFirst(
            @RequestParam(defaultValue = "") String credential,
            @RequestParam(defaultValue = "") String name,
            @CookieValue(name = CHALLENGE, defaultValue = "") String cookie,
            @CookieValue(name = PASSKEY, defaultValue = "") String browser,
            HttpServletRequest request,
            HttpServletResponse response) {
        signIn.admitTry(request.getRemoteAddr());
        Wanted wanted = Wanted.of(request);
        Optional<Person> person = second.awaitsPasskey(cookie);
        if (person.isEmpty()) {
            return startAgain(wanted);
        }
        String called = PasskeyController.cleaned(name, request);
        Optional<String> why = second.firstPasskey(person.get(), cookie, browser, credential, called);
        if (why.isPresent()) {
            return firstPage(wanted, Map.of("passkey", answers.text(request, "identity.passkey." + why.get())), request)
                    .status(422);
        }
        return answers.done(
                person.get(),
                Assurance.SUBSTANTIAL,
                List.of(Factor.CODE, Factor.PASSWORD, Factor.PASSKEY),
                wanted,
                request,
                response);
    }
}
