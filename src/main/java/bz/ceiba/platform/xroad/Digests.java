package bz.ceiba.platform.xroad;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** SHA-512, with which messages are hashed, and what others use besides. */
final class Digests {
    private Digests() {}

    static MessageDigest sha512() {
        return of("SHA-512");
    }

    /** @param algorithm one that every JDK has */
    static MessageDigest of(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] sha512(byte[] bytes) {
        return sha512().digest(bytes);
    }

    /**
     * What ties a response to its request (PR-REST 4.3): SHA512(SHA512(headers) + SHA512(body)), or SHA512(headers) without a
     * body, in base64.
     *
     * @param body the SHA-512 of the body, or null
     */
    static String requestHash(byte[] head, byte @Nullable [] body) {
        MessageDigest digest = sha512();
        byte[] first = sha512(head);
        if (body == null) {
            return Base64.getEncoder().encodeToString(first);
        }
        digest.update(first);
        return Base64.getEncoder().encodeToString(digest.digest(body));
    }
}
