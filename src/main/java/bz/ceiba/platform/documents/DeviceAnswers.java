package bz.ceiba.platform.documents;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.kernel.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What an app on an officer's device is answered, and what it brings, whatever the system. */
@Component
public class DeviceAnswers {
    private final JsonMapper json;
    private final Clock clock;

    DeviceAnswers(JsonMapper json, Clock clock) {
        this.json = json;
        this.clock = clock;
    }

    /** Who is signed in, and the token without which nothing can be posted. */
    public ResponseEntity<byte[]> session(Actor officer, String agency, HttpServletRequest request) {
        CsrfToken token = (CsrfToken) request.getAttribute(CsrfToken.class.getName());
        return with(json.createObjectNode()
                .put("officer", officer.name())
                .put("number", officer.number())
                .put("agency", agency)
                .put("csrf", token.getToken())
                .put("now", clock.instant().toString()));
    }

    public ResponseEntity<byte[]> enrolled(Device device) {
        return with(json.createObjectNode()
                .put("device", device.id().toString())
                .put("expires", device.expiresAt().toString()));
    }

    /** A signed snapshot (JWS), which this device alone can read (JWE). */
    public ResponseEntity<String> snapshot(Device device, String jws) {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .contentType(MediaType.parseMediaType("application/jose"))
                .body(DeviceKeys.sealedFor(device.id().toString(), device.boxKey(), jws));
    }

    /** One named list. */
    public ResponseEntity<byte[]> with(String name, List<?> all) {
        ObjectNode body = json.createObjectNode();
        body.set(name, json.valueToTree(all));
        return with(body);
    }

    public ResponseEntity<byte[]> with(ObjectNode body) {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .contentType(MediaType.APPLICATION_JSON)
                .body(json.writeValueAsBytes(body));
    }

    /**
     * What it brings under this name.
     *
     * @throws Problem TOO_LARGE when it is more, or larger, than is taken at once
     */
    public JsonNode brought(JsonNode body, String name, int most, int megabytes, HttpServletRequest request) {
        JsonNode all = body.path(name);
        if (request.getContentLengthLong() > (long) megabytes << 20 || all.size() > most) {
            throw new Problem(
                    Problem.Kind.TOO_LARGE,
                    "documents.problem.brought-many",
                    Map.of("most", Integer.toString(most), "megabytes", Integer.toString(megabytes)));
        }
        return all;
    }

    /** How far the device's clock is behind ours, by when it says that it sent this; what it does not say is taken for right. */
    public Duration behind(JsonNode body) {
        try {
            return Duration.between(Instant.parse(body.path("sent").asString("")), clock.instant());
        } catch (DateTimeException e) {
            return Duration.ZERO;
        }
    }
}
