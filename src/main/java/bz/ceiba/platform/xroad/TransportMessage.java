package bz.ceiba.platform.xroad;

import jakarta.activation.DataSource;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A signed REST message on its way between nodes: MIME multipart/mixed with the parts of PR-MESSTRANSP 3.1, in their order. */
final class TransportMessage {
    static final String REQUEST = "application/x-road-rest-request";
    static final String RESPONSE = "application/x-road-rest-response";
    private static final String BODY = "application/x-road-rest-body";
    private static final String RESULT = "application/hash-chain-result";
    private static final String CHAIN = "application/hash-chain";
    private static final String SIGNATURE = "signature/bdoc-1.0/ts";
    private static final int MOST_PARTS = 16;

    private final String boundary = "xroad" + UUID.randomUUID().toString().replace("-", "");
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private TransportMessage() {}

    /** The bytes with their content type. */
    record Written(String contentType, byte[] bytes) {}

    static Written write(LoggedMessage message) {
        TransportMessage writing = new TransportMessage();
        writing.part(
                message.head().isResponse() ? RESPONSE : REQUEST, message.head().bytes());
        writing.part(BODY, message.body());
        Signed signed = message.signed();
        if (signed != null) {
            writing.part(RESULT, signed.result());
            writing.part(CHAIN, signed.chain());
            writing.part(SIGNATURE, signed.signature());
        }
        writing.text("--" + writing.boundary + "--\r\n");
        return new Written("multipart/mixed; charset=UTF-8; boundary=" + writing.boundary, writing.out.toByteArray());
    }

    private void part(String type, byte @Nullable [] content) {
        if (content != null) {
            text("--" + boundary + "\r\ncontent-type: " + type + "\r\n\r\n");
            out.writeBytes(content);
            text("\r\n");
        }
    }

    private void text(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Reads a message.
     *
     * @param head the type of the part with the headers
     * @throws XroadError when it is none
     */
    static LoggedMessage read(@Nullable String contentType, byte[] bytes, String head) {
        try {
            DataSource source = new ByteArrayDataSource(bytes, String.valueOf(contentType));
            MimeMultipart multipart = new MimeMultipart(source);
            int count = multipart.getCount();
            if (count > MOST_PARTS) {
                throw XroadError.badRequest("A message has at most " + MOST_PARTS + " parts.");
            }
            Map<String, byte[]> parts = new HashMap<>();
            for (int i = 0; i < count; i++) {
                MimeBodyPart part = (MimeBodyPart) multipart.getBodyPart(i);
                String type = part.getContentType();
                byte[] before = parts.put(type(type), part.getRawInputStream().readAllBytes());
                if (before != null && !type(type).equals("application/ocsp-response")) {
                    throw XroadError.badRequest("The message has two parts of type " + type + ".");
                }
            }
            return message(parts, head);
        } catch (MessagingException | IOException e) {
            throw XroadError.badRequest("The message can't be read: " + e.getMessage() + ".");
        } catch (BadContainer e) {
            throw XroadError.badRequest("The message can't be read: " + e.getMessage() + ".");
        }
    }

    private static String type(String contentType) throws MessagingException {
        return contentType.startsWith("signature/bdoc")
                ? SIGNATURE
                : new ContentType(contentType).getBaseType().toLowerCase(Locale.ROOT);
    }

    private static LoggedMessage message(Map<String, byte[]> parts, String head) {
        byte[] headers = parts.get(head);
        byte[] signature = parts.get(SIGNATURE);
        byte[] result = parts.get(RESULT);
        byte[] chain = parts.get(CHAIN);
        if (headers == null || signature == null || result == null || chain == null) {
            throw XroadError.badRequest("The message lacks one of its parts: " + head + ", " + RESULT + ", " + CHAIN
                    + ", " + SIGNATURE + ".");
        }
        return new LoggedMessage(RestMessage.parse(headers), parts.get(BODY), new Signed(signature, result, chain));
    }
}
