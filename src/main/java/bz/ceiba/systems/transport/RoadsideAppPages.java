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
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Locale;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** The app on an officer's phone: one page that says nothing of anybody, so that the phone may keep it. */
@Controller
class RoadsideAppPages {
    static final String ICON = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512"><rect width="512" height="512" fill="#12305c"/>\
            <path d="M96 300h320v72H96zM136 300l40-108h160l40 108" fill="none" stroke="#fff" stroke-width="28" stroke-linejoin="round"/>\
            <circle cx="168" cy="372" r="34" fill="#fff"/><circle cx="344" cy="372" r="34" fill="#fff"/></svg>
            """;

    private final Agreements agreements;
    private final Messages messages;
    private final Clock clock;
    private final Roads roads = Roads.load();

    RoadsideAppPages(Agreements agreements, Messages messages, Clock clock) {
        this.agreements = agreements;
        this.messages = messages;
        this.clock = clock;
    }

    /** It alone may use the camera and the place. */
    @Allows(roles = Role.OFFICER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.DEVICE_ENROLLED)
    @GetMapping(RoadsideAppController.PATH)
    Html app(Actor actor, HttpServletResponse response, Locale locale) {
        LocalDate today = Country.today(clock);
        if (RoadsideController.agency(actor, agreements, today).isEmpty()) {
            throw new Problem(Problem.Kind.FORBIDDEN, "access.problem.role");
        }
        response.setHeader(
                "Permissions-Policy", "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()");
        return Html.of("transport/app").with("roads", roads.options(locale, messages));
    }
}
