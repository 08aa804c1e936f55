package bz.ceiba.systems.identity.signin;

import static bz.ceiba.systems.identity.signin.SignInAnswers.page;
import static bz.ceiba.systems.identity.signin.SignInAnswers.redirect;

import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.RateLimits;
import bz.ceiba.platform.kernel.TravelDocuments;
import bz.ceiba.platform.kernel.TravelDocuments.Passport;
import bz.ceiba.platform.kernel.TravelDocuments.Reading;
import bz.ceiba.platform.kernel.VisitorRules;
import bz.ceiba.platform.notifications.Notices;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.PublicPage;
import bz.ceiba.platform.web.Urls;
import bz.ceiba.systems.identity.register.People;
import bz.ceiba.systems.identity.register.Person;
import bz.ceiba.systems.identity.register.RegisterVisitor;
import bz.ceiba.systems.identity.register.RegisterVisitor.Outcome;
import bz.ceiba.systems.identity.signin.ProviderSession.Factor;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** A visitor registers himself: his address, the code that was sent there, his passport; then he is signed in. */
@Controller
@PublicPage
class VisitorController {
    static final String PATH = "/identity/visitors";
    private static final String COOKIE = "ceiba_visitor";
    private static final Pattern EMAIL =
            Pattern.compile("[^\\s@<>\",;:\\\\]{1,64}@[A-Za-z0-9.-]{1,180}\\.[A-Za-z]{2,24}");
    private static final int LONGEST_ZONE = 500;

    private final VisitorProofs proofs;
    private final RegisterVisitor register;
    private final TravelDocuments documents;
    private final SignIn signIn;
    private final SignInAnswers answers;
    private final ProviderSession session;
    private final People people;
    private final RateLimits limits;
    private final Notices notices;
    private final Clock clock;
    private final String baseUrl;
    private final VisitorRules rules = VisitorRules.load();

    VisitorController(
            VisitorProofs proofs,
            RegisterVisitor register,
            TravelDocuments documents,
            SignIn signIn,
            SignInAnswers answers,
            ProviderSession session,
            People people,
            RateLimits limits,
            Notices notices,
            Clock clock,
            @Value("${ceiba.base-url}") String baseUrl) {
        this.proofs = proofs;
        this.register = register;
        this.documents = documents;
        this.signIn = signIn;
        this.answers = answers;
        this.session = session;
        this.people = people;
        this.limits = limits;
        this.notices = notices;
        this.clock = clock;
        this.baseUrl = baseUrl;
    }

    @GetMapping(PATH)
    Html email(HttpServletRequest request) {
        return page("identity/visitor", Wanted.of(request), Map.of());
    }

    @PostMapping(PATH)
    Object send(
            @RequestParam(defaultValue = "") String email,
            HttpServletRequest request,
            HttpServletResponse response,
            Locale locale) {
        Wanted wanted = Wanted.of(request);
        String plain = RegisterVisitor.plain(email);
        if (!EMAIL.matcher(plain).matches()) {
            return page(
                            "identity/visitor",
                            wanted,
                            Map.of("email", answers.text(request, "identity.visitor.email-wrong")))
                    .with("email", email)
                    .status(422);
        }
        proofs.admit(plain, request.getRemoteAddr());
        cookie(response, proofs.begin(plain, locale), (int) VisitorProofs.LIFE.toSeconds());
        return redirect(PATH + "/code?" + wanted.query());
    }

    private void cookie(HttpServletResponse response, String value, int seconds) {
        response.addHeader(HttpHeaders.SET_COOKIE, answers.cookie(COOKIE, value, seconds));
    }

    @GetMapping(PATH + "/code")
    Html code(HttpServletRequest request) {
        return page("identity/visitor-code", Wanted.of(request), Map.of());
    }

