package bz.ceiba.platform.documents;

import bz.ceiba.platform.kernel.Country;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The codes printed on documents: a compact JWS (RFC 7515, ES256) that says by itself what was issued to whom, so that
 * it verifies without asking us. docs/verification.md explains the names.
 */
final class VerificationCodes {
    /** Longer names are cut, so that the code stays easy to scan. */
    private static final int LONGEST_NAME = 60;

    private static final int LONGEST_CODE = 2_000;
    private static final int KEY_ID_LENGTH = 8;
    private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9_-]{" + KEY_ID_LENGTH + "}");
    private static final int SHORT_HASH_BYTES = 16;

    private static final String ES256 = "SHA256withECDSAinP1363Format";

    private final SigningKeys.Key key;
    private final ECKey published;
    private final JdbcClient db;
    private final JsonMapper json;

    /** Publishes the key, so that what it signs verifies also when it is replaced one day. */
    VerificationCodes(SigningKeys keys, JdbcClient db, JsonMapper json, Clock clock) {
        this.key = keys.code();
        this.db = db;
        this.json = json;
        if (!(key.certificate().getPublicKey() instanceof ECPublicKey point)) {
            throw new bz.ceiba.platform.kernel.StartFailure("the key that signs verification codes must be on P-256.");
        }
        try {
            String thumbprint = new ECKey.Builder(Curve.P_256, point)
                    .build()
                    .computeThumbprint()
                    .toString();
            published = new ECKey.Builder(Curve.P_256, point)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .keyID(thumbprint.substring(0, KEY_ID_LENGTH))
                    .build();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        db.sql("""
                        insert into documents.verification_key (kid, jwk, since) values (:kid, :jwk::jsonb, :since)
                        on conflict do nothing
                        """)
                .param("kid", published.getKeyID())
                .param("jwk", published.toJSONString())
                .param("since", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    /** The code for a document. */
    String sign(IssueOrder order, String number, Instant issuedAt, byte[] data) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("n", number);
        claims.put("t", order.type());
        String name = order.holderName();
        boolean tooLong = name.codePointCount(0, name.length()) > LONGEST_NAME;
        claims.put("h", tooLong ? name.substring(0, name.offsetByCodePoints(0, LONGEST_NAME)) + "…" : name);
        claims.put("i", LocalDate.ofInstant(issuedAt, Country.ZONE).toString());
        if (order.validUntil() != null) {
            claims.put("v", order.validUntil().toString());
        }
        claims.put("d", shortHash(data));
        return sign(null, json.writeValueAsBytes(claims));
    }

    /**
     * Signs something.
     *
     * @param type in the header, or null for the code of a document
     */
    String sign(@Nullable String type, byte[] payload) {
        try {
            JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(published.getKeyID());
            if (type != null) {
                header.type(new JOSEObjectType(type));
            }
            JWSObject jws = new JWSObject(header.build(), new Payload(payload));
            ECDSASigner signer = new ECDSASigner(key.secret(), Curve.P_256);
            if (key.provider() != null) {
                signer.getJCAContext().setProvider(key.provider());
            }
            jws.sign(signer);
            return jws.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("the key for verification codes did not sign: " + e.getMessage(), e);
        }
    }

    /** By which the key that signs now is found among the published ones. */
    byte[] keyId() {
        return published.getKeyID().getBytes(StandardCharsets.US_ASCII);
    }

    /** ES256 over bytes, as COSE and JWS write it: both numbers of 32 bytes. */
    byte[] signature(byte[] bytes) {
        try {
            Signature signer = key.provider() == null
                    ? Signature.getInstance(ES256)
                    : Signature.getInstance(ES256, key.provider());
            signer.initSign(key.secret());
            signer.update(bytes);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key for verification codes did not sign: " + e.getMessage(), e);
        }
    }

    /** Whether a key of ours, of whenever, signed these bytes. */
    boolean verifies(byte[] keyId, byte[] bytes, byte[] signature) {
        try {
            Optional<ECKey> known = key(new String(keyId, StandardCharsets.ISO_8859_1));
            if (known.isEmpty()) {
                return false;
            }
            Signature verifier = Signature.getInstance(ES256);
            verifier.initVerify(known.get().toECPublicKey());
            verifier.update(bytes);
            return verifier.verify(signature);
        } catch (ParseException | JOSEException | GeneralSecurityException e) {
            // A signature that is none does not verify: that is the answer.
            return false;
        }
    }

    /** The first 16 bytes of the data's SHA-256, base64url. */
    static String shortHash(byte[] data) {
        byte[] hash = Gathered.newDigest().digest(data);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, SHORT_HASH_BYTES));
    }

    /** The number that a code vouches for; empty when it is not a code of ours or was changed. */
    Optional<String> read(String code) {
        if (code.length() > LONGEST_CODE) {
            return Optional.empty();
        }
        try {
            JWSObject jws = JWSObject.parse(code);
            if (!JWSAlgorithm.ES256.equals(jws.getHeader().getAlgorithm())
                    || jws.getHeader().getKeyID() == null
                    || jws.getHeader().getType() != null) {
                return Optional.empty();
            }
            Optional<ECKey> known = key(jws.getHeader().getKeyID());
            if (known.isEmpty() || !jws.verify(new ECDSAVerifier(known.get()))) {
                return Optional.empty();
            }
            JsonNode claims = json.readTree(jws.getPayload().toBytes());
            return Optional.ofNullable(claims.path("n").stringValue(null));
        } catch (ParseException | JOSEException e) {
            // Not a code of ours: that is the answer.
            return Optional.empty();
        }
    }

    /** Whoever made the code chose the bytes of {@code kid}: they may be no text at all. */
    private Optional<ECKey> key(String kid) throws ParseException {
        if (!KEY_ID.matcher(kid).matches()) {
            return Optional.empty();
        }
        Optional<String> jwk = db.sql("select jwk from documents.verification_key where kid = :kid")
                .param("kid", kid)
                .query(String.class)
                .optional();
        return jwk.isEmpty() ? Optional.empty() : Optional.of(ECKey.parse(jwk.get()));
    }

    /** All keys that ever signed codes, as a JWK set (RFC 7517, 5). */
    String keySet() {
        List<String> keys = db.sql("select jwk from documents.verification_key order by since desc, kid")
                .query(String.class)
                .list();
        try {
            JWKSet set = JWKSet.parse("{\"keys\":[" + String.join(",", keys) + "]}");
            return set.toString(true);
        } catch (ParseException e) {
            throw new IllegalStateException("the published keys can't be read", e);
        }
    }
}
