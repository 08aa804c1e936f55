package bz.ceiba.platform.documents;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A server that speaks clamd's protocol as clamd(8) has it, and knows one signature: EICAR's test file. */
final class ClamdServer implements AutoCloseable {
    static final String EICAR = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";
    private final ServerSocket socket;
    private final int longest;

    /**
     * @param port to listen on, or 0
     * @param longest clamd's StreamMaxLength
     */
    ClamdServer(int port, int longest) throws IOException {
        this.longest = longest;
        socket = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    Clamd client() {
        return client(port());
    }

    static Clamd client(int port) {
        return new Clamd(new DocumentsSettings.Clamd("127.0.0.1", port, Duration.ofSeconds(5)));
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                Thread.ofVirtual().start(() -> answer(connection));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void answer(Socket connection) {
        try (connection) {
            DataInputStream in = new DataInputStream(connection.getInputStream());
            String command = new String(in.readNBytes(10), StandardCharsets.US_ASCII);
            if (!command.equals("zINSTREAM\0")) {
                say(connection, "UNKNOWN COMMAND");
                return;
            }
            StringBuilder content = new StringBuilder();
            for (int length = in.readInt(); length != 0; length = in.readInt()) {
                if (content.length() + length > longest) {
                    // And it hangs up at once, whatever is still sent.
                    say(connection, "INSTREAM size limit exceeded. ERROR");
                    return;
                }
                content.append(new String(in.readNBytes(length), StandardCharsets.ISO_8859_1));
            }
            say(connection, content.indexOf(EICAR) >= 0 ? "stream: Eicar-Test-Signature FOUND" : "stream: OK");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void say(Socket connection, String answer) throws IOException {
        connection.getOutputStream().write((answer + "\0").getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
