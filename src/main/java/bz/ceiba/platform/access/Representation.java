package bz.ceiba.platform.access;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An assistant's leave to act for a citizen, asked for or given.
 *
 * @param assistant identity number
 * @param represented identity number
 * @param centre where the two sat together
 * @param codeHash of the code that was sent
 * @param tries how many wrong codes were typed
 * @param givenAt when the citizen consented, or null
 * @param until when it ends at the latest, or null before it is given
 * @param endedAt when it ended, or null
 */
record Representation(
        UUID id,
        String assistant,
        String agency,
        String represented,
        String representedName,
        String centre,
        byte[] codeHash,
        int tries,
        Instant askedAt,
        @Nullable Instant givenAt,
        @Nullable Instant until,
        @Nullable Instant endedAt) {}
