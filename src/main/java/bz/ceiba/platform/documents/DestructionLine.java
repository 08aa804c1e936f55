package bz.ceiba.platform.documents;

import java.time.Instant;

/**
 * The evidence of one destruction, as an auditor reads it.
 *
 * @param what a file's identifier or a document's number
 * @param documentClass {@code upload} or the document's type
 * @param rule how long it was to be kept, as ISO 8601 has it, such as P7Y
 * @param sha256 of all contents that it had, apart by spaces
 * @param erased whether the content is off the disk
 */
public record DestructionLine(
        long id,
        String what,
        String documentClass,
        String rule,
        String sha256,
        Instant createdAt,
        Instant at,
        boolean erased) {}
