package bz.ceiba.systems.transport;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.exchange.Agreements;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** A supervisor's page: which phones of his agency write tickets, and which of them is lost. */
@Controller
class DevicesController {
    static final String PATH = "/transport/devices";

    private final Devices devices;
    private final Agreements agreements;
    private final Audit audit;
    private final Clock clock;

    DevicesController(Devices devices, Agreements agreements, Audit audit, Clock clock) {
        this.devices = devices;
        this.agreements = agreements;
        this.audit = audit;
        this.clock = clock;
    }

    private String agency(Actor actor) {
        LocalDate today = Country.today(clock);
        return RoadsideController.agency(actor, Role.SUPERVISOR, agreements, today)
                .orElseThrow(() -> new Problem(Problem.Kind.FORBIDDEN, "access.problem.role"));
    }

    @Allows(roles = Role.SUPERVISOR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.APPOINTMENTS_READ)
    @GetMapping(PATH)
    Html list(Actor actor) {
        String agency = agency(actor);
        audit.record(actor.doesFor(agency, AuditEvent.APPOINTMENTS_READ, Map.of("page", "devices")));
        return Html.of("transport/devices").with("devices", devices.of(agency)).with("now", clock.instant());
    }

    @Allows(roles = Role.SUPERVISOR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.DEVICE_REVOKED)
    @PostMapping(PATH + "/{id}")
    String revoke(@PathVariable UUID id, Actor actor) {
        devices.revoke(actor, agency(actor), id);
        return "redirect:" + PATH;
    }
}
