package bz.ceiba.platform.documents;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The evidence of one destruction, as an auditor reads it.
 *
 * @param what a file's identifier or a document's number
 * @param documentClass {@code upload} or the document's type
 * @param rule how long it was to be kept, as ISO 8601 has it, such as P7Y
 * @param sha256 of all contents that it had, apart by spaces
 * @param erasedAt since when the content is off the disk, or null
 * @param stillUsed whether another file or document has the same content, which is why it stays
 */
public record DestructionLine(
        long id,
        String what,
        String documentClass,
        String rule,
        String sha256,
        Instant createdAt,
        Instant at,
        @Nullable Instant erasedAt,
        boolean stillUsed) {}
