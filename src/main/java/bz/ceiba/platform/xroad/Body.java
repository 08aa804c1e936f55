package bz.ceiba.platform.xroad;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * The body of a message: in memory when it is small, else in a file that nobody else can open and that is gone when this is closed. It can be read
 * as often as is needed, and is hashed once.
 */
final class Body implements AutoCloseable {
    private static final int PIECE = 1 << 16;

    private final byte @Nullable [] bytes;
    private final @Nullable FileChannel file;
    private final long size;
    private final Runnable release;
    private byte @Nullable [] digest;
    private boolean closed;

    private Body(
            byte @Nullable [] bytes,
            @Nullable FileChannel file,
            long size,
            byte @Nullable [] digest,
            Runnable release) {
        this.bytes = bytes;
        this.file = file;
        this.size = size;
        this.digest = digest;
        this.release = release;
    }

    /** One that is in memory. */
    static Body of(byte[] bytes) {
        return new Body(bytes, null, bytes.length, null, () -> {});
    }

    /**
     * One that was written to a file and hashed meanwhile.
     *
     * @param release what gives its place on the disk back
     */
    static Body of(FileChannel file, long size, byte[] digest, Runnable release) {
        return new Body(null, file, size, digest, release);
    }

    long size() {
        return size;
    }

    boolean isInMemory() {
        return bytes != null;
    }

    /** Its SHA-512. */
    byte[] digest() {
        byte[] known = digest;
        if (known == null) {
            known = Digests.sha512(bytes());
            digest = known;
        }
        return known;
    }

    /**
     * All of it, for whoever knows that it is not large.
     *
     * @throws UncheckedIOException when the file can't be read
     */
    byte[] bytes() {
        if (bytes != null) {
            return bytes;
        }
        try (InputStream in = open()) {
            return in.readNBytes(Math.toIntExact(size));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads it from its beginning. */
    InputStream open() {
        return bytes == null ? new FileInput() : new ByteArrayInputStream(bytes);
    }

    void writeTo(OutputStream out) throws IOException {
        if (bytes != null) {
            out.write(bytes);
            return;
        }
        byte[] piece = new byte[PIECE];
        try (InputStream in = open()) {
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                out.write(piece, 0, read);
            }
        }
    }

    /** To send it with the client of the JDK. */
    BodyPublisher publisher() {
        if (bytes != null) {
            return BodyPublishers.ofByteArray(bytes);
        }
        return size == 0
                ? BodyPublishers.noBody()
                : BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(this::open), size);
    }

    @Override
    public void close() {
        if (file == null || closed) {
            return;
        }
        closed = true;
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            release.run();
        }
    }

    /** Reads the file at a place of its own, so that several may read at once. */
    private final class FileInput extends InputStream {
        private long at;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int from, int most) throws IOException {
            if (file == null || at >= size) {
                return -1;
            }
            int read = file.read(ByteBuffer.wrap(into, from, (int) Math.min(most, size - at)), at);
            at += Math.max(read, 0);
            return read;
        }
    }
}
