package bz.ceiba.platform.notifications;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One message on its way.
 *
 * @param reference the same whenever it is tried, so that a duplicate can be recognised; nobody can guess it
 * @param address a phone number in E.164 form or an e-mail address
 * @param attempt 1 for the first try
 * @param expiresAt after which it is worthless, or null
 * @param quiet when it may not be sent
 */
record Delivery(
        long id,
        UUID reference,
        String address,
        @Nullable String subject,
        String body,
        int attempt,
        @Nullable Instant expiresAt,
        QuietHours quiet) {}
