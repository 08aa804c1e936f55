package bz.ceiba.systems.transport;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.TestDevice;
import bz.ceiba.TestSession;
import bz.ceiba.platform.kernel.Sha256;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Deque;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** An officer's phone over real HTTP, which does what roadside.js does. */
final class TestPhone {
    private static final JsonMapper JSON = new JsonMapper();

    private final TestSession session;
    private final Clock clock;
    private final TestDevice device = new TestDevice("Test phone");
    private final Deque<String> numbers = new ArrayDeque<>();
    private final UUID id;
    private int serial;

    /** A ticket with what belongs to it. */
    record Written(String number, ObjectNode body, String signed, byte[] photo) {}

    /** Enrols it for who is signed in, and lends it numbers. */
    TestPhone(TestSession session, Clock clock) {
        this.session = session;
        this.clock = clock;
        this.id = UUID.fromString(post("/transport/app/devices", device.enrolment())
                .path("device")
                .asString());
        JsonNode lent = post("/transport/app/devices/" + id + "/numbers", JSON.createObjectNode());
        lent.path("numbers").forEach(number -> numbers.add(number.asString()));
        assertThat(numbers).hasSize(Devices.IN_HAND);
    }

    UUID id() {
        return id;
    }

    String nextNumber() {
        return numbers.pop();
    }

    private HttpResponse<String> send(String path, JsonNode body) {
        return send(session, path, body);
    }

    private static HttpResponse<String> send(TestSession at, String path, JsonNode body) {
        return TestDevice.post(at, path, body);
    }

    int status(String path) {
        return send("/transport/app/devices/" + id + path, JSON.createObjectNode())
                .statusCode();
    }

    JsonNode post(String path, JsonNode body) {
        HttpResponse<String> answer = send(path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    /** A ticket body with the next number. */
    ObjectNode blank(String offence, Instant at, String driver, String name) {
        return JSON.createObjectNode()
                .put("number", nextNumber())
                .put("serial", ++serial)
                .put("offence", offence)
                .put("at", at.toString())
                .put("writtenAt", at.plusSeconds(60).toString())
                .put("place", "Western Highway, mile 21")
                .put("driver", driver)
                .put("driverName", name);
    }

    Written write(String offence, Instant at, String driver, String name) {
        return signed(blank(offence, at, driver, name), new byte[0]);
    }

    Written signed(ObjectNode body, byte[] photo) {
        if (photo.length > 0) {
            body.put("photo", Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(photo)));
        }
        return new Written(body.path("number").asString(), body, device.signed(id, body), photo);
    }

    JsonNode bring(Written... all) {
        return bring(Arrays.asList(all));
    }

    JsonNode bring(Collection<Written> all) {
        return post("/transport/app/tickets", body(all)).path("tickets");
    }

    /** The same, at another process. */
    JsonNode bring(TestSession at, Collection<Written> all) {
        HttpResponse<String> answer = send(at, "/transport/app/tickets", body(all));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body()).path("tickets");
    }

    /** The status of the answer. */
    int tryToBring(Collection<Written> all) {
        return send("/transport/app/tickets", body(all)).statusCode();
    }

    private ObjectNode body(Collection<Written> all) {
        ObjectNode body = JSON.createObjectNode().put("sent", clock.instant().toString());
        var tickets = body.putArray("tickets");
        for (Written one : all) {
            ObjectNode ticket = tickets.addObject().put("signed", one.signed());
            if (one.photo().length > 0) {
                ticket.put("photo", Base64.getEncoder().encodeToString(one.photo()));
            }
        }
        return body;
    }

    /** The snapshot for this phone, decrypted and its signature checked against the published keys. */
    JsonNode snapshot() {
        HttpResponse<String> answer = send("/transport/app/devices/" + id + "/snapshot", JSON.createObjectNode());
        assertThat(answer.statusCode()).isEqualTo(200);
        return device.opened(
                answer.body(), Snapshots.TYPE, session.get("/documents/keys").body());
    }

    /** The bits that a snapshot has for something, or -1. */
    static int bits(JsonNode snapshot, String list, String key) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(
                Base64.getDecoder().decode(snapshot.path("salt").asString()), "HmacSHA256"));
        byte[] hash = mac.doFinal(key.getBytes(StandardCharsets.UTF_8));
        byte[] packed = Base64.getDecoder().decode(snapshot.path(list).asString());
        for (int i = 0; i < packed.length; i += 7) {
            if (Arrays.equals(packed, i, i + 5, hash, 0, 5)) {
                return (packed[i + 5] & 0xff) << 8 | (packed[i + 6] & 0xff);
            }
        }
        return -1;
    }
}
