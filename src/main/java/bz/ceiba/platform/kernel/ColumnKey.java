package bz.ceiba.platform.kernel;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals values of a column under a key outside the database, so that who has a copy of the database alone can't read them: AES-256-GCM with a
 * nonce of its own for each value (NIST SP 800-38D). Equal values do not look equal.
 */
public final class ColumnKey {
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final String MAC = "HmacSHA256";
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String name;
    private final SecretKeySpec key;

    /**
     * The key of that name among the secrets, made now if there is none.
     *
     * @throws java.io.UncheckedIOException when the secrets can't be read
     */
    public ColumnKey(Secrets secrets, String name) {
        this.name = name;
        this.key = new SecretKeySpec(Base64.getUrlDecoder().decode(secrets.random(name)), "AES");
    }

    /**
     * Seals a value.
     *
     * @param place where it stands; it opens nowhere else
     */
    public byte[] seal(byte[] value, String place) {
        byte[] nonce = new byte[NONCE];
        RANDOM.nextBytes(nonce);
        byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, place, value);
        return ByteBuffer.allocate(NONCE + sealed.length).put(nonce).put(sealed).array();
    }

    /**
     * Opens one.
     *
     * @throws IllegalStateException when it was sealed under another key or elsewhere, or was changed
     */
    public byte[] open(byte[] sealed, String place) {
        ByteBuffer parts = ByteBuffer.wrap(sealed);
        byte[] nonce = new byte[NONCE];
        parts.get(nonce);
        byte[] rest = new byte[parts.remaining()];
        parts.get(rest);
        return cipher(Cipher.DECRYPT_MODE, nonce, place, rest);
    }

    /** A digest that nobody without the key can try values against. */
    public byte[] mac(String text) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(key.getEncoded(), MAC));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + MAC, e);
        }
    }

    private byte[] cipher(int mode, byte[] nonce, String place, byte[] content) {
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(place + " can't be opened with secrets/" + name, e);
        }
    }
}
