package bz.ceiba.systems.identity.signin;

import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.systems.identity.register.IdentitySettings;
import bz.ceiba.systems.identity.register.Person;
import bz.ceiba.systems.identity.signin.ProviderSession.Factor;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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

    /** By which a browser is known again. */
    static final String DEVICE = "ceiba_device";

    /** A cookie that somebody made up is not taken for one that we drew. */
    private static final int SHORTEST = 32;

    private final ProviderSession session;
    private final Devices devices;
    private final Codes codes;
    private final IdentitySettings settings;
    private final Messages messages;
    private final Clock clock;
    private final boolean https;

    SignInAnswers(
            ProviderSession session,
            Devices devices,
            Codes codes,
            IdentitySettings settings,
            Messages messages,
            Clock clock,
            @Value("${ceiba.base-url}") String baseUrl) {
        this.session = session;
        this.devices = devices;
        this.codes = codes;
        this.settings = settings;
        this.messages = messages;
        this.clock = clock;
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
        return done(person, level, factors, clock.instant(), wanted, request, response);
    }

    /**
     * The same for what was shown elsewhere, some time ago.
     *
     * @param at when it was shown
     */
    ResponseEntity<Void> done(
            Person person,
            Assurance level,
            List<Factor> factors,
            Instant at,
            Wanted wanted,
            HttpServletRequest request,
            HttpServletResponse response) {
        session.begin(person, level, factors, at, request, response);
        // A centre's computer is nobody's device.
        if (!factors.contains(Factor.CARD)) {
            remember(person, request, response);
        }
        response.addHeader(HttpHeaders.SET_COOKIE, cookie(CHALLENGE, "", 0));
        boolean fresh = at.isAfter(clock.instant().minus(ProviderSession.FRESH));
        Assurance known = wanted.fresh()
                ? level
                : session.of(request).map(ProviderSession::level).orElse(level);
        boolean reached = known.reaches(wanted.level()) && (fresh || !wanted.fresh());
        return redirect(reached ? wanted.goOn() : PATH + "/more?" + wanted.query());
    }

    private void remember(Person person, HttpServletRequest request, HttpServletResponse response) {
        Client client = client(request);
        String cookie = client.cookie().isEmpty() ? codes.cookie() : client.cookie();
        // At each sign-in anew: browsers let a cookie live for 400 days at most.
        response.addHeader(HttpHeaders.SET_COOKIE, cookie(DEVICE, cookie, (int) Devices.KEPT.toSeconds()));
        devices.signedIn(
                person,
                new Client(cookie, client.name(), client.place()),
                Instant.ofEpochMilli(request.getSession().getCreationTime()));
    }

    /** The browser that asks. */
    Client client(HttpServletRequest request) {
        String header = settings.placeHeader();
        return new Client(
                value(request, DEVICE)
                        .filter(cookie -> cookie.length() >= SHORTEST)
                        .orElse(""),
                DeviceName.of(request.getHeader(HttpHeaders.USER_AGENT)),
                header == null ? null : Place.parse(request.getHeader(header)).orElse(null));
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

    String text(Locale locale, String key, Object... arguments) {
        return messages.text(locale, key, arguments);
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
