package bz.ceiba.systems.border;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.TestDevice;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** An officer's device, which does what border-app.js does. */
final class TestDeskDevice {
    private static final JsonMapper JSON = new JsonMapper();

    private final TestSession session;
    private final Instant snapshot;
    private final TestDevice device = new TestDevice("Lane 3");
    private UUID id = new UUID(0, 0);

    /** @param snapshot when the copy that it works by was made */
    TestDeskDevice(TestSession session, Instant snapshot) {
        this.session = session;
        this.snapshot = snapshot;
    }

    UUID id() {
        return id;
    }

    /** As it is done in a browser, now. */
    TestDeskDevice enrol() {
        ObjectNode asked = device.enrolment().put("port", "pgia");
        id = UUID.fromString(
                JSON.readTree(post("/devices", asked).body()).path("device").asString());
        return this;
    }

    /** As it was done by the devices' own clock, some time ago. */
    TestDeskDevice enrol(DeskDevices devices, Actor officer, Part part) {
        id = devices.enrol(officer, part.agency(), "pgia", device.said()).id();
        return this;
    }

    HttpResponse<String> post(String path, JsonNode body) {
        return TestDevice.post(session, DeskAppController.PATH + path, body);
    }

    HttpResponse<String> askSnapshot() {
        return post("/devices/" + id + "/snapshot", JSON.createObjectNode());
    }

    /** What it reads from a snapshot, after it has checked who signed it. */
    JsonNode snapshot() {
        String keys = session.get("/documents/keys").body();
        JsonNode read = device.opened(askSnapshot().body(), DeskSnapshots.TYPE, keys);
        assertThat(read.path("keys")).isEqualTo(JSON.readTree(keys));
        return read;
    }

    ObjectNode blank(String number, int version, int position, String outcome, Instant at) {
        return JSON.createObjectNode()
                .put("key", UUID.randomUUID().toString())
                .put("number", number)
                .put("version", version)
                .put("position", position)
                .put("outcome", outcome)
                .put("words", "")
                .put("rights", false)
                .put("decidedAt", at.toString())
                .put("snapshot", snapshot.toString());
    }

    String signed(ObjectNode body) {
        return device.signed(id, body);
    }

    JsonNode bring(Instant sent, List<String> all) {
        ObjectNode body = JSON.createObjectNode().put("sent", sent.toString());
        all.forEach(one -> body.withArray("decisions").addObject().put("signed", one));
        HttpResponse<String> answer = post("/decisions", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body()).path("decisions");
    }
}
