package bz.ceiba.platform.documents;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Content on its way in: on disk, counted and hashed while it streamed. Closing it throws away what was not kept. */
record Gathered(Path path, long size, String sha256) implements AutoCloseable {
    /**
     * Reads a stream to its end, or one byte beyond the limit, so that the caller sees that it was too long.
     *
     * @param most how many bytes are wanted at most
     */
    static Gathered from(InputStream content, long most, Contents contents) throws IOException {
        Path path = contents.gather();
        MessageDigest digest = newDigest();
        long size = 0;
        try (OutputStream out = java.nio.file.Files.newOutputStream(path)) {
            byte[] buffer = new byte[1 << 16];
            for (int n = content.read(buffer); n >= 0 && size <= most; n = content.read(buffer)) {
                digest.update(buffer, 0, n);
                out.write(buffer, 0, n);
                size += n;
            }
        } catch (IOException | RuntimeException e) {
            java.nio.file.Files.deleteIfExists(path);
            throw e;
        }
        return new Gathered(path, size, HexFormat.of().formatHex(digest.digest()));
    }

    static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        java.nio.file.Files.deleteIfExists(path);
    }
}
