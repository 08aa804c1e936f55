package bz.ceiba.platform.documents;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A malware scanner that speaks clamd's protocol over TCP: the command INSTREAM, as clamd(8) describes it. */
final class Clamd {
    private static final int CHUNK = 1 << 16;
    private static final int LONGEST_ANSWER = 4_096;
    private static final Pattern FOUND = Pattern.compile("^stream: (.+) FOUND$");

    private static final String TOO_LARGE = "INSTREAM size limit exceeded";

    private final DocumentsSettings.Clamd settings;

    /** The content is beyond the scanner's StreamMaxLength. */
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;

        private TooLarge(String answer) {
            super("the malware scanner answered '" + answer + "'");
        }
    }

    Clamd(DocumentsSettings.Clamd settings) {
        this.settings = settings;
    }

    /**
     * Shows the scanner all of the content.
     *
     * @return what was found, or empty when it is clean
     * @throws TooLarge when it takes no content of this size
     * @throws IOException when the scanner is away, too slow, or says that it could not look
     */
    Optional<String> scan(InputStream content) throws IOException {
        int patience = Math.toIntExact(settings.timeout().toMillis());
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(settings.host(), settings.port()), patience);
            socket.setSoTimeout(patience);
            SocketException broken = null;
            try {
                send(content, socket);
            } catch (SocketException e) {
                broken = e;
            }
            // Of what is too large it says so and hangs up, while we may still be sending.
            String answer = answer(socket.getInputStream());
            if (broken != null && answer.isEmpty()) {
                throw broken;
            }
            return read(answer);
        }
    }

    private static void send(InputStream content, Socket socket) throws IOException {
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), CHUNK));
        out.write("zINSTREAM\0".getBytes(StandardCharsets.US_ASCII));
        byte[] chunk = new byte[CHUNK];
        for (int n = content.read(chunk); n >= 0 && socket.getInputStream().available() == 0; n = content.read(chunk)) {
            if (n > 0) {
                // Four bytes of length in network order; a length of zero would end the stream.
                out.writeInt(n);
                out.write(chunk, 0, n);
            }
        }
        out.writeInt(0);
        out.flush();
    }

    /** Up to the zero byte that ends an answer to a command that began with z. */
    private static String answer(InputStream in) throws IOException {
        StringBuilder answer = new StringBuilder();
        for (int b = in.read(); b > 0 && answer.length() < LONGEST_ANSWER; b = in.read()) {
            answer.append((char) b);
        }
        return answer.toString().strip();
    }

    private static Optional<String> read(String answer) throws IOException {
        if (answer.equals("stream: OK")) {
            return Optional.empty();
        }
        Matcher found = FOUND.matcher(answer);
        if (found.find()) {
            return Optional.of(found.group(1));
        }
        if (answer.startsWith(TOO_LARGE)) {
            throw new TooLarge(answer);
        }
        throw new IOException("the malware scanner answered '" + answer + "'");
    }
}
