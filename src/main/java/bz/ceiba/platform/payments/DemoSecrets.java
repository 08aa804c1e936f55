package bz.ceiba.platform.payments;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** What the demonstration's gateway and we share, made at the first start and kept where only their owner reads it. */
final class DemoSecrets {
    private static final SecureRandom RANDOM = new SecureRandom();

    private DemoSecrets() {}

    static String api(Path data) {
        return "sk_demo_" + secret(data, "demo-gateway-key");
    }

    static String webhook(Path data) {
        return "whsec_" + secret(data, "demo-gateway-webhook");
    }

    private static synchronized String secret(Path data, String name) {
        Path file = data.resolve("secrets").resolve(name);
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(file.getParent());
                byte[] secret = new byte[32];
                RANDOM.nextBytes(secret);
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(file, Base64.getEncoder().encodeToString(secret));
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("the data directory can't be written", e);
        }
    }
}
