package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.kernel.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;

/** A secret of 256 random bits needs no slow digest; a slow one would cost 300 times the sign-in itself. */
final class SecretDigest implements PasswordEncoder {
    @Override
    public String encode(@Nullable CharSequence raw) {
        return Sha256.hex(String.valueOf(raw));
    }

    @Override
    public boolean matches(@Nullable CharSequence raw, @Nullable String encoded) {
        return MessageDigest.isEqual(
                encode(raw).getBytes(StandardCharsets.US_ASCII),
                String.valueOf(encoded).getBytes(StandardCharsets.US_ASCII));
    }
}
