package bz.ceiba.platform.documents;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import java.text.ParseException;
import java.util.Optional;

/** The keys that officers' devices make for themselves, of which we know the public halves (JWK, P-256), and what is encrypted to them. */
public final class DeviceKeys {
    private DeviceKeys() {}

    /** The public half alone, as it is kept; empty when it is no key on P-256. */
    public static Optional<String> publicKey(String jwk) {
        try {
            ECKey key = ECKey.parse(jwk);
            return Curve.P_256.equals(key.getCurve())
                    ? Optional.of(key.toPublicJWK().toJSONString())
                    : Optional.empty();
        } catch (ParseException | IllegalArgumentException e) {
            // It is none: that is the answer.
            return Optional.empty();
        }
    }

    /**
     * What one device alone can read: a compact JWE (RFC 7516, ECDH-ES with A256GCM).
     *
     * @param device its identifier
     * @param boxKey the public half of the key that it reads with
     * @param jws what it is to read
     */
    public static String sealedFor(String device, String boxKey, String jws) {
        try {
            JWEObject sealed = new JWEObject(
                    new JWEHeader.Builder(JWEAlgorithm.ECDH_ES, EncryptionMethod.A256GCM)
                            .contentType("JWT")
                            .keyID(device)
                            .build(),
                    new Payload(jws));
            sealed.encrypt(new ECDHEncrypter(ECKey.parse(boxKey)));
            return sealed.serialize();
        } catch (JOSEException | ParseException e) {
            throw new IllegalStateException("a snapshot can't be encrypted to the device " + device, e);
        }
    }
}
