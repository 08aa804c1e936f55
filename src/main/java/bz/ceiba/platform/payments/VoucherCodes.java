package bz.ceiba.platform.payments;

import bz.ceiba.platform.kernel.Secrets;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/**
 * Makes codes of vouchers. A form of sale carries a random key; the code is what HMAC-SHA256 makes of that with our secret. So a
 * form that is sent twice, or whose answer got lost, comes to the same voucher, and the code need be kept nowhere.
 */
@Component
class VoucherCodes {
    private static final int KEY_BYTES = 16;
    private static final Pattern KEY = Pattern.compile("[0-9a-f]{32}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec secret;

    VoucherCodes(Secrets secrets) {
        this.secret =
                new SecretKeySpec(secrets.random("voucher-codes").getBytes(StandardCharsets.US_ASCII), "HmacSHA256");
    }

    /** The key of a form that has not been sent yet. */
    String key() {
        byte[] key = new byte[KEY_BYTES];
        RANDOM.nextBytes(key);
        return HexFormat.of().formatHex(key);
    }

    /** The one key of a voucher that takes the place of a refund; nobody can tell it from the refund. */
    String key(UUID refund) {
        return HexFormat.of().formatHex(mac(("refund/" + refund).getBytes(StandardCharsets.US_ASCII)), 0, KEY_BYTES);
    }

    /** The code that a key stands for, if it is one. */
    Optional<VoucherCode> of(String key) {
        if (!KEY.matcher(key).matches()) {
            return Optional.empty();
        }
        return Optional.of(VoucherCode.of(mac(HexFormat.of().parseHex(key))));
    }

    private byte[] mac(byte[] text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(secret);
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
