package bz.ceiba.platform.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Secrets in {@code ${ceiba.data}/secrets}, made at the first start and readable by their owner only. Processes that
 * serve the same people share this directory.
 */
@Component
public class Secrets {
    private static final int RANDOM_BYTES = 32;

    private final Path directory;

    Secrets(@Value("${ceiba.data}") Path data) {
        this.directory = data.resolve("secrets");
    }

    /**
     * The secret of that name, made now if there is none.
     *
     * @throws UncheckedIOException when the directory can't be read or written
     */
    public String get(String name, Supplier<String> maker) {
        Path file = directory.resolve(name);
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(directory);
                make(file, maker.get());
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("the secret " + file + " can't be read or made", e);
        }
    }

    /**
     * A secret of 256 random bits, in the URL-safe base 64 (RFC 4648, 5).
     *
     * @throws UncheckedIOException when the directory can't be read or written
     */
    public String random(String name) {
        return get(name, () -> {
            byte[] secret = new byte[RANDOM_BYTES];
            new SecureRandom().nextBytes(secret);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        });
    }

    /** Written whole or not at all; of two processes that start at once one makes it and both use it. */
    private static void make(Path file, String secret) throws IOException {
        Path draft = Files.createTempFile(
                file.getParent(),
                ".draft",
                null,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(draft, secret + "\n");
        try {
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            // Another process was first; its secret is as good.
            return;
        } catch (UnsupportedOperationException e) {
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            return;
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
