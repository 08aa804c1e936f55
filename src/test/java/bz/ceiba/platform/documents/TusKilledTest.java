package bz.ceiba.platform.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import bz.ceiba.CeibaTest;
import bz.ceiba.ServerProcess;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.systems.transport.HalfBroughtTickets;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/** The process that takes an upload in, and tickets from an officer's phone, is killed; another one goes on. */
@CeibaTest
class TusKilledTest {
    private static final String PATH = "/documents/uploads";

    @Autowired
    TestPeople people;

    @Autowired
    Files files;

    @Autowired
    Clock clock;

    @Value("${ceiba.test.owner-url}")
    String ownerUrl;

    private static HttpRequest.Builder tus(TestSession session, String path) {
        session.get("/notifications/inbox");
        return session.request(path).header("Tus-Resumable", "1.0.0").header("X-XSRF-TOKEN", session.csrf());
    }

    private static long received(TestSession session, String upload) {
        return session.send(tus(session, upload).method("HEAD", BodyPublishers.noBody()))
                .headers()
                .firstValueAsLong("Upload-Offset")
                .orElseThrow();
    }

    @Test
    void whatArrivedBeforeTheKillCountsAndTheRestFollows(@TempDir Path data) throws Exception {
        byte[] pdf = longPdf();
        Actor ana = people.citizen();
        TestSession here = people.session(ana);
        Actor officer = people.officer("police");
        String upload;
        HalfBroughtTickets tickets;
        CountDownLatch killed = new CountDownLatch(1);
        try (ServerProcess dying = ServerProcess.start(
                ownerUrl, data, ServerProcess.freePort(), Map.of("ceiba.identity.demo-people", 20))) {
            TestSession there = people.session(ana, dying);
            upload = there.send(tus(there, PATH)
                            .header("Upload-Length", String.valueOf(pdf.length))
                            .POST(BodyPublishers.noBody()))
                    .headers()
                    .firstValue("Location")
                    .orElseThrow();
            HttpRequest.Builder request = tus(there, upload)
                    .header("Content-Type", "application/offset+octet-stream")
                    .header("Upload-Offset", "0")
                    .method("PATCH", BodyPublishers.ofInputStream(() -> stalling(pdf, killed)));
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> there.sendStalling(request));
            await().atMost(Duration.ofSeconds(30)).until(() -> received(here, upload) >= 2L * Uploads.PIECE);
            tickets = new HalfBroughtTickets(people, people.session(officer, dying), ownerUrl, clock);
            dying.kill();
            killed.countDown();
            await().atMost(Duration.ofSeconds(30)).until(sending::isDone);
            assertThat(sending).as("the connection broke").isCompletedExceptionally();
        }

        try (tickets) {
            tickets.bringAgain(people.session(officer));
        }
        int offset = Math.toIntExact(received(here, upload));
        assertThat(offset).isGreaterThanOrEqualTo(2 * Uploads.PIECE).isLessThan(pdf.length);
        String file = here.send(tus(here, upload)
                        .header("Content-Type", "application/offset+octet-stream")
                        .header("Upload-Offset", String.valueOf(offset))
                        .method("PATCH", BodyPublishers.ofByteArray(Arrays.copyOfRange(pdf, offset, pdf.length))))
                .headers()
                .firstValue("Ceiba-File")
                .orElseThrow();
        try (InputStream in = files.open(files.find(UUID.fromString(file)).orElseThrow())) {
            assertThat(in.readAllBytes()).isEqualTo(pdf);
        }
    }

    /** Half of it, and then nothing more until the process is dead. */
    private static InputStream stalling(byte[] pdf, CountDownLatch killed) {
        int half = pdf.length / 2;
        InputStream rest = new InputStream() {
            @Override
            public int read() {
                try {
                    killed.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                throw new UncheckedIOException(new java.io.IOException("the sender stops"));
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                return read();
            }
        };
        return new SequenceInputStream(new ByteArrayInputStream(pdf, 0, half), rest);
    }

    private static byte[] longPdf() throws Exception {
        byte[] pdf = FileTypeTest.pdf(document -> {});
        String text = new String(pdf, StandardCharsets.ISO_8859_1);
        int end = text.lastIndexOf("startxref");
        return (text.substring(0, end) + "%" + UUID.randomUUID() + "x".repeat(6 * Uploads.PIECE) + "\n"
                        + text.substring(end))
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
