package bz.ceiba.systems.identity.signin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An authenticator without a device, which also says what no honest one would (WebAuthn Level 3, 6). */
public final class SoftAuthenticator {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int ID_BYTES = 20;

    private final byte[] id = new byte[ID_BYTES];
    private final KeyPair keys;
    private byte[] handle = new byte[0];

    /** What it claims. */
    boolean verified = true;

    String origin;
    long counter;

    public SoftAuthenticator(String origin) {
        this.origin = origin;
        new SecureRandom().nextBytes(id);
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            this.keys = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes a credential as the options ask; without attestation. */
    public String make(String options) {
        JsonNode asked = JSON.readTree(options);
        handle = Base64.getUrlDecoder().decode(asked.at("/user/id").asString());
        ByteArrayOutputStream credential = new ByteArrayOutputStream();
        credential.writeBytes(new byte[16]);
        credential.writeBytes(new byte[] {0, ID_BYTES});
        credential.writeBytes(id);
        credential.writeBytes(cose());
        byte[] data = data(asked.at("/rp/id").asString(), 0x40, credential.toByteArray());
        ByteArrayOutputStream attestation = new ByteArrayOutputStream();
        attestation.write(0xa3);
        text(attestation, "fmt");
        text(attestation, "none");
        text(attestation, "attStmt");
        attestation.write(0xa0);
        text(attestation, "authData");
        attestation.write(0x58);
        attestation.write(data.length);
        attestation.writeBytes(data);
        return credential(Map.of(
                "clientDataJSON",
                base64(client("webauthn.create", asked.at("/challenge").asString())),
                "attestationObject",
                base64(attestation.toByteArray())));
    }

    /** Signs its user in as the options ask. */
    public String use(String options) {
        JsonNode asked = JSON.readTree(options);
        byte[] client = client("webauthn.get", asked.at("/challenge").asString());
        byte[] data = data(asked.at("/rpId").asString(), 0, new byte[0]);
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(data);
            signature.update(MessageDigest.getInstance("SHA-256").digest(client));
            return credential(Map.of(
                    "clientDataJSON", base64(client),
                    "authenticatorData", base64(data),
                    "signature", base64(signature.sign()),
                    "userHandle", base64(handle)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String credential(Map<String, String> response) {
        return JSON.writeValueAsString(Map.of(
                "id", base64(id),
                "rawId", base64(id),
                "type", "public-key",
                "response", response,
                "clientExtensionResults", Map.of()));
    }

    private byte[] client(String type, String challenge) {
        return JSON.writeValueAsString(Map.of("type", type, "challenge", challenge, "origin", origin))
                .getBytes(UTF_8);
    }

    private byte[] data(String rpId, int flags, byte[] credential) {
        try {
            return ByteBuffer.allocate(37 + credential.length)
                    .put(MessageDigest.getInstance("SHA-256").digest(rpId.getBytes(UTF_8)))
                    .put((byte) (flags | 1 | (verified ? 4 : 0)))
                    .putInt((int) counter)
                    .put(credential)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The public key for ES256 (RFC 9053, 7.1.1). */
    private byte[] cose() {
        ECPublicKey key = (ECPublicKey) keys.getPublic();
        ByteArrayOutputStream cose = new ByteArrayOutputStream();
        cose.writeBytes(new byte[] {(byte) 0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32});
        cose.writeBytes(unsigned(key.getW().getAffineX()));
        cose.writeBytes(new byte[] {0x22, 0x58, 32});
        cose.writeBytes(unsigned(key.getW().getAffineY()));
        return cose.toByteArray();
    }

    private static byte[] unsigned(BigInteger number) {
        byte[] bytes = new byte[32];
        byte[] signed = number.toByteArray();
        int length = Math.min(32, signed.length);
        System.arraycopy(signed, signed.length - length, bytes, 32 - length, length);
        return bytes;
    }

    private static void text(ByteArrayOutputStream cbor, String text) {
        cbor.write(0x60 | text.length());
        cbor.writeBytes(text.getBytes(UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
