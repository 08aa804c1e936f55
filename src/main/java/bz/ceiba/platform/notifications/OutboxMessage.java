package bz.ceiba.platform.notifications;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one of the demonstration's servers received, as the outbox shows it.
 *
 * @param channel sms or email
 * @param subject null for an SMS
 * @param parts of how many parts an SMS came
 */
public record OutboxMessage(
        String channel, String to, @Nullable String subject, String text, int parts, Instant at) {}
