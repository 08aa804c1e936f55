package bz.ceiba.systems.border;

import bz.ceiba.platform.documents.Device;
import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.text.ParseException;
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
    private final ECKey sign = key();
    private final ECKey box = key();
    private UUID id = new UUID(0, 0);

    /** @param snapshot when the copy that it works by was made */
    TestDeskDevice(TestSession session, Instant snapshot) {
        this.session = session;
        this.snapshot = snapshot;
    }

    private static ECKey key() {
        try {
            return new ECKeyGenerator(Curve.P_256).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    UUID id() {
        return id;
    }

    /** As it is done in a browser, now. */
    TestDeskDevice enrol() {
        ObjectNode asked = JSON.createObjectNode().put("name", "Lane 3").put("port", "pgia");
        asked.set("sign", JSON.readTree(sign.toPublicJWK().toJSONString()));
        asked.set("box", JSON.readTree(box.toPublicJWK().toJSONString()));
        id = UUID.fromString(
                JSON.readTree(post("/devices", asked).body()).path("device").asString());
        return this;
    }

    /** As it was done by the devices' own clock, some time ago. */
    TestDeskDevice enrol(DeskDevices devices, Actor officer, Part part) {
        id = devices.enrol(
                        officer,
                        part.agency(),
                        "pgia",
                        new Device.Enrolment(
                                "Lane 3",
                                sign.toPublicJWK().toJSONString(),
                                box.toPublicJWK().toJSONString()))
                .id();
        return this;
    }

    HttpResponse<String> post(String path, JsonNode body) {
        return session.send(session.request(DeskAppController.PATH + path)
                .setHeader("Accept", "application/json")
                .header("Content-Type", "application/json")
                .header("X-XSRF-TOKEN", session.csrf())
                .POST(BodyPublishers.ofString(body.toString())));
    }

    HttpResponse<String> askSnapshot() {
        return post("/devices/" + id + "/snapshot", JSON.createObjectNode());
    }

    /** What it reads from a snapshot, after it has checked who signed it. */
    JsonNode snapshot() throws JOSEException, ParseException {
        JWEObject sealed = JWEObject.parse(askSnapshot().body());
        sealed.decrypt(new ECDHDecrypter(box));
        JWSObject signed = sealed.getPayload().toJWSObject();
        assertThat(signed.getHeader().getType().toString()).isEqualTo(DeskSnapshots.TYPE);
        JsonNode body = JSON.readTree(signed.getPayload().toBytes());
        ECKey ours = JWKSet.parse(body.path("keys").toString())
                .getKeyByKeyId(signed.getHeader().getKeyID())
                .toECKey();
        assertThat(signed.verify(new ECDSAVerifier(ours))).isTrue();
        return body;
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
        try {
            JWSObject jws = new JWSObject(
                    new JWSHeader.Builder(JWSAlgorithm.ES256)
                            .keyID(id.toString())
                            .build(),
                    new Payload(body.toString()));
            jws.sign(new ECDSASigner(sign));
            return jws.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    JsonNode bring(Instant sent, List<String> all) {
        ObjectNode body = JSON.createObjectNode().put("sent", sent.toString());
        all.forEach(one -> body.withArray("decisions").addObject().put("signed", one));
        HttpResponse<String> answer = post("/decisions", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body()).path("decisions");
    }
}
