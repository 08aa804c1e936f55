package bz.ceiba.platform.documents;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;

/**
 * What the header {@code Upload-Checksum} says of a request's body.
 *
 * @param algorithm as Java calls it
 */
record TusChecksum(String algorithm, byte[] expected) {
    /** The protocol demands sha1; it guards against broken lines, not against people. */
    static final String ALGORITHMS = "sha1,sha256";

    /** Empty when the header is not "algorithm, space, Base64" or the algorithm is another one. */
    static Optional<TusChecksum> parse(String header) {
        String[] words = header.strip().split(" ", 2);
        String algorithm =
                switch (words[0]) {
                    case "sha1" -> "SHA-1";
                    case "sha256" -> "SHA-256";
                    default -> "";
                };
        if (algorithm.isEmpty() || words.length != 2) {
            return Optional.empty();
        }
        try {
            return Optional.of(new TusChecksum(algorithm, Base64.getDecoder().decode(words[1])));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    MessageDigest digest() {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
