package bz.ceiba.platform.audit;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the log as people read it.
 *
 * @param number the entry's number
 * @param event what happened
 * @param actor the identity number of who did it, {@code system} or {@code anonymous}
 * @param actorName his name, or null
 * @param agency the id of the agency for which he acted, or null
 * @param subject the identity number of the person whose data it was, or null
 * @param caseNumber the case it belongs to, or null
 * @param purpose why: a purpose of the exchange or words, or null
 * @param checkpoint the number of the checkpoint that seals it, or null while it waits for the next
 */
public record Disclosure(
        long number,
        Instant at,
        AuditEvent event,
        String actor,
        @Nullable String actorName,
        @Nullable String agency,
        @Nullable String subject,
        @Nullable String caseNumber,
        @Nullable String purpose,
        Map<String, String> detail,
        @Nullable Long checkpoint) {}
