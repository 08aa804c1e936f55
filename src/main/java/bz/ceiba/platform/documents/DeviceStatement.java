package bz.ceiba.platform.documents;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import java.text.ParseException;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What an officer's device signed while it had no network: a compact JWS (RFC 7515, ES256), of which {@code kid} is the device. */
public final class DeviceStatement {
    private static final int LONGEST = 8_000;

    private final JWSObject jws;

    private DeviceStatement(JWSObject jws) {
        this.jws = jws;
    }

    /** Empty when it is no compact JWS. */
    public static Optional<DeviceStatement> parse(String text) {
        try {
            return text.length() > LONGEST ? Optional.empty() : Optional.of(new DeviceStatement(JWSObject.parse(text)));
        } catch (ParseException e) {
            return Optional.empty();
        }
    }

    /** The device that it says it comes from. */
    public Optional<UUID> device() {
        try {
            return Optional.ofNullable(jws.getHeader().getKeyID()).map(UUID::fromString);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether the device with this public key signed it. */
    public boolean isSignedBy(String signKey) {
        try {
            return JWSAlgorithm.ES256.equals(jws.getHeader().getAlgorithm())
                    && jws.verify(new ECDSAVerifier(ECKey.parse(signKey)));
        } catch (JOSEException | ParseException e) {
            return false;
        }
    }

    /** What it says; empty when it can't be read. */
    public <T> Optional<T> says(JsonMapper json, Class<T> type) {
        try {
            return Optional.ofNullable(json.readValue(jws.getPayload().toBytes(), type));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }
}
