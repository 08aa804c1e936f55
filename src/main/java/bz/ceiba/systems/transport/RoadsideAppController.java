package bz.ceiba.systems.transport;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.documents.Device;
import bz.ceiba.platform.documents.DeviceAnswers;
import bz.ceiba.platform.exchange.Agreements;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What the app on an officer's phone asks, as JSON: enrolment, numbers, snapshots, checks, and the tickets that it brings. */
@RestController
class RoadsideAppController {
    static final String PATH = "/transport/app";
    private static final int MOST_TICKETS = 25;
    private static final int MEGABYTES = 12;

    private final Agreements agreements;
    private final Devices devices;
    private final Snapshots snapshots;
    private final TakeTicket take;
    private final Roadside roadside;
    private final Drivers drivers;
    private final Audit audit;
    private final DeviceAnswers answers;
    private final JsonMapper json;
    private final Clock clock;

    RoadsideAppController(
            Agreements agreements,
            Devices devices,
            Snapshots snapshots,
            TakeTicket take,
            Roadside roadside,
            Drivers drivers,
            Audit audit,
            DeviceAnswers answers,
            JsonMapper json,
            Clock clock) {
        this.agreements = agreements;
        this.devices = devices;
        this.snapshots = snapshots;
        this.take = take;
        this.roadside = roadside;
        this.drivers = drivers;
        this.audit = audit;
        this.answers = answers;
        this.json = json;
        this.clock = clock;
    }

    private String agency(Actor actor) {
        return RoadsideController.agency(actor, agreements, Country.today(clock))
                .orElseThrow(() -> new Problem(Problem.Kind.FORBIDDEN, "access.problem.role"));
    }

    /** Who is signed in, and the token without which nothing can be posted. */
    @Allows(roles = Role.OFFICER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.DEVICE_ENROLLED)
    @GetMapping(PATH + "/session")
    ResponseEntity<byte[]> session(Actor actor, HttpServletRequest request) {
        return answers.session(actor, agency(actor), request);
    }

    /** Enrols the phone, with the public keys that it made. */
    @Allows(roles = Role.OFFICER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.DEVICE_ENROLLED)
    @PostMapping(PATH + "/devices")
    ResponseEntity<byte[]> enrol(@RequestBody JsonNode asked, Actor actor) {
        return answers.enrolled(devices.enrol(actor, agency(actor), "", Device.Enrolment.of(asked)));
    }

    /** The numbers that the phone may write tickets with while it is offline. */
    @Allows(roles = Role.OFFICER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.DEVICE_ENROLLED)
    @PostMapping(PATH + "/devices/{id}/numbers")
    ResponseEntity<byte[]> lend(@PathVariable UUID id, Actor actor) {
        return answers.with("numbers", devices.lend(devices.require(id, actor, agency(actor))));
    }

    @Allows(roles = Role.OFFICER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.SNAPSHOT_GIVEN)
    @PostMapping(PATH + "/devices/{id}/snapshot")
    ResponseEntity<String> snapshot(@PathVariable UUID id, Actor actor) {
        String agency = agency(actor);
        Device device = devices.require(id, actor, agency);
        Snapshots.Signed snapshot = snapshots.newest();
        audit.record(actor.doesFor(
                agency,
                AuditEvent.SNAPSHOT_GIVEN,
                null,
                null,
                Roadside.PURPOSE,
                Map.of(
                        "device", id.toString(),
                        "vehicles", Integer.toString(snapshot.vehicles()),
                        "drivers", Integer.toString(snapshot.drivers()))));
        return answers.snapshot(device, snapshot.jws());
    }

    /** What the page {@link RoadsideController} answers, for the app. */
    @Allows(roles = Role.OFFICER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.REGISTER_ASKED)
    @PostMapping(PATH + "/check")
    ResponseEntity<byte[]> check(@RequestBody JsonNode asked, Actor actor, Locale locale) {
        String agency = agency(actor);
        ObjectNode answer = json.createObjectNode();
        Plates.parse(asked.path("plate").asString(""))
                .ifPresent(plate -> answer.set("vehicle", json.valueToTree(roadside.vehicle(actor, agency, plate))));
        if (asked.has("driver") || asked.has("licence") || asked.has("document")) {
            answer.set(
                    "driver",
                    json.valueToTree(driver(asked)
                            .map(driver -> roadside.driver(
                                    actor, agency, driver, asked.path("class").asString("B"), locale))
                            .orElseGet(() -> roadside.unknownDriver(actor, agency))));
        }
        return answers.with(answer);
    }

    /** By his identity number, the number of his licence, or that of the document that shows it. */
    private Optional<PersonNumber> driver(JsonNode asked) {
        return PersonNumber.parse(asked.path("driver").asString(""))
                .or(() -> drivers.ofLicence(asked.path("licence").asString("")))
                .or(() -> drivers.ofDocument(asked.path("document").asString("")));
    }

    /**
     * Takes tickets, in any order and as often as they come: {@code {"sent": "<the phone's clock>", "tickets": [{"signed": "…"}]}}. For each
     * the answer says whether it is accepted or held; what it says is kept, so that the phone may forget those.
     */
    @Allows(roles = Role.OFFICER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.TICKETS_BROUGHT)
    @PostMapping(PATH + "/tickets")
    ResponseEntity<byte[]> bring(@RequestBody JsonNode brought, Actor actor, HttpServletRequest request) {
        String agency = agency(actor);
        JsonNode all = answers.brought(brought, "tickets", MOST_TICKETS, MEGABYTES, request);
        Duration behind = answers.behind(brought);
        List<TakenTicket> taken = new ArrayList<>();
        for (JsonNode one : all) {
            taken.add(take.take(
                    actor,
                    agency,
                    new BroughtTicket(
                            one.path("signed").asString(""),
                            content(one.path("photo")),
                            content(one.path("signature")),
                            behind)));
        }
        long accepted = taken.stream().filter(TakenTicket::accepted).count();
        audit.record(actor.doesFor(
                agency,
                AuditEvent.TICKETS_BROUGHT,
                Map.of("accepted", Long.toString(accepted), "held", Long.toString(taken.size() - accepted))));
        return answers.with("tickets", taken);
    }

    private static byte @Nullable [] content(JsonNode base64) {
        try {
            return base64.isString() ? Base64.getDecoder().decode(base64.stringValue()) : null;
        } catch (IllegalArgumentException e) {
            // It is not what was signed, then, and the ticket is held for that.
            return new byte[0];
        }
    }
}
