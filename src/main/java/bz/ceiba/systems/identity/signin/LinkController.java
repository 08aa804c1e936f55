package bz.ceiba.systems.identity.signin;

import static bz.ceiba.systems.identity.signin.SignInAnswers.PATH;
import static bz.ceiba.systems.identity.signin.SignInAnswers.page;
import static bz.ceiba.systems.identity.signin.SignInAnswers.redirect;
import static bz.ceiba.systems.identity.signin.SignInAnswers.startAgain;

import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.RateLimits;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.PublicPage;
import bz.ceiba.platform.web.Urls;
import bz.ceiba.systems.identity.register.People;
import bz.ceiba.systems.identity.register.Person;
import bz.ceiba.systems.identity.signin.ProviderSession.Factor;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

/** Signing in on one device with another one: the picture here, the question there. */
@Controller
@PublicPage
class LinkController {
    private static final String LINK = "ceiba_link";
    private static final String CONFIRM = "/identity/link";

    private final Links links;
    private final ProviderSession session;
    private final People people;
    private final SignInAnswers answers;
    private final String baseUrl;

    LinkController(
            Links links,
            ProviderSession session,
            People people,
            SignInAnswers answers,
            @Value("${ceiba.base-url}") String baseUrl) {
        this.links = links;
        this.session = session;
        this.people = people;
        this.answers = answers;
        this.baseUrl = baseUrl;
    }

    @PostMapping(PATH + "/link")
    Object ask(HttpServletRequest request, HttpServletResponse response) {
        Wanted wanted = Wanted.of(request);
        Links.Asked asked = links.ask(answers.client(request), request.getRemoteAddr());
        response.addHeader(HttpHeaders.SET_COOKIE, answers.cookie(LINK, asked.cookie(), (int) Links.LIFE.toSeconds()));
        return redirect(PATH + "/link?" + wanted.query());
    }

    /** Shows the picture until it is confirmed; then whoever holds the cookie is in. */
    @GetMapping(PATH + "/link")
    Object wait(
            @CookieValue(name = LINK, defaultValue = "") String cookie,
            HttpServletRequest request,
            HttpServletResponse response) {
        Wanted wanted = Wanted.of(request);
        if (cookie.isEmpty()) {
            return startAgain(wanted);
        }
        Optional<Links.Confirmed> confirmed = links.take(cookie);
        if (confirmed.isPresent()) {
            Links.Confirmed known = confirmed.get();
            response.addHeader(HttpHeaders.SET_COOKIE, answers.cookie(LINK, "", 0));
            return answers.done(
                    known.person(), known.level(), List.of(Factor.OTHER_DEVICE), known.at(), wanted, request, response);
        }
        Optional<Links.Link> open = links.asked(cookie).filter(link -> !link.refused());
        if (open.isEmpty()) {
            return page("identity/link-over", wanted, Map.of());
        }
        String code = links.code(cookie);
        String address = baseUrl + CONFIRM + "?c=" + code;
        return page("identity/link-wait", wanted, Map.of())
                .with("code", code.substring(0, 5) + " " + code.substring(5))
                .with("address", baseUrl + CONFIRM)
                .with("match", open.get().match())
                .with("qr", Qr.path(address))
                .with("size", Qr.size(address));
    }

    /** What the page's script asks every three seconds. */
    @GetMapping(PATH + "/link/state")
    @ResponseBody
    Map<String, Object> state(
            @CookieValue(name = LINK, defaultValue = "") String cookie, HttpServletResponse response) {
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        Optional<Links.Link> open = links.asked(cookie).filter(link -> link.person() == null && !link.refused());
        return Map.of("waits", open.isPresent());
    }

    /** On the other device: who is not signed in there signs in first. */
    @GetMapping(CONFIRM)
    Object question(@RequestParam(name = "c", defaultValue = "") String code, HttpServletRequest request) {
        if (code.isEmpty()) {
            return Html.of("identity/link-code");
        }
        Optional<Person> person = session.person(request).flatMap(people::find);
        if (person.isEmpty()) {
            return redirect(
                    PATH + "?" + new Wanted(CONFIRM + "?c=" + Urls.encode(code), Assurance.LOW, false, true).query());
        }
        return questionPage(code, person.get(), Map.of(), request);
    }

    private Html questionPage(String code, Person person, Map<String, String> errors, HttpServletRequest request) {
        Optional<Links.Link> open = links.shown(code, request.getRemoteAddr());
        if (open.isEmpty()) {
            return Html.of("identity/link-code")
                    .with("errors", Map.of("c", answers.text(request, "identity.link.unknown")))
                    .status(422);
        }
        Links.Link link = open.get();
        return Html.of("identity/link-question")
                .with("code", code)
                .with("person", person.name())
                .with("device", link.device())
                .with("country", link.country())
                .with("near", link.network().equals(RateLimits.address(request.getRemoteAddr())))
                .with("at", link.askedAt())
                .with("site", URI.create(baseUrl).getHost())
                .errors(errors);
    }

    @PostMapping(CONFIRM)
    Object confirm(
            @RequestParam(name = "c", defaultValue = "") String code,
            @RequestParam(defaultValue = "") String match,
            @RequestParam(defaultValue = "") String decision,
            HttpServletRequest request) {
        Optional<Authentication> who = session.of(request);
        Optional<Person> person = session.person(request).flatMap(people::find);
        if (who.isEmpty() || person.isEmpty()) {
            return redirect(
                    PATH + "?" + new Wanted(CONFIRM + "?c=" + Urls.encode(code), Assurance.LOW, false, true).query());
        }
        if (!decision.equals("yes")) {
            links.refuse(code);
            return Html.of("identity/link-done").with("outcome", "refused");
        }
        String typed = match.strip();
        if (!typed.matches("\\d{2}")) {
            return questionPage(
                    code, person.get(), Map.of("match", answers.text(request, "identity.link.match-missing")), request);
        }
        links.admit(person.get());
        boolean confirmed = links.confirm(
                code, typed, person.get(), ProviderSession.level(who.get()), ProviderSession.begun(who.get()));
        return Html.of("identity/link-done")
                .with("outcome", confirmed ? "confirmed" : "wrong")
                .status(confirmed ? 200 : 422);
    }
}
