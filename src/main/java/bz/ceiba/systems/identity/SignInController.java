package bz.ceiba.systems.identity;

import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.PublicPage;
import bz.ceiba.platform.web.Urls;
import bz.ceiba.systems.identity.SignIn.Outcome;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.support.RequestContextUtils;

/** The provider's sign-in: one question a page, each a plain form. */
@Controller
@PublicPage
class SignInController {
    private static final String COOKIE = "ceiba_challenge";
    private static final String PATH = "/identity/sign-in";

    private final SignIn signIn;
    private final ProviderSession session;
    private final Messages messages;
    private final ObjectProvider<DemoPeople> demo;
    private final boolean https;

    SignInController(
            SignIn signIn,
            ProviderSession session,
            Messages messages,
            ObjectProvider<DemoPeople> demo,
            @Value("${ceiba.base-url}") String baseUrl) {
        this.signIn = signIn;
        this.session = session;
        this.messages = messages;
        this.demo = demo;
        this.https = baseUrl.startsWith("https:");
    }

    @GetMapping(PATH)
    Html number(
            @RequestParam(name = "continue", defaultValue = "/") String goOn,
            @RequestParam(defaultValue = "") String number,
            HttpServletRequest request) {
        return numberPage(goOn, number, Map.of(), request);
    }

    @PostMapping(PATH)
    Object sendCode(
            @RequestParam(defaultValue = "") String number,
            @RequestParam(name = "continue", defaultValue = "/") String goOn,
            HttpServletRequest request) {
        Optional<PersonNumber> parsed = PersonNumber.parse(number);
        Optional<VirtualNumber> virtual = VirtualNumber.parse(number);
        if (parsed.isEmpty() && virtual.isEmpty()) {
            String error = text(request, number.isBlank() ? "identity.number.missing" : "identity.number.wrong");
            return numberPage(goOn, number, Map.of("number", error), request).status(422);
        }
        signIn.admit(
                parsed.map(PersonNumber::digits)
                        .orElseGet(() -> virtual.orElseThrow().digits()),
                request.getRemoteAddr());
        String cookie = parsed.isPresent() ? signIn.begin(parsed.get()) : signIn.begin(virtual.orElseThrow());
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .header(HttpHeaders.SET_COOKIE, cookie(cookie, (int) SignIn.CODE_LIFE.toSeconds()))
                .header(HttpHeaders.LOCATION, PATH + "/code?continue=" + Urls.encode(goOn))
                .build();
    }

    @GetMapping(PATH + "/code")
    Html code(@RequestParam(name = "continue", defaultValue = "/") String goOn) {
        return page("identity/code", goOn, Map.of());
    }

    @PostMapping(PATH + "/code")
    Object checkCode(
            @RequestParam(defaultValue = "") String code,
            @RequestParam(name = "continue", defaultValue = "/") String goOn,
            @CookieValue(name = COOKIE, defaultValue = "") String cookie,
            HttpServletRequest request,
            HttpServletResponse response) {
        signIn.admitTry(request.getRemoteAddr());
        Outcome outcome = signIn.code(cookie, code.replaceAll("[\\s-]", ""));
        return answer(outcome, "code", goOn, request, response);
    }

    @GetMapping(PATH + "/password")
    Object password(
            @RequestParam(name = "continue", defaultValue = "/") String goOn,
            @CookieValue(name = COOKIE, defaultValue = "") String cookie) {
        return signIn.awaitsPassword(cookie) ? page("identity/password", goOn, Map.of()) : startAgain(goOn);
    }

    @PostMapping(PATH + "/password")
    Object checkPassword(
            @RequestParam(defaultValue = "") String password,
            @RequestParam(name = "continue", defaultValue = "/") String goOn,
            @CookieValue(name = COOKIE, defaultValue = "") String cookie,
            HttpServletRequest request,
            HttpServletResponse response) {
        signIn.admitTry(request.getRemoteAddr());
        return answer(signIn.password(cookie, password), "password", goOn, request, response);
    }

    private Object answer(
            Outcome outcome, String field, String goOn, HttpServletRequest request, HttpServletResponse response) {
        return switch (outcome) {
            case Outcome.Wrong wrong ->
                page(
                                "identity/" + field,
                                goOn,
                                Map.of(field, text(request, "identity." + field + ".wrong", wrong.triesLeft())))
                        .status(422);
            case Outcome.Over over ->
                numberPage(goOn, "", Map.of("number", text(request, "identity.code.over")), request)
                        .status(422);
            case Outcome.PasswordNeeded needed -> redirect(PATH + "/password?continue=" + Urls.encode(goOn));
            case Outcome.Done done -> {
                session.begin(done.person(), done.assurance(), request, response);
                response.addHeader(HttpHeaders.SET_COOKIE, cookie("", 0));
                yield redirect(Urls.local(goOn));
            }
        };
    }

    private Html numberPage(String goOn, String number, Map<String, String> errors, HttpServletRequest request) {
        List<ShownAccount> accounts = demo.stream()
                .flatMap(people -> people.numbers().entrySet().stream())
                .map(account -> new ShownAccount(
                        account.getValue().grouped(),
                        account.getKey().fullName(),
                        text(request, account.getKey().messageKey())))
                .toList();
        @Nullable
        String password = demo.stream().map(DemoPeople::password).findFirst().orElse(null);
        return page("identity/number", goOn, errors)
                .with("number", number)
                .with("accounts", accounts)
                .with("demoPassword", password);
    }

    private static Html page(String template, String goOn, Map<String, String> errors) {
        return Html.of(template).with("goOn", Urls.local(goOn)).with("errors", errors);
    }

    private static ResponseEntity<Void> startAgain(String goOn) {
        return redirect(PATH + "?continue=" + Urls.encode(goOn));
    }

    private static ResponseEntity<Void> redirect(String path) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .header(HttpHeaders.LOCATION, path)
                .build();
    }

    private String text(HttpServletRequest request, String key, Object... arguments) {
        return messages.text(RequestContextUtils.getLocale(request), key, arguments);
    }

    private String cookie(String value, int seconds) {
        return ResponseCookie.from(COOKIE, value)
                .path("/identity")
                .httpOnly(true)
                .secure(https)
                .sameSite("Lax")
                .maxAge(seconds)
                .build()
                .toString();
    }
}
