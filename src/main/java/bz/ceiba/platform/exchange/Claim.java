package bz.ceiba.platform.exchange;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * On what a question to another node rests, besides its case.
 *
 * @param agreement the agreement's reference, such as {@code tax-service-reminders/1}
 * @param consentGiven since when the person's consent stands, or null where the one who asks knows of none
 */
public record Claim(String agreement, @Nullable Instant consentGiven) {}
