package bz.ceiba.platform.xroad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.MovedClock;
import bz.ceiba.platform.xroad.HashTree.Leaf;
import bz.ceiba.platform.xroad.RestMessage.Header;
import bz.ceiba.platform.xroad.TransportMessage.Written;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** Bodies that do not fit in memory: taken in, sent on, signed, kept and verified. */
class LargeBodiesTest {
    private static final long LARGE = 100L << 20;

    @TempDir
    Path directory;

    private final MovedClock clock = new MovedClock(Instant.now());

    private Spool spool(long mebibytes) {
        return spool(200, mebibytes);
    }

    private Spool spool(long largest, long mebibytes) {
        return new Spool(
                directory.resolve("spool"),
                new BodySettings(
                        DataSize.ofMegabytes(largest), DataSize.ofMegabytes(mebibytes), DataSize.ofKilobytes(128)),
                Duration.ofSeconds(4),
                clock);
    }

    /** So many bytes, each page another, that are nowhere in memory. */
    static InputStream bytes(long count) {
        return new InputStream() {
            private long at;

            @Override
            public int read() {
                return at >= count ? -1 : (int) ((at++ >> 12) & 0xFF);
            }

            @Override
            public int read(byte[] into, int from, int most) {
                if (at >= count) {
                    return -1;
                }
                int read = (int) Math.min(most, count - at);
                for (int i = 0; i < read; i++) {
                    into[from + i] = (byte) ((at + i) >> 12);
                }
                at += read;
                return read;
            }
        };
    }

