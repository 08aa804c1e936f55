package bz.ceiba.platform.web;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Signs and checks webhooks by the Standard Webhooks specification 1.0: {@code v1} is HMAC-SHA256 over
 * {@code id.timestamp.body}, and the time stamp may be at most five minutes off.
 */
public final class WebhookSignature {
    public static final String ID = "webhook-id";
    public static final String TIMESTAMP = "webhook-timestamp";
    public static final String SIGNATURE = "webhook-signature";

    /** What is asked of a sender who did not sign: the headers that carry a signature. A scheme of our own, as none is registered. */
    public static final String CHALLENGE = "Webhook-Signature realm=\"ceiba\", version=\"v1\", headers=\"" + ID + " "
            + TIMESTAMP + " " + SIGNATURE + "\"";

    private static final String PREFIX = "whsec_";
    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");
    private static final int LONGEST_ID = 100;
    private static final int LEAST_KEY_OCTETS = 24;

    private final SecretKeySpec key;

    /**
     * @throws IllegalArgumentException when the secret is not {@code whsec_} and at least 24 octets in base 64
     */
    public WebhookSignature(String secret) {
        byte[] octets =
                secret.startsWith(PREFIX) ? Base64.getDecoder().decode(secret.substring(PREFIX.length())) : new byte[0];
        if (octets.length < LEAST_KEY_OCTETS) {
            throw new IllegalArgumentException("a webhook secret is whsec_ and at least 24 octets in base 64");
        }
        key = new SecretKeySpec(octets, "HmacSHA256");
    }

    /** The value of the signature's header. */
    public String sign(String id, Instant at, byte[] body) {
        return "v1," + Base64.getEncoder().encodeToString(mac(id, String.valueOf(at.getEpochSecond()), body));
    }

    /** Whether the sender has the secret and the message is of now; several signatures are apart by spaces. */
    public boolean isGenuine(
            @Nullable String id, @Nullable String timestamp, @Nullable String signatures, byte[] body, Instant now) {
        if (id == null
                || id.isBlank()
                || id.length() > LONGEST_ID
                || timestamp == null
                || signatures == null
                || !SECONDS.matcher(timestamp).matches()) {
            return false;
        }
        Instant at = Instant.ofEpochSecond(Long.parseLong(timestamp));
        if (Duration.between(at, now).abs().compareTo(TOLERANCE) > 0) {
            return false;
        }
        byte[] wanted =
                ("v1," + Base64.getEncoder().encodeToString(mac(id, timestamp, body))).getBytes(StandardCharsets.UTF_8);
        boolean found = false;
        for (String signature : signatures.split(" ", 10)) {
            found |= MessageDigest.isEqual(wanted, signature.getBytes(StandardCharsets.UTF_8));
        }
        return found;
    }

    private byte[] mac(String id, String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
