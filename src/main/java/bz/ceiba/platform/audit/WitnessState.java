package bz.ceiba.platform.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a witness remembers: of each log the checkpoint that it cosigned last, in a file of its own. A file is whole or as it was: it is
 * written beside, brought to the disk and then renamed. One process at a time has the directory.
 */
final class WitnessState implements AutoCloseable {
    /** Where a process may die while it keeps something. */
    enum Step {
        /** Nothing is written. */
        BEGUN,
        /** The new state is on the disk, under another name. */
        WRITTEN,
        /** It has the name of the old one, which is gone. */
        RENAMED,
        /** The name is on the disk as well. */
        KEPT
    }

    private final Path directory;
    private final FileChannel lockFile;
    private final FileLock lock;
    private final Consumer<Step> reached;

    private WitnessState(Path directory, FileChannel lockFile, FileLock lock, Consumer<Step> reached) {
        this.reached = reached;
        this.directory = directory;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    /**
     * @throws IOException when the directory can't be used, or another process has it
     */
    static WitnessState open(Path directory) throws IOException {
        return open(directory, step -> {});
    }

    /** @param reached is told how far the keeping has come */
    static WitnessState open(Path directory, Consumer<Step> reached) throws IOException {
        Files.createDirectories(directory);
        FileChannel channel =
                FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        @Nullable FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            throw new IOException("another witness works in " + directory);
        }
        return new WitnessState(directory, channel, lock, reached);
    }

    /** The log's name in addresses and file names: the SHA-256 of its origin. */
    static String nameOf(String origin) {
        return HexFormat.of().formatHex(Hash.sha256().digest(origin.getBytes(StandardCharsets.UTF_8)));
    }

    Path keyFile() {
        return directory.resolve("witness-key");
    }

    private Path file(String origin) {
        return directory.resolve(nameOf(origin) + ".checkpoint");
    }

    /**
     * What was kept of a log.
     *
     * @throws IOException when it can't be read; then the witness must not go on as if there were nothing
     */
    Optional<SignedNote> last(String origin) throws IOException {
        Path file = file(origin);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(SignedNote.strict(Files.readString(file)));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is damaged: " + e.getMessage(), e);
        }
    }

    /** Keeps it; when this returns it is on the disk. */
    void keep(String origin, SignedNote note) throws IOException {
        reached.accept(Step.BEGUN);
        Path half = directory.resolve(nameOf(origin) + ".new");
        try (FileChannel channel = FileChannel.open(
                half, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(note.toString().getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        reached.accept(Step.WRITTEN);
        Files.move(half, file(origin), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        reached.accept(Step.RENAMED);
        // The new name as well: it stands in the directory.
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
        reached.accept(Step.KEPT);
    }

    @Override
    public void close() throws IOException {
        lock.release();
        lockFile.close();
    }
}
