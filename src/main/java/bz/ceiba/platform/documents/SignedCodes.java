package bz.ceiba.platform.documents;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Small things that are signed for the pocket: a CBOR Web Token (RFC 8392) in a COSE_Sign1 (RFC 9052) with ES256, written in base 45 (RFC 9285) after
 * {@value #PREFIX}, as health certificates of travellers are. Whoever has the published keys reads it without asking anybody; docs/verification.md
 * explains it.
 */
@Component
public class SignedCodes {
    /** What each begins with. */
    public static final String PREFIX = "BZ1:";

    private static final int LONGEST = 4_000;
    private static final long SIGN1 = 18;
    private static final int ALGORITHM = 1;
    private static final int KEY = 4;
    private static final int ES256 = -7;
    private static final int ISSUER = 1;
    private static final int EXPIRES = 4;
    private static final int ISSUED_AT = 6;
    /** Private claims (RFC 8392, 9.1: less than -65536). */
    private static final int TYPE = -70_001;

    private static final int CONTENT = -70_002;
    private static final String STATE = "BZ";

    private final VerificationCodes keys;

    SignedCodes(VerificationCodes keys) {
        this.keys = keys;
    }

    /**
     * What a code says.
     *
     * @param content numbers are Long, then String, byte[], List and Map, by numbers
     */
    public record Code(String type, Map<Long, Object> content, Instant issuedAt, Instant expires) {}

    /**
     * Signs.
     *
     * @param type what it is, such as {@code border-declaration}
     * @param content Integer, Long, String, byte[], List and Map, by numbers
     */
    public String sign(String type, Map<Integer, Object> content, Instant issuedAt, Instant expires) {
        Map<Integer, Object> claims = new LinkedHashMap<>();
        claims.put(ISSUER, STATE);
        claims.put(EXPIRES, expires.getEpochSecond());
        claims.put(ISSUED_AT, issuedAt.getEpochSecond());
        claims.put(TYPE, type);
        claims.put(CONTENT, content);
        Map<Integer, Object> header = new LinkedHashMap<>();
        header.put(ALGORITHM, ES256);
        header.put(KEY, keys.keyId());
        byte[] protectedHeader = Cbor.write(header);
        byte[] payload = Cbor.write(claims);
        byte[] signature = keys.signature(toBeSigned(protectedHeader, payload));
        return PREFIX
                + Base45.write(
                        Cbor.write(new Cbor.Tagged(SIGN1, List.of(protectedHeader, Map.of(), payload, signature))));
    }

    private static byte[] toBeSigned(byte[] protectedHeader, byte[] payload) {
        return Cbor.write(List.of("Signature1", protectedHeader, new byte[0], payload));
    }

    /** What it says; empty when it is not ours or was changed. Whether its time is over is for the caller to see. */
    public Optional<Code> read(String text) {
        String plain = text.strip();
        if (plain.length() > LONGEST || !plain.startsWith(PREFIX)) {
            return Optional.empty();
        }
        Optional<byte[]> bytes = Base45.read(plain.substring(PREFIX.length()));
        try {
            return bytes.isEmpty() ? Optional.empty() : opened(bytes.get());
        } catch (Cbor.Malformed e) {
            // Not a code of ours: that is the answer.
            return Optional.empty();
        }
    }

    private Optional<Code> opened(byte[] bytes) throws Cbor.Malformed {
        if (!(Cbor.read(bytes) instanceof Cbor.Tagged(long tag, List<?> parts))
                || tag != SIGN1
                || parts.size() != 4
                || !(parts.get(0) instanceof byte[] header)
                || !(parts.get(2) instanceof byte[] payload)
                || !(parts.get(3) instanceof byte[] signature)) {
            return Optional.empty();
        }
        if (!(Cbor.read(header) instanceof Map<?, ?> named)
                || !Long.valueOf(ES256).equals(named.get((long) ALGORITHM))
                || !(named.get((long) KEY) instanceof byte[] key)
                || !keys.verifies(key, toBeSigned(header, payload), signature)) {
            return Optional.empty();
        }
        if (!(Cbor.read(payload) instanceof Map<?, ?> claims)
                || !STATE.equals(claims.get((long) ISSUER))
                || !(claims.get((long) ISSUED_AT) instanceof Long issued)
                || !(claims.get((long) EXPIRES) instanceof Long expires)
                || !(claims.get((long) TYPE) instanceof String type)
                || !(claims.get((long) CONTENT) instanceof Map<?, ?> content)) {
            return Optional.empty();
        }
        Map<Long, Object> numbered = new LinkedHashMap<>();
        for (Map.Entry<?, ?> one : content.entrySet()) {
            if (one.getKey() instanceof Long number) {
                numbered.put(number, one.getValue());
            }
        }
        return Optional.of(new Code(type, numbered, Instant.ofEpochSecond(issued), Instant.ofEpochSecond(expires)));
    }

    /** It as a picture, for a page: a PNG as {@code data:} address. */
    public static String picture(String code) {
        return QrImage.dataAddress(code);
    }
}
