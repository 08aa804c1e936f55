package bz.ceiba.platform.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The checkpoints kept outside the database, so that who owns that can't rewrite the log unnoticed. Notes stand one after
 * the other, each followed by an empty line; each is on the disk before {@link #append} returns. When the file has grown
 * to 32 MB it becomes {@code <name>.previous}, replacing the one of that name: a later checkpoint vouches for all that
 * earlier ones did.
 */
final class CheckpointFile {
    private static final long LARGEST = 32L << 20;

    private final Path file;
    private @Nullable Checkpoint last;

    /**
     * @throws IOException when the file is there and can't be read
     */
    CheckpointFile(Path file) throws IOException {
        this.file = file;
        dropHalfWritten();
        List<SignedNote> kept = read(file);
        this.last = kept.isEmpty() ? null : Checkpoint.parse(kept.getLast().text());
    }

    static Path previous(Path file) {
        return file.resolveSibling(file.getFileName() + ".previous");
    }

    /**
     * All notes of the file and the one before it.
     *
     * @throws IllegalArgumentException when it holds something else
     */
    static List<SignedNote> read(Path file) throws IOException {
        List<SignedNote> notes = new ArrayList<>();
        for (Path part : List.of(previous(file), file)) {
            if (Files.exists(part)) {
                notes.addAll(SignedNote.parseAll(Files.readAllLines(part)));
            }
        }
        return notes;
    }

    /** The newest checkpoint, if there is one. */
    synchronized Optional<Checkpoint> last() {
        return Optional.ofNullable(last);
    }

    synchronized void append(SignedNote note) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        if (Files.exists(file) && Files.size(file) > LARGEST) {
            Files.move(file, previous(file), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            ByteBuffer bytes = ByteBuffer.wrap((note + "\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        last = Checkpoint.parse(note.text());
    }

    /** A process that died while it wrote leaves a note without the empty line after it. */
    private void dropHalfWritten() throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        String text = Files.readString(file);
        int end = text.length();
        while (end > 0 && !endsANote(text, end)) {
            end = text.lastIndexOf("\n\n", Math.max(0, end - 3)) + 2;
            end = end < 2 ? 0 : end;
        }
        if (end < text.length()) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(text.substring(0, end).getBytes(StandardCharsets.UTF_8).length);
                channel.force(true);
            }
        }
    }

    private static boolean endsANote(String text, int end) {
        if (end < 2 || !text.startsWith("\n\n", end - 2)) {
            return false;
        }
        int line = text.lastIndexOf('\n', end - 3) + 1;
        return text.startsWith(SignedNote.MARK, line);
    }
}