    @PostMapping(PATH + "/code")
    Object checkCode(
            @RequestParam(defaultValue = "") String code,
            @CookieValue(name = COOKIE, defaultValue = "") String cookie,
            HttpServletRequest request) {
        signIn.admitTry(request.getRemoteAddr());
        Wanted wanted = Wanted.of(request);
        Optional<Boolean> right = proofs.prove(cookie, code.replaceAll("[\\s-]", ""));
        if (right.isEmpty()) {
            return over(wanted, request);
        }
        return right.get()
                ? redirect(PATH + "/passport?" + wanted.query())
                : page(
                                "identity/visitor-code",
                                wanted,
                                Map.of("code", answers.text(request, "identity.visitor.code-wrong")))
                        .status(422);
    }

    private Html over(Wanted wanted, HttpServletRequest request) {
        return page("identity/visitor", wanted, Map.of("email", answers.text(request, "identity.visitor.over")))
                .status(422);
    }

    @GetMapping(PATH + "/passport")
    Object passport(@CookieValue(name = COOKIE, defaultValue = "") String cookie, HttpServletRequest request) {
        Wanted wanted = Wanted.of(request);
        return proofs.proved(cookie).isPresent()
                ? page("identity/visitor-passport", wanted, Map.of())
                : redirect(PATH + "?" + wanted.query());
    }

    @PostMapping(PATH + "/passport")
    Object register(
            @RequestParam(defaultValue = "") String zone,
            @CookieValue(name = COOKIE, defaultValue = "") String cookie,
            HttpServletRequest request,
            HttpServletResponse response,
            Locale locale) {
        signIn.admitTry(request.getRemoteAddr());
        Wanted wanted = Wanted.of(request);
        Optional<String> email = proofs.proved(cookie);
        if (email.isEmpty()) {
            return over(wanted, request);
        }
        Reading reading = documents.read(zone.length() > LONGEST_ZONE ? "" : zone, locale);
        Passport passport = reading.passport();
        if (passport == null) {
            return page("identity/visitor-passport", wanted, Map.of("zone", reading.fault()))
                    .with("zone", zone)
                    .status(422);
        }
        limits.count(
                "visitor-day:" + RateLimits.address(request.getRemoteAddr()),
                rules.perAddressAndDay(),
                Duration.ofDays(1));
        return switch (register.himself(passport, email.get(), locale.getLanguage())) {
            case Outcome.Entered entered -> {
                done(cookie, response);
                mail(entered.person(), locale);
                yield answers.done(
                        entered.person(),
                        Assurance.LOW,
                        List.of(Factor.CODE),
                        new Wanted(PATH + "/done?continue=" + Urls.encode(wanted.goOn()), Assurance.LOW, false, false),
                        request,
                        response);
            }
            case Outcome.Known known -> {
                done(cookie, response);
                mail(known.person(), locale);
                yield page("identity/visitor-known", wanted, Map.of());
            }
            case Outcome.AtTheDesk desk ->
                page("identity/visitor-desk", wanted, Map.of()).status(422);
        };
    }

    private void done(String cookie, HttpServletResponse response) {
        proofs.end(cookie);
        cookie(response, "", 0);
    }

    /** His number goes where only he reads it: whoever was registered before signs in with it, as surely as ever. */
    private void mail(Person person, Locale locale) {
        notices.sendLink(
                Optional.ofNullable(person.email()).orElseThrow(),
                answers.text(locale, "identity.visitor.mail-subject"),
                answers.text(
                        locale,
                        "identity.visitor.mail",
                        person.name(),
                        person.number().grouped(),
                        baseUrl + "/identity/sign-in?number=" + person.number().digits()),
                clock.instant().plus(Duration.ofDays(1)));
    }

    @GetMapping(PATH + "/done")
    Object registered(HttpServletRequest request) {
        Wanted wanted = Wanted.of(request);
        return session.person(request)
                .flatMap(people::find)
                .<Object>map(person -> page("identity/visitor-done", wanted, Map.of())
                        .with("name", person.name())
                        .with("number", person.number().grouped()))
                .orElseGet(() -> SignInAnswers.startAgain(wanted));
    }
}
