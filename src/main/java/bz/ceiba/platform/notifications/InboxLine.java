package bz.ceiba.platform.notifications;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A notice as its recipient reads it.
 *
 * @param text what it says, paragraphs apart by empty lines
 * @param caseNumber the case it is about, or null
 * @param read whether he opened it before
 */
public record InboxLine(
        long id,
        String subject,
        String text,
        Instant at,
        @Nullable String caseNumber,
        boolean read) {}
