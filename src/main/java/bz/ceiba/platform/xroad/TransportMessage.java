package bz.ceiba.platform.xroad;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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
    private static final String STATEMENT = "application/ocsp-response";
    private static final String BODY = "application/x-road-rest-body";
    private static final String RESULT = "application/hash-chain-result";
    private static final String CHAIN = "application/hash-chain";
    private static final String SIGNATURE = "signature/bdoc-1.0/ts";
    private static final String END = "\r\n";
    private static final String CONTENT_TYPE = "content-type:";
    private static final int MOST_PARTS = 16;
    /** RFC 2046, 5.1.1. */
    private static final int LONGEST_BOUNDARY = 70;

    private static final int LARGEST_PART = 1 << 20;
    private static final int SMALLEST_BUFFER = 1 << 12;
    private static final int LARGEST_BUFFER = 1 << 16;

    private final String boundary = "xroad" + UUID.randomUUID().toString().replace("-", "");
    private ByteArrayOutputStream out = new ByteArrayOutputStream(SMALLEST_BUFFER);

    private TransportMessage() {}

    /**
     * What goes over the line.
     *
     * @param before all of it, or what stands before a body that is in a file
     * @param body that body, or null
     */
    record Written(
            String contentType, byte[] before, @Nullable Body body, byte[] after) {
        long length() {
            return before.length + (body == null ? 0 : body.size()) + after.length;
        }

        BodyPublisher publisher() {
            return body == null
                    ? BodyPublishers.ofByteArray(before)
                    : BodyPublishers.concat(
                            BodyPublishers.ofByteArray(before), body.publisher(), BodyPublishers.ofByteArray(after));
        }

        void writeTo(OutputStream out) throws IOException {
            out.write(before);
            if (body != null) {
                body.writeTo(out);
                out.write(after);
            }
        }
    }

    /**
     * A message that was read.
     *
     * @param statements what came with it of whether the certificate of the connection was revoked
     */
    record Read(LoggedMessage message, List<byte[]> statements) {}

    static Written write(LoggedMessage message) {
        return write(message, null);
    }

    /**
     * @param statement what its authority says of the certificate of the connection, or null
     */
    static Written write(LoggedMessage message, byte @Nullable [] statement) {
        TransportMessage writing = new TransportMessage();
        writing.part(STATEMENT, statement);
        writing.part(
                message.head().isResponse() ? RESPONSE : REQUEST, message.head().bytes());
        Body body = message.body();
        if (body == null || body.isInMemory()) {
            writing.part(BODY, body == null ? null : body.bytes());
            byte[] all = writing.end(message.signed());
            return new Written(writing.contentType(), all, null, new byte[0]);
        }
        writing.begin(BODY);
        byte[] before = writing.out.toByteArray();
        writing.out = new ByteArrayOutputStream(SMALLEST_BUFFER);
        writing.text(END);
        return new Written(writing.contentType(), before, body, writing.end(message.signed()));
    }

    private String contentType() {
        return "multipart/mixed; charset=UTF-8; boundary=" + boundary;
    }

    private byte[] end(@Nullable Signed signed) {
        if (signed != null) {
            part(RESULT, signed.result());
            part(CHAIN, signed.chain());
            part(SIGNATURE, signed.signature());
        }
        text("--" + boundary + "--" + END);
        return out.toByteArray();
    }

    private void part(String type, byte @Nullable [] content) {
        if (content != null) {
            begin(type);
            out.writeBytes(content);
            text(END);
        }
    }

    private void begin(String type) {
        text("--" + boundary + END + "content-type: " + type + END + END);
    }

    private void text(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Reads a message.
     *
     * @param announced how long it says to be, or -1
     * @param head the type of the part with the headers
     * @throws XroadError when it is none
     * @throws IOException when whoever sends it breaks off
     */
    static Read read(@Nullable String contentType, InputStream in, long announced, String head, Spool spool)
            throws IOException {
        try (Spool.Intake body = spool.intake(announced - LARGEST_PART)) {
            int buffer = announced < 0 ? LARGEST_BUFFER : Math.clamp(announced, SMALLEST_BUFFER, LARGEST_BUFFER);
            MultipartStream stream = new MultipartStream(in, boundary(contentType), buffer, null);
            List<byte[]> statements = new ArrayList<>();
            return new Read(message(parts(stream, body, statements), head, body), statements);
        } catch (MultipartStream.MalformedStreamException | InvalidMimeTypeException | BadContainer e) {
            throw XroadError.badRequest("The message can't be read: " + e.getMessage() + ".");
        }
    }

    /** The parts by their types; that of the body, which may be of any length, is empty. */
    private static Map<String, byte[]> parts(MultipartStream stream, Spool.Intake body, List<byte[]> statements)
            throws IOException {
        Map<String, byte[]> parts = new HashMap<>();
        boolean more = stream.skipPreamble();
        for (int count = 0; more; count++) {
            if (count == MOST_PARTS) {
                throw XroadError.badRequest("A message has at most " + MOST_PARTS + " parts.");
            }
            String type = type(stream.readHeaders());
            Part content = new Part();
            // A second body would go on where the first ended, and the check below finds it.
            stream.readBodyData(type.equals(BODY) ? body.stream() : content);
            if (type.equals(STATEMENT)) {
                statements.add(content.toByteArray());
            } else if (parts.put(type, content.toByteArray()) != null) {
                throw XroadError.badRequest("The message has two parts of type " + type + ".");
            }
            more = stream.readBoundary();
        }
        return parts;
    }

    /** One of the parts that describe the message. */
    private static final class Part extends ByteArrayOutputStream {
        @Override
        public synchronized void write(byte[] bytes, int from, int count) {
            if (count > LARGEST_PART - size()) {
                throw XroadError.badRequest("A part of the message is larger than 1 MiB.");
            }
            super.write(bytes, from, count);
        }
    }

    private static byte[] boundary(@Nullable String contentType) {
        String boundary =
                contentType == null ? null : MimeType.valueOf(contentType).getParameter("boundary");
        if (boundary == null) {
            throw XroadError.badRequest("The message is no multipart with a boundary.");
        }
        String plain = boundary.replaceAll("^\"|\"$", "");
        if (plain.length() > LONGEST_BOUNDARY) {
            throw XroadError.badRequest("A boundary has at most " + LONGEST_BOUNDARY + " characters.");
        }
        return plain.getBytes(StandardCharsets.ISO_8859_1);
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

    private static LoggedMessage message(Map<String, byte[]> parts, String head, Spool.Intake body) {
        byte[] headers = parts.get(head);
        byte[] signature = parts.get(SIGNATURE);
        byte[] result = parts.get(RESULT);
        byte[] chain = parts.get(CHAIN);
        if (headers == null || signature == null || result == null || chain == null) {
            throw XroadError.badRequest("The message lacks one of its parts: " + head + ", " + RESULT + ", " + CHAIN
                    + ", " + SIGNATURE + ".");
        }
        RestMessage read = RestMessage.parse(headers);
        return new LoggedMessage(
                read, parts.containsKey(BODY) ? body.body() : null, new Signed(signature, result, chain));
    }
}
