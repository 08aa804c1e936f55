package bz.ceiba.systems.border;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.documents.Device;
import bz.ceiba.platform.documents.DeviceAnswers;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.systems.border.BringDecisions.Taken;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** What the desk asks that works without a network, as JSON: enrolment, snapshots, and the decisions that it brings. */
@RestController
class DeskAppController {
    static final String PATH = "/border/app";
    private static final int MOST_DECISIONS = 50;
    private static final int MEGABYTES = 1;

    private final DeskDevices devices;
    private final DeskSnapshots snapshots;
    private final BringDecisions bring;
    private final Questions questions;
    private final Audit audit;
    private final DeviceAnswers answers;

    DeskAppController(
            DeskDevices devices,
            DeskSnapshots snapshots,
            BringDecisions bring,
            Questions questions,
            Audit audit,
            DeviceAnswers answers) {
        this.devices = devices;
        this.snapshots = snapshots;
        this.bring = bring;
        this.questions = questions;
        this.audit = audit;
        this.answers = answers;
    }

    /** Who is signed in, and the token without which nothing can be posted. */
    @Allows(roles = Role.OFFICER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.DEVICE_ENROLLED)
    @GetMapping(PATH + "/session")
    ResponseEntity<byte[]> session(Actor actor, HttpServletRequest request) {
        Part part = DeskController.part(actor);
        return answers.session(actor, part.agency(), request);
    }

    /** Enrols the device, with the public keys that it made, at a port. */
    @Allows(roles = Role.OFFICER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.DEVICE_ENROLLED)
    @PostMapping(PATH + "/devices")
    ResponseEntity<byte[]> enrol(@RequestBody JsonNode asked, Actor actor) {
        Part part = DeskController.part(actor);
        String port = asked.path("port").asString("");
        if (questions.port(port).isEmpty()) {
            throw new Problem(Problem.Kind.INVALID, "border.offline.problem.port");
        }
        return answers.enrolled(devices.enrol(actor, part.agency(), port, Device.Enrolment.of(asked)));
    }

    @Allows(roles = Role.OFFICER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.SNAPSHOT_GIVEN)
    @PostMapping(PATH + "/devices/{id}/snapshot")
    ResponseEntity<String> snapshot(@PathVariable UUID id, Actor actor, Locale locale) {
        Part part = DeskController.part(actor);
        Device device = devices.require(id, actor, part.agency());
        return answers.snapshot(device, snapshots.signedFor(device, actor, part, locale));
    }

    /**
     * Takes decisions, in any order and as often as they come: {@code {"sent": "<the device's clock>", "decisions": [{"signed": "…"}]}}. For each
     * the answer says whether it is kept, so that the device may forget it, whether it counts, why not, and what the declaration is now.
     */
    @Allows(roles = Role.OFFICER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.DECISIONS_BROUGHT)
    @PostMapping(PATH + "/decisions")
    ResponseEntity<byte[]> bring(@RequestBody JsonNode brought, Actor actor, HttpServletRequest request) {
        Part part = DeskController.part(actor);
        JsonNode all = answers.brought(brought, "decisions", MOST_DECISIONS, MEGABYTES, request);
        Duration behind = answers.behind(brought);
        List<Taken> taken = new ArrayList<>();
        for (JsonNode one : all) {
            taken.add(bring.take(actor, part, one.path("signed").asString(""), behind));
        }
        long counting = taken.stream().filter(Taken::counts).count();
        long kept = taken.stream().filter(Taken::kept).count();
        audit.record(actor.doesFor(
                part.agency(),
                AuditEvent.DECISIONS_BROUGHT,
                Map.of("accepted", Long.toString(counting), "held", Long.toString(kept - counting))));
        return answers.with("decisions", taken);
    }
}
