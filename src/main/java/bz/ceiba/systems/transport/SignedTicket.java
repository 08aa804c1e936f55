package bz.ceiba.systems.transport;

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

/** A ticket as it comes from a phone: a compact JWS (RFC 7515, ES256), of which {@code kid} is the phone and the payload a {@link WrittenTicket}. */
final class SignedTicket {
    private static final int LONGEST = 8_000;

    private final JWSObject jws;

    private SignedTicket(JWSObject jws) {
        this.jws = jws;
    }

    /** Empty when it is no compact JWS. */
    static Optional<SignedTicket> parse(String text) {
        try {
            return text.length() > LONGEST ? Optional.empty() : Optional.of(new SignedTicket(JWSObject.parse(text)));
        } catch (ParseException e) {
            return Optional.empty();
        }
    }

    /** The phone that it says it comes from. */
    Optional<UUID> device() {
        try {
            return Optional.ofNullable(jws.getHeader().getKeyID()).map(UUID::fromString);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether that phone signed it. */
    boolean isSignedBy(Device device) {
        try {
            return JWSAlgorithm.ES256.equals(jws.getHeader().getAlgorithm())
                    && jws.verify(new ECDSAVerifier(ECKey.parse(device.signKey())));
        } catch (JOSEException | ParseException e) {
            return false;
        }
    }

    /** What it says; empty when it can't be read. */
    Optional<WrittenTicket> written(JsonMapper json) {
        try {
            return Optional.of(json.readValue(jws.getPayload().toBytes(), WrittenTicket.class));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }
}
