package bz.ceiba.platform.insight;

import bz.ceiba.platform.kernel.Secrets;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/**
 * The names under which cases are counted: MACs (RFC 2104) of their numbers under a key outside the database, so that
 * whoever has the figures can't find out whose case it is.
 */
@Component
class CaseKeys {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEPT_BYTES = 16;

    private final SecretKeySpec salt;

    CaseKeys(Secrets secrets) {
        this.salt = new SecretKeySpec(Base64.getUrlDecoder().decode(secrets.random("insight-salt")), ALGORITHM);
    }

    String of(String caseNumber) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(salt);
            byte[] full = mac.doFinal(caseNumber.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(full, KEPT_BYTES));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException(e);
        }
    }
}
