package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.kernel.Secrets;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.text.ParseException;
import org.springframework.stereotype.Component;

/** What the provider signs with, and what our own portal proves itself with; made at the first start. */
@Component
class ProviderKeys {
    private final Secrets secrets;

    ProviderKeys(Secrets secrets) {
        this.secrets = secrets;
    }

    /** An ES256 key (RFC 7518, 3.4); its identifier is its thumbprint (RFC 7638). */
    JWKSet signing() {
        try {
            return new JWKSet(ECKey.parse(secrets.get("oidc-signing-key", ProviderKeys::newKey)));
        } catch (ParseException e) {
            throw new IllegalStateException("the provider's signing key can't be read", e);
        }
    }

    /** What our own portal proves itself with; whichever room starts first makes it. */
    String clientSecret() {
        return secrets.random("oidc-client-secret");
    }

    private static String newKey() {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyUse(KeyUse.SIGNATURE)
                    .keyIDFromThumbprint(true)
                    .generate()
                    .toJSONString();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
