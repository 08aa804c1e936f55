package bz.ceiba.systems.border;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.web.Html;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** The desk that works without a network: one page that says nothing of anybody, so that the device may keep it. */
@Controller
class DeskAppPages {
    static final String ICON = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512"><rect width="512" height="512" fill="#12305c"/>\
            <path d="M128 96h256v320H128zM192 336h128M192 376h128" fill="none" stroke="#fff" stroke-width="28" stroke-linejoin="round"/>\
            <circle cx="256" cy="216" r="64" fill="none" stroke="#fff" stroke-width="28"/></svg>
            """;

    private final Questions questions;

    DeskAppPages(Questions questions) {
        this.questions = questions;
    }

    /** It may use the camera, and nothing else. */
    @Allows(roles = Role.OFFICER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.DEVICE_ENROLLED)
    @GetMapping(DeskAppController.PATH)
    Html app(Actor actor, HttpServletResponse response) {
        Part part = DeskController.part(actor);
        response.setHeader("Permissions-Policy", "camera=(self), geolocation=(), microphone=(), payment=(), usb=()");
        return Html.of("border/app")
                .with("agency", part.agency())
                .with("outcomes", Outcome.of(part).stream().map(Outcome::name).toList())
                .with("ports", questions.portNames());
    }
}
