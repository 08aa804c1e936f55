package bz.ceiba.platform.notifications;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a notice has come on one channel.
 *
 * @param channel sms, email or inbox
 * @param subject its subject in the recipient's language
 * @param state queued, collected (told later together with others), sent, delivered, or failed
 * @param at since when
 * @param attempts how often sending was tried
 * @param error why it failed, or null
 */
public record NoticeState(
        String channel,
        String subject,
        String state,
        Instant at,
        int attempts,
        @Nullable String error) {}