    private static InputStream broken(Throwable failure) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                if (failure instanceof IOException broken) {
                    throw broken;
                }
                throw new AssertionError(failure);
            }

            @Override
            public int read(byte[] into, int from, int most) throws IOException {
                return read();
            }
        };
    }

    private List<Path> left() throws IOException {
        if (!Files.exists(directory.resolve("spool"))) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory.resolve("spool"))) {
            return files.toList();
        }
    }

    @Test
    void aHundredMegabytesAreSignedSentReadKeptAndVerifiedAndNoneOfThemStaysInMemory() throws Exception {
        Spool spool = spool(300);
        MemberKeys.Key key =
                TestMembers.keys("police", TestMembers.POLICE).of("police").orElseThrow();
        RestMessage head = RestMessage.request(
                "PUT",
                "/r1/BZ/GOV/egov/identity/person",
                List.of(new Header("x-road-client", "BZ/GOV/police"), new Header("x-road-id", "1")),
                "2");
        long before = used();
        try (Body body = spool.take(bytes(LARGE), LARGE)) {
            HashTree tree = new HashTree(List.of(List.of(
                    new Leaf(Parts.MESSAGE, Digests.sha512(head.bytes())), new Leaf(Parts.BODY, body.digest()))));
            byte[] result = tree.result(Parts.SIGNED_CHAIN);
            Signed signed =
                    new Signed(CanonicalSignature.sign(key, result, null, clock.instant()), result, tree.chain(0));
            Written written = TransportMessage.write(new LoggedMessage(head, body, signed));
            assertThat(written.length()).isBetween(LARGE, LARGE + (1 << 20));
            try (LoggedMessage read = TransportMessage.read(
                            written.contentType(), line(written), written.length(), TransportMessage.REQUEST, spool)
                    .message()) {
                assertThat(used() - before)
                        .as("bytes of memory while two hundred megabytes are on their way")
                        .isLessThan(20 << 20);
                assertThat(left()).as("files that a crash would leave").isEmpty();
                new ReceivedSignatures(
                                Trust.in(List.of(TestMembers.SHARED.authority())), Standing.unasked(clock), clock)
                        .require(read);
                Body received = Objects.requireNonNull(read.body());
                assertThat(received.digest()).isEqualTo(body.digest());
                verify(head, received, signed);
            }
        }
        assertThat(spool.free()).isEqualTo(300L << 20);
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static InputStream line(Written written) {
        Body body = written.body();
        return new SequenceInputStream(Collections.enumeration(Arrays.asList(
                new ByteArrayInputStream(written.before()),
                body == null ? InputStream.nullInputStream() : body.open(),
                new ByteArrayInputStream(written.after()))));
    }

    private void verify(RestMessage head, Body body, Signed signed) throws IOException {
        Path file = directory.resolve("message.asice");
        try (OutputStream out = Files.newOutputStream(file);
                InputStream in = body.open()) {
            ContainerWriter.write(out, clock.instant(), head.bytes(), in, signed, null);
        }
        ContainerReport report = ContainerVerification.verify(file, Trust.in(List.of(TestMembers.SHARED.authority())));
        assertThat(report.findings()).isEmpty();
        assertThat(report.sender()).isEqualTo("BZ/GOV/police");
    }

    @Test
    void aSmallBodyStaysInMemoryAndIsTheSame() throws Exception {
        byte[] small = bytes(Spool.SMALL).readAllBytes();
        try (Body body = spool(1).take(new ByteArrayInputStream(small), -1);
                Body empty = spool(1).take(InputStream.nullInputStream(), 0)) {
            assertThat(body.isInMemory()).isTrue();
            assertThat(body.bytes()).isEqualTo(small);
            assertThat(body.digest()).isEqualTo(Digests.sha512(small));
            assertThat(empty.size()).isZero();
        }
    }

    @Test
    void whatIsTooLargeIsRefusedBeforeItIsReadIfItSaysSo() {
        Spool spool = spool(1, 3);
        assertThatThrownBy(() -> spool.take(broken(new AssertionError("read")), (1 << 20) + 1))
                .isInstanceOf(XroadError.class)
                .hasMessage("The body is larger than 1 MiB.");
        assertThatThrownBy(() -> spool.take(bytes((1 << 20) + 1), -1))
                .isInstanceOf(XroadError.class)
                .hasMessageContaining("larger than 1 MiB");
        assertThat(spool.free()).as("given back").isEqualTo(3 << 20);
    }

    @Test
    void whoComesWhenTheRoomIsUsedUpIsToldToComeAgainAndFindsRoomLater() throws Exception {
        Spool spool = spool(2);
        Body first = spool.take(bytes(1 << 20), -1);
        assertThatThrownBy(() -> spool.take(bytes((1 << 20) + 1), -1))
                .isInstanceOf(XroadError.class)
                .hasMessageContaining("send this one again later")
                .satisfies(e -> assertThat(((XroadError) e).type()).isEqualTo("Server.ServerProxy.IOError"));
        first.close();
        first.close();
        spool.take(bytes(2 << 20), -1).close();
        assertThat(spool.free()).isEqualTo(2 << 20);
        assertThat(left()).isEmpty();
    }

    @Test
    void aDiskThatTakesNothingIsSaidAndWhoeverBreaksOffLeavesNothing() throws Exception {
        Spool broken = spool(2);
        Files.createFile(directory.resolve("spool"));
        assertThatThrownBy(() -> broken.take(bytes(1 << 20), -1))
                .isInstanceOf(XroadError.class)
                .hasMessageContaining("can't be written to the disk");
        Files.delete(directory.resolve("spool"));
        InputStream breaking = new SequenceInputStream(bytes(1 << 20), broken(new IOException("broken")));
        assertThatThrownBy(() -> broken.take(breaking, 2 << 20)).isInstanceOf(IOException.class);
        assertThat(left()).isEmpty();
        assertThat(broken.free()).isEqualTo(2 << 20);
    }

    @Test
    void aMachineThatFallsSilentWithinItsAnswerIsGivenUp() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                HttpClient client = HttpClient.newHttpClient()) {
            Thread.startVirtualThread(() -> answerHalf(server));
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + server.getLocalPort()))
                    .build();
            HttpResponse<Arriving> response =
                    client.send(request, Arriving.within(length -> Duration.ofMillis(100 + length)));
            try (Arriving in = response.body()) {
                assertThat(in.readNBytes(4)).isEqualTo("half".getBytes(StandardCharsets.US_ASCII));
                assertThatThrownBy(in::read).isInstanceOf(HttpTimeoutException.class);
            }
            client.shutdownNow();
        }
    }

    private static void answerHalf(ServerSocket server) {
        try (Socket socket = server.accept()) {
            socket.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nhalf".getBytes(StandardCharsets.US_ASCII));
            // Until the client goes.
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whoSendsTooSlowlyIsRefused() {
        InputStream slow = new InputStream() {
            @Override
            public int read() {
                clock.forward(Duration.ofSeconds(1));
                return 1;
            }

            @Override
            public int read(byte[] into, int from, int most) {
                into[from] = (byte) read();
                return 1;
            }
        };
        assertThatThrownBy(() -> spool(2).take(slow, -1))
                .isInstanceOf(XroadError.class)
                .hasMessageContaining("too slowly");
    }
}
