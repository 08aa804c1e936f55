package bz.ceiba.platform.xroad;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * Takes in the bodies of messages: small ones in memory, larger ones in files, each hashed while it comes. All files together have a bound; who comes when
 * it is reached waits a second and is told to come again. The files have no name once they are open, so nothing is left of them whatever happens.
 */
final class Spool {
    /** Of a body, in memory. */
    static final int SMALL = 64 << 10;

    private static final Duration WAIT = Duration.ofSeconds(1);
    private static final int PIECE = 1 << 16;
    /** In which the room on the disk is counted. */
    private static final long UNIT = 1 << 20;

    private final Path directory;
    private final BodySettings settings;
    private final Duration patience;
    private final Clock clock;
    private final Semaphore units;

    /**
     * @param patience how long a body may take besides the time that its size explains
     */
    Spool(Path directory, BodySettings settings, Duration patience, Clock clock) {
        this.directory = directory;
        this.settings = settings;
        this.patience = patience;
        this.clock = clock;
        this.units = new Semaphore(Math.toIntExact(settings.mostSpooled().toBytes() / UNIT), true);
    }

    /** How long so many bytes may be on their way. */
    Duration patience(long bytes) {
        return patience.plusMillis(1_000 * bytes / settings.slowest().toBytes());
    }

    /**
     * Takes a body in.
     *
     * @param announced how long it says to be, or -1
     * @throws XroadError when it is too large or too slow, or there is no room for it
     * @throws IOException when whoever sends it breaks off
     */
    Body take(InputStream in, long announced) throws IOException {
        try (Intake intake = intake(announced)) {
            byte[] piece = new byte[announced < 0 ? PIECE : Math.clamp(announced + 1, 1, PIECE)];
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                intake.write(piece, 0, read);
            }
            return intake.body();
        }
    }

    /**
     * To write a body into.
     *
     * @param announced how long the body says to be, or what it is in, or -1
     * @throws XroadError when that is too large
     */
    Intake intake(long announced) {
        requireSize(announced);
        return new Intake();
    }

    private void requireSize(long bytes) {
        DataSize largest = settings.largest();
        if (bytes > largest.toBytes()) {
            throw XroadError.badRequest("The body is larger than " + largest.toMegabytes() + " MiB.");
        }
    }

    /** What still may be spooled, in bytes. */
    long free() {
        return units.availablePermits() * UNIT;
    }

    /** One body while it comes. What was not taken from it as a body is thrown away when this is closed. */
    final class Intake implements AutoCloseable {
        private final Instant begin = clock.instant();
        private final MessageDigest digest = Digests.sha512();
        private ByteArrayOutputStream memory = new ByteArrayOutputStream(1_024);
        private @Nullable FileChannel file;
        private int held;
        private long size;
        private boolean taken;

        /** To write into; closing it changes nothing. */
        OutputStream stream() {
            return new OutputStream() {
                @Override
                public void write(int one) {
                    write(new byte[] {(byte) one}, 0, 1);
                }

                @Override
                public void write(byte[] bytes, int from, int count) {
                    Intake.this.write(bytes, from, count);
                }
            };
        }

        private void write(byte[] bytes, int from, int count) {
            size += count;
            requireSize(size);
            if (Duration.between(begin, clock.instant()).compareTo(patience(size)) > 0) {
                throw XroadError.badRequest("The body comes too slowly.");
            }
            if (file == null && size <= SMALL) {
                memory.write(bytes, from, count);
                return;
            }
            try {
                if (file == null) {
                    file = open();
                    spool(memory.toByteArray(), 0, memory.size());
                    memory = new ByteArrayOutputStream(0);
                }
                spool(bytes, from, count);
            } catch (IOException e) {
                throw XroadError.noRoom("The body can't be written to the disk here.", e);
            }
        }

        private FileChannel open() throws IOException {
            Files.createDirectories(directory);
            return FileChannel.open(
                    directory.resolve(UUID.randomUUID() + ".part"),
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.DELETE_ON_CLOSE);
        }

        private void spool(byte[] bytes, int from, int count) throws IOException {
            while (held * UNIT < size) {
                hold();
            }
            digest.update(bytes, from, count);
            ByteBuffer left = ByteBuffer.wrap(bytes, from, count);
            while (left.hasRemaining() && file != null) {
                file.write(left);
            }
        }

        private void hold() {
            try {
                if (units.tryAcquire(WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                    held++;
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw XroadError.noRoom("Too many large bodies are on their way; send this one again later.", null);
        }

        /** All that was written. */
        Body body() {
            taken = true;
            int room = held;
            FileChannel written = file;
            return written == null
                    ? Body.of(memory.toByteArray())
                    : Body.of(written, size, digest.digest(), () -> units.release(room));
        }

        @Override
        public void close() {
            if (taken) {
                return;
            }
            taken = true;
            units.release(held);
            try {
                if (file != null) {
                    file.close();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
