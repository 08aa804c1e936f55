package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.kernel.Sha256;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * ToldProofs that who sends a request holds a key (DPoP, RFC 9449, 4.3). Each is good for one request within two minutes, on whichever process.
 * There are no nonces: a proof made in advance is refused by its time, and one seen before by its identifier.
 */
@Component
class DpopProofs {
    private static final JOSEObjectType TYPE = new JOSEObjectType("dpop+jwt");
    private static final Duration OLDEST = Duration.ofMinutes(2);
    private static final Duration AHEAD = Duration.ofSeconds(30);
    private static final int LONGEST = 8_000;
    private static final int LONGEST_ID = 200;
    private static final int LEAST_RSA_BITS = 2048;

    private final UsedOnce used;
    private final Clock clock;

    DpopProofs(UsedOnce used, Clock clock) {
        this.used = used;
        this.clock = clock;
    }

    /** Why a proof proves nothing. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private Refused(String why) {
            super(why, null, false, false);
        }
    }

    /**
     * @param address of the request, without query
     * @param accessToken which the request shows, or null
     * @return the SHA-256 thumbprint of the key (RFC 7638), in base 64
     * @throws Refused with what is wrong
     */
    String verify(String proof, String method, String address, @Nullable String accessToken) throws Refused {
        if (proof.length() > LONGEST) {
            throw new Refused("the proof is longer than " + LONGEST);
        }
        try {
            SignedJWT jwt = SignedJWT.parse(proof);
            JWK key = key(jwt);
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            require(method.equals(claims.getStringClaim("htm")), "htm is not " + method);
            require(isSame(address, claims.getStringClaim("htu")), "htu is not " + address);
            Instant now = clock.instant();
            Date issued = claims.getIssueTime();
            require(issued != null, "iat is missing");
            Instant at = Objects.requireNonNull(issued).toInstant();
            require(!at.isAfter(now.plus(AHEAD)) && !at.isBefore(now.minus(OLDEST)), "iat is too far from now");
            if (accessToken != null) {
                String hash = Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(accessToken));
                require(hash.equals(claims.getStringClaim("ath")), "ath is not of this access token");
            }
            String id = claims.getJWTID();
            require(id != null && !id.isEmpty() && id.length() <= LONGEST_ID, "jti is missing or too long");
            String thumbprint = key.computeThumbprint().toString();
            require(
                    used.use(
                            "dpop",
                            thumbprint,
                            String.valueOf(id),
                            at.plus(OLDEST).plus(AHEAD)),
                    "it was used before");
            return thumbprint;
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            throw new Refused("it is not a proof: " + e.getMessage());
        }
    }

    /** The key in the header, with which the signature was found right. */
    private static JWK key(SignedJWT jwt) throws Refused, JOSEException {
        var header = jwt.getHeader();
        require(TYPE.equals(header.getType()), "typ is not dpop+jwt");
        require(ClientMetadata.STRICT_SIGNING.contains(header.getAlgorithm()), "alg is not one of ours");
        JWK key = header.getJWK();
        if (!(key instanceof AsymmetricJWK asymmetric) || key.isPrivate()) {
            throw new Refused("jwk is not a public key");
        }
        require(!(key instanceof RSAKey rsa) || rsa.size() >= LEAST_RSA_BITS, "the RSA key is too short");
        require(
                jwt.verify(new DefaultJWSVerifierFactory().createJWSVerifier(header, asymmetric.toPublicKey())),
                "the signature is wrong");
        return key;
    }

    /** By scheme, host, port and path; query and fragment do not count (RFC 9449, 4.3, 9). */
    private static boolean isSame(String address, @Nullable String stated) {
        if (stated == null) {
            return false;
        }
        URI ours = URI.create(address);
        URI theirs = URI.create(stated).normalize();
        return theirs.getScheme() != null
                && theirs.getHost() != null
                && ours.getScheme().equalsIgnoreCase(theirs.getScheme())
                && ours.getHost().equalsIgnoreCase(theirs.getHost())
                && port(ours) == port(theirs)
                && ours.getPath().equals(theirs.getPath());
    }

    private static int port(URI address) {
        if (address.getPort() >= 0) {
            return address.getPort();
        }
        return "https".equalsIgnoreCase(address.getScheme()) ? 443 : 80;
    }

    private static void require(boolean holds, String what) throws Refused {
        if (!holds) {
            throw new Refused(what);
        }
    }
}
