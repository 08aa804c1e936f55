package bz.ceiba.systems.identity.provider;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEEncrypter;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.crypto.factories.DefaultJWSSignerFactory;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.JwtEncodingException;
import org.springframework.stereotype.Component;

/** Signs what the provider says (RFC 7515, 7519), and encrypts it to a party that wants that (RFC 7516). */
@Component
class Signer implements JwtEncoder {
    private static final int MOST = 100;

    private final ProviderKeys keys;
    private final ClientKeys clientKeys;
    private final Map<String, JWSSigner> signers = new ConcurrentHashMap<>();

    Signer(ProviderKeys keys, ClientKeys clientKeys) {
        this.keys = keys;
        this.clientKeys = clientKeys;
    }

    @Override
    public Jwt encode(JwtEncoderParameters parameters) {
        JwsHeader header = Objects.requireNonNull(parameters.getJwsHeader());
        Map<String, Object> claims = parameters.getClaims().getClaims();
        String type = header.getType();
        String value = sign(
                claims,
                JWSAlgorithm.parse(header.getAlgorithm().getName()),
                type == null ? null : new JOSEObjectType(type));
        Map<String, Object> headers = new HashMap<>(header.getHeaders());
        return new Jwt(
                value,
                parameters.getClaims().getIssuedAt(),
                parameters.getClaims().getExpiresAt(),
                headers,
                claims);
    }

    /**
     * @param type what it is, or null
     */
    String sign(Map<String, Object> claims, JWSAlgorithm algorithm, @Nullable JOSEObjectType type) {
        JWK key = keys.signing(algorithm);
        JWTClaimsSet.Builder set = new JWTClaimsSet.Builder();
        claims.forEach((name, value) -> set.claim(name, value(value)));
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(algorithm)
                        .keyID(key.getKeyID())
                        .type(type)
                        .build(),
                set.build());
        try {
            jwt.sign(signer(key, algorithm));
        } catch (JOSEException e) {
            throw new JwtEncodingException("can't be signed", e);
        }
        return jwt.serialize();
    }

    private static Object value(Object value) {
        return switch (value) {
            case Instant time -> Date.from(time);
            case Set<?> several -> new ArrayList<>(several);
            default -> value;
        };
    }

    private JWSSigner signer(JWK key, JWSAlgorithm algorithm) throws JOSEException {
        String name = key.getKeyID() + algorithm.getName();
        JWSSigner signer = signers.get(name);
        if (signer == null) {
            signer = new DefaultJWSSignerFactory().createJWSSigner(key, algorithm);
            if (signers.size() >= MOST) {
                signers.clear();
            }
            signers.put(name, signer);
        }
        return signer;
    }

    /**
     * What was signed, encrypted to the party (OpenID Connect Core 1.0, 10.2).
     *
     * @param algorithm with which the content's key is encrypted, or null for not at all
     * @param encoding with which the content is; null: A128CBC-HS256
     * @param nested whether the content is a JWT itself
     */
    String encrypt(
            String content, boolean nested, ClientMetadata to, @Nullable String algorithm, @Nullable String encoding) {
        if (algorithm == null) {
            return content;
        }
        JWK key = clientKeys.forEncryption(to, algorithm);
        if (key == null) {
            throw new JwtEncodingException("the party has no key for " + algorithm);
        }
        JWEHeader.Builder header = new JWEHeader.Builder(
                        JWEAlgorithm.parse(algorithm),
                        encoding == null ? EncryptionMethod.A128CBC_HS256 : EncryptionMethod.parse(encoding))
                .keyID(key.getKeyID());
        if (nested) {
            header.contentType("JWT");
        }
        JWEObject jwe = new JWEObject(header.build(), new Payload(content));
        try {
            jwe.encrypt(encrypter(key));
        } catch (JOSEException e) {
            throw new JwtEncodingException("can't be encrypted", e);
        }
        return jwe.serialize();
    }

    private static JWEEncrypter encrypter(JWK key) throws JOSEException {
        return switch (key) {
            case RSAKey rsa -> new RSAEncrypter(rsa);
            case ECKey ec -> new ECDHEncrypter(ec);
            default -> throw new JOSEException("a key of type " + key.getKeyType());
        };
    }
}
