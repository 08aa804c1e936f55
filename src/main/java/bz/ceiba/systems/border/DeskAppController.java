package bz.ceiba.systems.border;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.systems.border.BringDecisions.Taken;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What the desk asks that works without a network, as JSON: enrolment, snapshots, and the decisions that it brings. */
@RestController
class DeskAppController {
    static final String PATH = "/border/app";
    private static final int MOST_DECISIONS = 50;
    private static final long LARGEST = 1L << 20;

    private final DeskDevices devices;
    private final DeskSnapshots snapshots;
    private final BringDecisions bring;
    private final Questions questions;
    private final Audit audit;
    private final JsonMapper json;
    private final Clock clock;

    DeskAppController(
            DeskDevices devices,
            DeskSnapshots snapshots,
            BringDecisions bring,
            Questions questions,
            Audit audit,
            JsonMapper json,
            Clock clock) {
        this.devices = devices;
        this.snapshots = snapshots;
        this.bring = bring;
        this.questions = questions;
        this.audit = audit;
        this.json = json;
        this.clock = clock;
    }

    /** Who is signed in, and the token without which nothing can be posted. */
    @Allows(roles = Role.OFFICER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.DEVICE_ENROLLED)
    @GetMapping(PATH + "/session")
    ResponseEntity<byte[]> session(Actor actor, HttpServletRequest request) {
        Part part = DeskController.part(actor);
        CsrfToken token = (CsrfToken) request.getAttribute(CsrfToken.class.getName());
        return answer(json.createObjectNode()
                .put("officer", actor.name())
                .put("agency", part.agency())
                .put("csrf", token.getToken())
                .put("now", clock.instant().toString()));
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
        DeskDevice device = devices.enrol(
                actor,
                part,
                port,
                asked.path("name").asString(""),
                asked.path("sign").toString(),
                asked.path("box").toString());
        return answer(json.createObjectNode()
                .put("device", device.id().toString())
                .put("expires", device.expiresAt().toString()));
    }

    @Allows(roles = Role.OFFICER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.SNAPSHOT_GIVEN)
    @PostMapping(PATH + "/devices/{id}/snapshot")
    ResponseEntity<String> snapshot(@PathVariable UUID id, Actor actor, Locale locale) {
        Part part = DeskController.part(actor);
        DeskDevice device = devices.require(id, actor, part);
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .contentType(MediaType.parseMediaType("application/jose"))
                .body(snapshots.sealedFor(device, actor, part, locale));
    }

    /**
     * Takes decisions, in any order and as often as they come: {@code {"sent": "<the device's clock>", "decisions": [{"signed": "…"}]}}. For each
     * the answer says whether it is kept, so that the device may forget it, whether it counts, why not, and what the declaration is now.
     */
    @Allows(roles = Role.OFFICER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.DECISIONS_BROUGHT)
    @PostMapping(PATH + "/decisions")
    ResponseEntity<byte[]> bring(@RequestBody JsonNode brought, Actor actor, HttpServletRequest request) {
        Part part = DeskController.part(actor);
        JsonNode all = brought.path("decisions");
        if (request.getContentLengthLong() > LARGEST || all.size() > MOST_DECISIONS) {
            throw new Problem(Problem.Kind.TOO_LARGE, "border.offline.problem.many");
        }
        Duration behind = behind(brought.path("sent").asString(""));
        List<Taken> taken = new ArrayList<>();
        for (JsonNode one : all) {
            taken.add(bring.take(actor, part, one.path("signed").asString(""), behind));
        }
        long counting = taken.stream().filter(Taken::counts).count();
        long kept = taken.stream().filter(Taken::kept).count();
        audit.record(actor.doesFor(
                part.agency(),
                AuditEvent.DECISIONS_BROUGHT,
                null,
                null,
                null,
                Map.of("accepted", Long.toString(counting), "held", Long.toString(kept - counting))));
        ObjectNode answer = json.createObjectNode();
        answer.set("decisions", json.valueToTree(taken));
        return answer(answer);
    }

    /** How far the device's clock is behind ours; what it does not say is taken for right. */
    private Duration behind(String sent) {
        try {
            return Duration.between(Instant.parse(sent), clock.instant());
        } catch (DateTimeException e) {
            return Duration.ZERO;
        }
    }

    private ResponseEntity<byte[]> answer(ObjectNode body) {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .contentType(MediaType.APPLICATION_JSON)
                .body(json.writeValueAsBytes(body));
    }
}
