package bz.ceiba.platform.notifications;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One message on its way.
 *
 * @param key the same whenever it is tried, so that a duplicate can be recognised
 * @param address a phone number in E.164 form or an e-mail address
 * @param attempt 1 for the first try
 * @param expiresAt after which it is worthless, or null
 */
record Delivery(
        long id,
        String key,
        String address,
        @Nullable String subject,
        String body,
        int attempt,
        @Nullable Instant expiresAt) {}
