package bz.ceiba.systems.identity.signin;

import bz.ceiba.platform.kernel.Secrets;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/**
 * One-time codes. Six digits fall to anybody who may try a million, so a code is kept as a MAC (RFC 2104) under a key
 * outside the database, bound to the browser that asked for it.
 */
@Component
public class Codes {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int COOKIE_BYTES = 24;

    private final SecureRandom random = new SecureRandom();
    private final SecretKeySpec key;

    Codes(Secrets secrets) {
        byte[] bytes = Base64.getUrlDecoder().decode(secrets.random("one-time-code-key"));
        this.key = new SecretKeySpec(bytes, ALGORITHM);
    }

    /** Six digits, every one of the million as likely as another. */
    String code() {
        return String.format(Locale.ROOT, "%06d", random.nextInt(1_000_000));
    }

    String cookie() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(randomBytes(COOKIE_BYTES));
    }

    byte[] mac(byte[] cookieHash, String code) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(cookieHash);
            return mac.doFinal(code.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
