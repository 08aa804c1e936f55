package bz.ceiba.platform.notifications;

import java.time.Instant;
import java.time.LocalTime;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a person, and how he wants to be reached.
 *
 * @param email where mail goes, or null
 * @param emailUnproved what the provider states and nobody has proved, or null
 * @param emailRefusedAt since when mail to the address comes back, or null
 * @param quietFrom when his own quiet hours begin, or null for the national ones
 */
record Contact(
        String person,
        String name,
        @Nullable String phone,
        @Nullable String email,
        @Nullable String emailUnproved,
        String language,
        boolean bySms,
        boolean byEmail,
        @Nullable Instant emailRefusedAt,
        @Nullable LocalTime quietFrom,
        @Nullable LocalTime quietTo) {
    Locale locale() {
        return Locale.of(language);
    }
}
