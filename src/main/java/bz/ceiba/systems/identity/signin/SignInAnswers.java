package bz.ceiba.systems.identity.signin;

import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.systems.identity.register.Person;
import bz.ceiba.systems.identity.signin.ProviderSession.Factor;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.support.RequestContextUtils;

/** What the pages of a sign-in have in common: their cookies, where they lead, and how they end. */
@Component
class SignInAnswers {
    static final String PATH = "/identity/sign-in";

    /** Goes with a code. */
    static final String CHALLENGE = "ceiba_challenge";

    /** Goes with a passkey's challenge. */
    static final String PASSKEY = "ceiba_passkey";

    private final ProviderSession session;
    private final Codes codes;
    private final Messages messages;
    private final boolean https;

    SignInAnswers(ProviderSession session, Codes codes, Messages messages, @Value("${ceiba.base-url}") String baseUrl) {
        this.session = session;
        this.codes = codes;
        this.messages = messages;
        this.https = baseUrl.startsWith("https:");
    }

    /** Signs the person in and leads on, or to what is still missing. */
    ResponseEntity<Void> done(
            Person person,
            Assurance level,
            List<Factor> factors,
            Wanted wanted,
            HttpServletRequest request,
            HttpServletResponse response) {
        session.begin(person, level, factors, request, response);
        response.addHeader(HttpHeaders.SET_COOKIE, cookie(CHALLENGE, "", 0));
        Assurance known = wanted.fresh()
                ? level
                : session.of(request).map(ProviderSession::level).orElse(level);
        boolean reached = known.reaches(wanted.level());
        return redirect(reached ? wanted.goOn() : PATH + "/more?" + wanted.query());
    }

    /** Whether somebody is signed in as surely as is wanted and need not be asked. */
    boolean suffices(Authentication who, Wanted wanted) {
        return wanted.asked() && !wanted.fresh() && ProviderSession.level(who).reaches(wanted.level());
    }

    static Html page(String template, Wanted wanted, Map<String, String> errors) {
        return Html.of(template).with("wanted", wanted).with("errors", errors);
    }

    static ResponseEntity<Void> startAgain(Wanted wanted) {
        return redirect(PATH + "?" + wanted.query());
    }

    static ResponseEntity<Void> redirect(String path) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .header(HttpHeaders.LOCATION, path)
                .build();
    }

    String text(HttpServletRequest request, String key, Object... arguments) {
        return messages.text(RequestContextUtils.getLocale(request), key, arguments);
    }

    /** The value of the cookie that goes with a passkey's challenge, made if there is none. */
    String passkeyCookie(HttpServletRequest request, HttpServletResponse response) {
        String value = value(request, PASSKEY).orElseGet(codes::cookie);
        response.addHeader(HttpHeaders.SET_COOKIE, cookie(PASSKEY, value, (int) Passkeys.CEREMONY_LIFE.toSeconds()));
        return value;
    }

    static Optional<String> value(HttpServletRequest request, String name) {
        return Optional.ofNullable(request.getCookies()).stream()
                .flatMap(Arrays::stream)
                .filter(cookie -> cookie.getName().equals(name))
                .map(Cookie::getValue)
                .findFirst();
    }

    String cookie(String name, String value, int seconds) {
        return ResponseCookie.from(name, value)
                .path("/identity")
                .httpOnly(true)
                .secure(https)
                .sameSite("Lax")
                .maxAge(seconds)
                .build()
                .toString();
    }
}
