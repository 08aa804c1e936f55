package bz.ceiba.platform.notifications;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One message on its way.
 *
 * @param reference the same whenever it is tried, so that a duplicate can be recognised; nobody can guess it
 * @param address a phone number in E.164 form or an e-mail address
 * @param queuedAt since when it waits to be sent
 * @param attempt 1 for the first try
 * @param unanswered this try and those before it in a row of which no outcome is known
 * @param expiresAt after which it is worthless, or null
 * @param quiet when it may not be sent
 */
record Delivery(
        long id,
        UUID reference,
        String address,
        @Nullable String subject,
        String body,
        Instant queuedAt,
        int attempt,
        int unanswered,
        @Nullable Instant expiresAt,
        QuietHours quiet) {}
