package bz.ceiba.platform.notifications;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How to reach a person, and how he wants to be reached. */
record Contact(
        String person,
        String name,
        @Nullable String phone,
        @Nullable String email,
        String language,
        boolean bySms,
        boolean byEmail) {
    Locale locale() {
        return Locale.of(language);
    }
}
