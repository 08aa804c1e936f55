package bz.ceiba.platform.xroad;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.apache.tomcat.util.http.fileupload.MultipartStream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeType;

/** A signed REST message on its way between nodes: MIME multipart/mixed with the parts of PR-MESSTRANSP 3.1, in their order. */
final class TransportMessage {
    static final String REQUEST = "application/x-road-rest-request";
    static final String RESPONSE = "application/x-road-rest-response";
    private static final String BODY = "application/x-road-rest-body";
    private static final String RESULT = "application/hash-chain-result";
    private static final String CHAIN = "application/hash-chain";
    private static final String SIGNATURE = "signature/bdoc-1.0/ts";
    private static final String CONTENT_TYPE = "content-type:";
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
            MultipartStream stream = new MultipartStream(new ByteArrayInputStream(bytes), boundary(contentType), null);
            Map<String, byte[]> parts = new HashMap<>();
            boolean more = stream.skipPreamble();
            for (int count = 0; more; count++) {
                if (count == MOST_PARTS) {
                    throw XroadError.badRequest("A message has at most " + MOST_PARTS + " parts.");
                }
                String type = type(stream.readHeaders());
                ByteArrayOutputStream content = new ByteArrayOutputStream();
                stream.readBodyData(content);
                byte[] before = parts.put(type, content.toByteArray());
                if (before != null && !type.equals("application/ocsp-response")) {
                    throw XroadError.badRequest("The message has two parts of type " + type + ".");
                }
                more = stream.readBoundary();
            }
            return message(parts, head);
        } catch (IOException | InvalidMimeTypeException | BadContainer e) {
            throw XroadError.badRequest("The message can't be read: " + e.getMessage() + ".");
        }
    }

    private static byte[] boundary(@Nullable String contentType) {
        String boundary =
                contentType == null ? null : MimeType.valueOf(contentType).getParameter("boundary");
        if (boundary == null) {
            throw XroadError.badRequest("The message is no multipart with a boundary.");
        }
        return boundary.replaceAll("^\"|\"$", "").getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A part's content type, without parameters. */
    private static String type(String headers) {
        String type = headers.lines()
                .filter(line -> line.regionMatches(true, 0, CONTENT_TYPE, 0, CONTENT_TYPE.length()))
                .map(line -> line.substring(CONTENT_TYPE.length()).strip())
                .findFirst()
                .orElseThrow(() -> XroadError.badRequest("A part of the message has no content type."));
        if (type.startsWith("signature/bdoc")) {
            return SIGNATURE;
        }
        int parameters = type.indexOf(';');
        return (parameters < 0 ? type : type.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
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
