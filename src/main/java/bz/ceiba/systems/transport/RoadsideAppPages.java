package bz.ceiba.systems.transport;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.exchange.Agreements;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.PublicPage;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Locale;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The app on an officer's phone: one page that says nothing of anybody, so that the phone may keep it, and what makes it installable. */
@Controller
class RoadsideAppPages {
    private static final String WORKER = "/web/roadside-sw.js";

    private final Agreements agreements;
    private final Messages messages;
    private final JsonMapper json;
    private final Clock clock;
    private final byte[] worker = read();

    RoadsideAppPages(Agreements agreements, Messages messages, JsonMapper json, Clock clock) {
        this.agreements = agreements;
        this.messages = messages;
        this.json = json;
        this.clock = clock;
    }

    private static byte[] read() {
        try (InputStream in = RoadsideAppPages.class.getResourceAsStream(WORKER)) {
            if (in == null) {
                throw new IllegalStateException("there is no " + WORKER + " on the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(WORKER + " can't be read", e);
        }
    }

    /** It alone may use the camera and the place. */
    @Allows(roles = Role.OFFICER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.DEVICE_ENROLLED)
    @GetMapping(RoadsideAppController.PATH)
    Html app(Actor actor, HttpServletResponse response) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), Country.ZONE);
        if (RoadsideController.agency(actor, agreements, today).isEmpty()) {
            throw new Problem(Problem.Kind.FORBIDDEN, "access.problem.role");
        }
        response.setHeader(
                "Permissions-Policy", "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()");
        return Html.of("transport/app");
    }

    @PublicPage
    @GetMapping(RoadsideAppController.PATH + "/manifest.webmanifest")
    ResponseEntity<byte[]> manifest(Locale locale) {
        ObjectNode manifest = json.createObjectNode()
                .put("name", messages.text(locale, "transport.app.title"))
                .put("short_name", messages.text(locale, "transport.app.short"))
                .put("lang", locale.getLanguage())
                .put("start_url", RoadsideAppController.PATH)
                .put("scope", RoadsideAppController.PATH)
                .put("display", "standalone")
                .put("background_color", "#ffffff")
                .put("theme_color", "#12305c");
        manifest.putArray("icons")
                .addObject()
                .put("src", RoadsideAppController.PATH + "/icon.svg")
                .put("type", "image/svg+xml")
                .put("sizes", "any");
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noCache())
                .contentType(MediaType.parseMediaType("application/manifest+json"))
                .body(json.writeValueAsBytes(manifest));
    }

    @PublicPage
    @GetMapping(RoadsideAppController.PATH + "/icon.svg")
    ResponseEntity<byte[]> icon() {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noCache())
                .contentType(MediaType.parseMediaType("image/svg+xml"))
                .body(ICON.getBytes(StandardCharsets.UTF_8));
    }

    private static final String ICON = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512"><rect width="512" height="512" fill="#12305c"/>\
            <path d="M96 300h320v72H96zM136 300l40-108h160l40 108" fill="none" stroke="#fff" stroke-width="28" stroke-linejoin="round"/>\
            <circle cx="168" cy="372" r="34" fill="#fff"/><circle cx="344" cy="372" r="34" fill="#fff"/></svg>
            """;

    @PublicPage
    @GetMapping(RoadsideAppController.PATH + "/sw.js")
    ResponseEntity<byte[]> worker() {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noCache())
                .header("Service-Worker-Allowed", RoadsideAppController.PATH)
                .contentType(MediaType.parseMediaType("text/javascript;charset=utf-8"))
                .body(worker);
    }
}
