package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.kernel.Secrets;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/**
 * What a person is called at a relying party: always the same there, another elsewhere, and nothing by which one could find the
 * person or sign in (pairwise identifiers, OpenID Connect Core 1.0, 8.1). Who loses the key gives everybody another name everywhere.
 */
@Component
class Pseudonyms {
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    Pseudonyms(Secrets secrets) {
        this.key = new SecretKeySpec(Base64.getUrlDecoder().decode(secrets.random("pseudonym-key")), ALGORITHM);
    }

    /**
     * A person's name in a sector.
     *
     * @param sector the host that stands for all clients of one party
     */
    String of(UUID person, String sector) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(sector.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            byte[] name = mac.doFinal(person.toString().getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(name);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException(e);
        }
    }
}
