package bz.ceiba;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps a data directory with its embedded PostgreSQL to one process, from before that process looks at the files until it
 * ends, however it ends.
 */
final class DataLock {
    static final String FILE = "lock";

    /** The lock goes with its channel, and that with the process. */
    private static final List<FileChannel> HELD = new ArrayList<>();

    private DataLock() {}

    /**
     * Takes the directory for this process.
     *
     * @throws LaunchFailure when another process has it
     * @throws IOException when the directory can't be written
     */
    static synchronized void take(Path data) throws IOException {
        FileChannel channel = FileChannel.open(data.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean taken = false;
        try {
            taken = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // By this process itself, which is another one's turn as well.
        } finally {
            if (!taken) {
                channel.close();
            }
        }
        if (!taken) {
            throw new LaunchFailure(
                    "another Ceiba is using the data directory " + data + "; stop it or choose another with --data.");
        }
        HELD.add(channel);
    }
}
