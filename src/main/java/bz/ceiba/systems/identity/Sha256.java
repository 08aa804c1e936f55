package bz.ceiba.systems.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;

/** A secret of 256 random bits needs no slow digest; a slow one would cost 300 times the sign-in itself. */
final class Sha256 implements PasswordEncoder {
    static String hex(String secret) {
        return HexFormat.of().formatHex(Codes.hash(secret));
    }

    @Override
    public String encode(@Nullable CharSequence raw) {
        return hex(String.valueOf(raw));
    }

    @Override
    public boolean matches(@Nullable CharSequence raw, @Nullable String encoded) {
        return MessageDigest.isEqual(
                encode(raw).getBytes(StandardCharsets.US_ASCII),
                String.valueOf(encoded).getBytes(StandardCharsets.US_ASCII));
    }
}
