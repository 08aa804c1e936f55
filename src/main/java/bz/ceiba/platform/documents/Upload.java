package bz.ceiba.platform.documents;

import bz.ceiba.platform.kernel.PersonNumber;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An upload in pieces.
 *
 * @param metadata what its client said of it, or null
 * @param received how many bytes of {@code length} have arrived
 * @param file the file that it became, or null
 */
record Upload(
        UUID id,
        PersonNumber owner,
        String name,
        @Nullable String metadata,
        long length,
        long received,
        Instant expiresAt,
        @Nullable UUID file) {
    boolean isComplete() {
        return received == length;
    }

    Upload become(UUID made) {
        return new Upload(id, owner, name, metadata, length, received, expiresAt, made);
    }
}
