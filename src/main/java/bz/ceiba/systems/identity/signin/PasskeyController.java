package bz.ceiba.systems.identity.signin;

import static bz.ceiba.systems.identity.signin.SignInAnswers.PASSKEY;
import static bz.ceiba.systems.identity.signin.SignInAnswers.redirect;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Matter;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Urls;
import bz.ceiba.systems.identity.register.Person;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

/**
 * A person's passkeys. Who changes them has signed in within the last minutes, and as surely as the passkeys that he has already
 * let him.
 */
@Controller
class PasskeyController {
    private static final String PATH = "/identity/passkeys";

    private final Passkeys passkeys;
    private final OwnAuthenticators own;
    private final ProviderSession session;
    private final SignInAnswers answers;
    private final Audit audit;
    private final Clock clock;

    PasskeyController(
            Passkeys passkeys,
            OwnAuthenticators own,
            ProviderSession session,
            SignInAnswers answers,
            Audit audit,
            Clock clock) {
        this.passkeys = passkeys;
        this.own = own;
        this.session = session;
        this.answers = answers;
        this.audit = audit;
        this.clock = clock;
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.OWN,
            audit = AuditEvent.OWN_DATA_READ)
    @GetMapping(PATH)
    Html show(Actor actor, HttpServletRequest request) {
        Person person = own.himself(actor);
        audit.record(actor.does(AuditEvent.OWN_DATA_READ, null, Map.of("page", "passkeys")));
        return Html.of("identity/passkeys")
                .with("passkeys", passkeys.of(person).stream().map(this::shown).toList())
                .with("devices", own.devices(person, request))
                .with("recovery", own.recoveryAt(person))
                .with("card", own.cardSince(person));
    }

    private PasskeyPage shown(Passkey passkey) {
        return new PasskeyPage(
                Passkeys.base64(passkey.id()),
                passkey.name(),
                passkey.madeAt(),
                passkey.usedAt(),
                passkey.backedUp(),
                clock.instant().isBefore(passkey.countsFrom()) ? passkey.countsFrom() : null);
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.OWN,
            audit = AuditEvent.PASSKEY_ADDED)
    @GetMapping(PATH + "/new")
    Object makePage(HttpServletRequest request, Actor actor) {
        Person person = own.himself(actor);
        String goOn =
                Urls.local(Optional.ofNullable(request.getParameter("continue")).orElse(PATH));
        return own.mayChange(person, request)
                ? makePage(goOn, DeviceName.of(request.getHeader(HttpHeaders.USER_AGENT)), Map.of())
                : own.signInFirst(person, PATH + "/new?continue=" + Urls.encode(goOn));
    }

    private static Html makePage(String goOn, String name, Map<String, String> errors) {
        return Html.of("identity/passkey-new")
                .with("goOn", goOn)
                .with("name", name)
                .with("errors", errors);
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.OWN,
            audit = AuditEvent.PASSKEY_ADDED)
    @PostMapping(PATH + "/options")
    @ResponseBody
    Map<String, Object> options(Actor actor, HttpServletRequest request, HttpServletResponse response) {
        Person person = own.himself(actor);
        if (!own.mayChange(person, request)) {
            throw new Problem(Problem.Kind.GONE, "identity.problem.sign-in-over");
        }
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        return passkeys.beginMaking(person, answers.passkeyCookie(request, response), request.getRemoteAddr());
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.OWN,
            audit = AuditEvent.PASSKEY_ADDED)
    @PostMapping(PATH)
    Object make(
            @RequestParam(defaultValue = "") String credential,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(name = "continue", defaultValue = PATH) String goOn,
            @CookieValue(name = PASSKEY, defaultValue = "") String browser,
            Actor actor,
            HttpServletRequest request) {
        Person person = own.himself(actor);
        String next = Urls.local(goOn);
        if (!own.mayChange(person, request)) {
            return own.signInFirst(person, PATH + "/new?continue=" + Urls.encode(next));
        }
        Assurance level =
                session.isFresh(person, Assurance.SUBSTANTIAL, request) ? Assurance.SUBSTANTIAL : Assurance.LOW;
        String called = cleaned(name, request);
        Optional<String> why = passkeys.make(person, browser, credential, called, level);
        return why.isEmpty()
                ? redirect(next)
                : makePage(next, called, Map.of("passkey", answers.text(request, "identity.passkey." + why.get())))
                        .status(422);
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.OWN,
            audit = AuditEvent.PASSKEY_REMOVED)
    @GetMapping(PATH + "/remove")
    Object removePage(@RequestParam(defaultValue = "") String id, Actor actor, HttpServletRequest request) {
        Person person = own.himself(actor);
        Passkey passkey = passkeys.find(person, id(id)).orElseThrow(PasskeyController::notFound);
        return own.mayChange(person, request)
                ? Html.of("identity/passkey-remove").with("passkey", shown(passkey))
                : own.signInFirst(person, PATH + "/remove?id=" + Passkeys.base64(passkey.id()));
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.OWN,
            audit = AuditEvent.PASSKEY_REMOVED)
    @PostMapping(PATH + "/remove")
    Object remove(@RequestParam(defaultValue = "") String id, Actor actor, HttpServletRequest request) {
        Person person = own.himself(actor);
        byte[] removed = id(id);
        if (!own.mayChange(person, request)) {
            return own.signInFirst(person, PATH + "/remove?id=" + Passkeys.base64(removed));
        }
        passkeys.remove(person, removed);
        return redirect(PATH);
    }

    /** What he called it; the device's name when he said nothing. */
    static String cleaned(String name, HttpServletRequest request) {
        String text = name.codePoints()
                .filter(c -> !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT)
                .limit(Passkeys.LONGEST_NAME)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
        return text.isEmpty() ? DeviceName.of(request.getHeader(HttpHeaders.USER_AGENT)) : text;
    }

    private static byte[] id(String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw notFound();
        }
    }

    private static Problem notFound() {
        return new Problem(Problem.Kind.NOT_FOUND, "web.problem.not-found");
    }
}
