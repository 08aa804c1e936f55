package bz.ceiba;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.platform.documents.Device;
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
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** An officer's device over real HTTP, with the keys that it made: what device.js does. */
public final class TestDevice {
    private static final JsonMapper JSON = new JsonMapper();

    private final String name;
    private final ECKey sign = key();
    private final ECKey box = key();

    public TestDevice(String name) {
        this.name = name;
    }

    private static ECKey key() {
        try {
            return new ECKeyGenerator(Curve.P_256).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What it posts to be enrolled. */
    public ObjectNode enrolment() {
        ObjectNode asked = JSON.createObjectNode().put("name", name);
        asked.set("sign", JSON.readTree(sign.toPublicJWK().toJSONString()));
        asked.set("box", JSON.readTree(box.toPublicJWK().toJSONString()));
        return asked;
    }

    public Device.Enrolment said() {
        return Device.Enrolment.of(enrolment());
    }

    public static HttpResponse<String> post(TestSession at, String path, JsonNode body) {
        return at.send(at.request(path)
                .setHeader("Accept", "application/json")
                .header("Content-Type", "application/json")
                .header("X-XSRF-TOKEN", at.csrf())
                .POST(BodyPublishers.ofString(body.toString())));
    }

    /** The body, signed as this device. */
    public String signed(UUID id, ObjectNode body) {
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

    /** What it reads from a snapshot, after it has checked by the published keys who signed it. */
    public JsonNode opened(String snapshot, String type, String keys) {
        try {
            JWEObject sealed = JWEObject.parse(snapshot);
            sealed.decrypt(new ECDHDecrypter(box));
            JWSObject signed = JWSObject.parse(sealed.getPayload().toString());
            assertThat(signed.getHeader().getType().toString()).isEqualTo(type);
            ECKey ours = JWKSet.parse(keys)
                    .getKeyByKeyId(signed.getHeader().getKeyID())
                    .toECKey();
            assertThat(signed.verify(new ECDSAVerifier(ours))).isTrue();
            return JSON.readTree(signed.getPayload().toString());
        } catch (JOSEException | ParseException e) {
            throw new IllegalStateException(e);
        }
    }
}
