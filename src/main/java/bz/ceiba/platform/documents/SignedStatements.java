package bz.ceiba.platform.documents;

import org.springframework.stereotype.Component;

/**
 * What a system signs that is no document: a compact JWS (RFC 7515, ES256) by the key that signs printed codes, told apart from those by its
 * {@code typ}.
 */
@Component
public class SignedStatements {
    private final VerificationCodes codes;

    SignedStatements(VerificationCodes codes) {
        this.codes = codes;
    }

    /** @param type the media type's name, such as {@code roadside-snapshot+json} */
    public String sign(String type, byte[] payload) {
        return codes.sign(type, payload);
    }

    /** The public keys that ever signed statements or printed codes: a JWK set (RFC 7517). */
    public String keySet() {
        return codes.keySet();
    }
}
