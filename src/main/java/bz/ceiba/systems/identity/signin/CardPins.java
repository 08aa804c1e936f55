package bz.ceiba.systems.identity.signin;

import bz.ceiba.platform.kernel.Secrets;
import bz.ceiba.systems.identity.register.Passwords;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/**
 * How PINs of cards are kept: six digits fall to anybody who may try a million, so what is hashed is a MAC under a key outside the database,
 * and the hash is slow.
 */
@Component
class CardPins {
    private static final String ALGORITHM = "HmacSHA256";
    private static final Pattern FORM = Pattern.compile("\\d{6}");
    private static final String UP = "01234567890123456789";
    private static final String DOWN = "98765432109876543210";

    private final SecretKeySpec key;
    private final Passwords passwords;

    /** Compared with when there is no card, so that nobody sees by the clock whether there is. */
    private final String nobodys;

    CardPins(Secrets secrets, Passwords passwords) {
        this.key = new SecretKeySpec(Base64.getUrlDecoder().decode(secrets.random("card-pin-key")), ALGORITHM);
        this.passwords = passwords;
        this.nobodys = passwords.hash("nobody's");
    }

    /** Whether somebody may choose it: six digits that are not the first that a thief would try. */
    static boolean isGood(String pin) {
        boolean repeats = pin.chars().distinct().count() <= 2;
        return FORM.matcher(pin).matches() && !repeats && !UP.contains(pin) && !DOWN.contains(pin);
    }

    String hash(UUID card, String pin) {
        return passwords.hash(mac(card, pin));
    }

    boolean matches(UUID card, String pin, String hash) {
        return passwords.matches(mac(card, pin), hash);
    }

    void matchNothing(String pin) {
        passwords.matches(mac(new UUID(0, 0), pin), nobodys);
    }

    private String mac(UUID card, String pin) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return Base64.getEncoder().encodeToString(mac.doFinal((card + "/" + pin).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException(e);
        }
    }
}
