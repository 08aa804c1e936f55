package bz.ceiba.platform.audit;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a verification holds against the database.
 *
 * @param data the data directory with the key and the kept checkpoints
 * @param checkpoints a file of checkpoints kept elsewhere, or null
 * @param key a file with the verifier key, or null for the one in the data directory
 */
public record Evidence(
        Path data, @Nullable Path checkpoints, @Nullable Path key) {
    static Path keyFile(Path data) {
        return data.resolve("secrets").resolve("audit-key");
    }

    static Path checkpointFile(Path data) {
        return data.resolve("audit").resolve("checkpoints");
    }
}
