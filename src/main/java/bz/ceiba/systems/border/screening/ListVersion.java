package bz.ceiba.systems.border.screening;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A version of a watchlist.
 *
 * @param state PROPOSED, LIVE or DECLINED
 * @param skipped entities of the file that are about neither a person nor a document
 * @param large whether it changes so much that only a supervisor may let it live
 * @param signed whether its publisher's signature was right
 */
public record ListVersion(
        String list,
        int version,
        int base,
        String state,
        int added,
        int changed,
        int removed,
        int skipped,
        boolean large,
        boolean signed,
        String why,
        String proposedBy,
        String proposedByName,
        Instant proposedAt,
        @Nullable String decidedByName) {}
