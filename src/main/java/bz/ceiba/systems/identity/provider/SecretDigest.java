package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.kernel.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * A secret of 256 random bits needs no slow digest; a slow one would cost 300 times the sign-in itself. While a party changes its secret, two
 * are good: their digests stand one after the other, with a space between.
 */
final class SecretDigest implements PasswordEncoder {
    @Override
    public String encode(@Nullable CharSequence raw) {
        return Sha256.hex(String.valueOf(raw));
    }

    @Override
    public boolean matches(@Nullable CharSequence raw, @Nullable String encoded) {
        byte[] shown = encode(raw).getBytes(StandardCharsets.US_ASCII);
        boolean matches = false;
        for (String digest : String.valueOf(encoded).split(" ", 2)) {
            matches |= MessageDigest.isEqual(shown, digest.getBytes(StandardCharsets.US_ASCII));
        }
        return matches;
    }
}
