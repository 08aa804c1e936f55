package bz.ceiba.systems.identity.register;

import java.util.Objects;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;

/** How passwords are kept: Argon2id (RFC 9106) with Spring Security's parameters. */
@Component
public class Passwords {
    /** Longer ones are refused, so that nobody keeps us busy with them. */
    static final int LONGEST = 200;

    private final Argon2PasswordEncoder encoder = Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8();

    public String hash(String password) {
        return Objects.requireNonNull(encoder.encode(password));
    }

    public boolean matches(String password, String hash) {
        return password.length() <= LONGEST && encoder.matches(password, hash);
    }
}
