package bz.ceiba.platform.kernel;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;

/** Identifiers for rows: UUID version 7 (RFC 9562, 5.7), which sort by the time they were made. */
public final class Ids {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Ids() {}

    public static UUID next(Clock clock) {
        long most = clock.millis() << 16 | 0x7000L | RANDOM.nextInt(0x1000);
        long least = 0x8000_0000_0000_0000L | RANDOM.nextLong() >>> 2;
        return new UUID(most, least);
    }
}
