package bz.ceiba.platform.documents;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestDatabase;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/** The tus protocol 1.0.0, clause by clause. */
@CeibaTest
class TusTest {
    private static final String PATH = "/documents/uploads";

    @Autowired
    FileLimit limit;

    @Autowired
    TestPeople people;

    @Autowired
    Files files;

    @Autowired
    Uploads uploads;

    @Value("${ceiba.test.owner-url}")
    String ownerUrl;

    private TestSession session;
    private byte[] picture;

    @BeforeEach
    void somebody() throws Exception {
        session = people.session(people.citizen());
        session.get("/notifications/inbox");
        picture = FileTypeTest.image("png");
    }

    private HttpResponse<String> send(String method, String path, byte[] body, String... headers) {
        var request = session.request(path)
                .header("Tus-Resumable", "1.0.0")
                .header("X-XSRF-TOKEN", session.csrf())
                .method(method, BodyPublishers.ofByteArray(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return session.send(request);
    }

    private HttpResponse<String> patch(String upload, long offset, byte[] body, String... more) {
        String[] own = {"Content-Type", "application/offset+octet-stream", "Upload-Offset", String.valueOf(offset)};
        return send(
                "PATCH",
                upload,
                body,
                Stream.concat(Arrays.stream(own), Arrays.stream(more)).toArray(String[]::new));
    }

    private String create(long length) {
        HttpResponse<String> created = send(
                "POST",
                PATH,
                new byte[0],
                "Upload-Length",
                String.valueOf(length),
                "Upload-Metadata",
                "filename " + Base64.getEncoder().encodeToString("photo.png".getBytes(StandardCharsets.UTF_8)));
        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(header(created, "Upload-Expires")).endsWith(" GMT");
        return header(created, "Location");
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @Test
    void aFileInTwoPartsIsResumedWhereTheServerSays() throws Exception {
        String upload = create(picture.length);
        int half = picture.length / 2;
        assertThat(header(patch(upload, 0, Arrays.copyOf(picture, half)), "Upload-Offset"))
                .isEqualTo(String.valueOf(half));

        HttpResponse<String> head = send("HEAD", upload, new byte[0]);
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(header(head, "Upload-Offset")).isEqualTo(String.valueOf(half));
        assertThat(header(head, "Upload-Length")).isEqualTo(String.valueOf(picture.length));
        assertThat(header(head, "Cache-Control")).contains("no-store");

        HttpResponse<String> last = patch(upload, half, Arrays.copyOfRange(picture, half, picture.length));
        assertThat(last.statusCode()).isEqualTo(204);
        UploadedFile file =
                files.find(UUID.fromString(header(last, "Ceiba-File"))).orElseThrow();
        assertThat(file.name()).isEqualTo("photo.png");
        try (InputStream in = files.open(file)) {
            assertThat(in.readAllBytes()).isEqualTo(picture);
        }
        assertThat(header(send("HEAD", upload, new byte[0]), "Ceiba-File"))
                .isEqualTo(file.id().toString());
    }

    @Test
    void anotherOffsetTypeOrVersionIsRefusedAndNothingIsCounted() {
        String upload = create(picture.length);
        assertThat(patch(upload, 5, picture).statusCode()).isEqualTo(409);
        assertThat(patch(upload, 0, picture, "Content-Type", "application/octet-stream")
                        .statusCode())
                .isEqualTo(415);
        HttpResponse<String> other = patch(upload, 0, picture, "Tus-Resumable", "0.2.2");
        assertThat(other.statusCode()).isEqualTo(412);
        assertThat(header(other, "Tus-Version")).isEqualTo("1.0.0");
        assertThat(patch(PATH + "/" + UUID.randomUUID(), 0, picture).statusCode())
                .isEqualTo(404);
        assertThat(header(send("HEAD", upload, new byte[0]), "Upload-Offset")).isEqualTo("0");
    }

    @Test
    void theServerSaysWhatItUnderstands() {
        HttpResponse<String> options = send("OPTIONS", PATH, new byte[0], "Tus-Resumable", "9.9.9");
        assertThat(options.statusCode()).isEqualTo(204);
        assertThat(header(options, "Tus-Version")).isEqualTo("1.0.0");
        assertThat(header(options, "Tus-Extension").split(",")).containsExactly("creation", "expiration", "checksum");
        assertThat(header(options, "Tus-Max-Size")).isEqualTo(String.valueOf(limit.bytes()));
        assertThat(header(options, "Tus-Checksum-Algorithm")).contains("sha1");
    }

    @Test
    void whatIsTooLongIsRefusedAtTheBeginningAndAlongTheWay() {
        assertThat(send("POST", PATH, new byte[0], "Upload-Length", String.valueOf(limit.bytes() + 1))
                        .statusCode())
                .isEqualTo(413);
        assertThat(send("POST", PATH, new byte[0], "Upload-Length", "-1").statusCode())
                .isEqualTo(400);
        assertThat(patch(create(3), 0, picture).statusCode()).isEqualTo(413);
    }

    @Test
    void aBrokenPieceIsThrownAwayWhole() throws Exception {
        String upload = create(picture.length);
        String sum = "sha1 "
                + Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-1").digest(picture));
        byte[] broken = picture.clone();
        broken[7] ^= 1;
        assertThat(patch(upload, 0, broken, "Upload-Checksum", sum).statusCode())
                .isEqualTo(460);
        assertThat(header(send("HEAD", upload, new byte[0]), "Upload-Offset")).isEqualTo("0");
        assertThat(patch(upload, 0, picture, "Upload-Checksum", "crc32 AAAA").statusCode())
                .isEqualTo(400);
        assertThat(patch(upload, 0, picture, "Upload-Checksum", sum).statusCode())
                .isEqualTo(204);
    }

    @Test
    void anUploadExpiresAndIsForItsOwnerOnly() {
        String upload = create(picture.length);
        TestSession owner = session;
        session = people.session(people.citizen());
        session.get("/notifications/inbox");
        assertThat(send("HEAD", upload, new byte[0]).statusCode()).isEqualTo(404);
        assertThat(patch(upload, 0, picture).statusCode()).isEqualTo(404);
        session = owner;
        TestDatabase.execute(
                ownerUrl,
                "update documents.upload set expires_at = now() - interval '1 s' where id = '"
                        + upload.substring(upload.lastIndexOf('/') + 1) + "'");
        assertThat(send("HEAD", upload, new byte[0]).statusCode()).isEqualTo(404);
    }

    @Test
    void aClientWithoutPatchSaysItInAHeaderAndABadFileIsRefusedAtTheEnd() {
        byte[] text = "<html>".getBytes(StandardCharsets.UTF_8);
        String upload = create(text.length);
        HttpResponse<String> answer = send(
                "POST",
                upload,
                text,
                "X-HTTP-Method-Override",
                "PATCH",
                "Content-Type",
                "application/offset+octet-stream",
                "Upload-Offset",
                "0");
        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(answer.body()).contains("PDF, JPEG and PNG");
        assertThat(send("HEAD", upload, new byte[0]).statusCode()).isEqualTo(404);
    }

    @Test
    void ofTwoThatSendTheSamePartAtOnceOneCounts() {
        String upload = create(picture.length);
        byte[] half = Arrays.copyOf(picture, picture.length / 2);
        List<Integer> answers = Stream.generate(() -> CompletableFuture.supplyAsync(
                        () -> patch(upload, 0, half).statusCode()))
                .limit(4)
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
        assertThat(answers).containsOnlyOnce(204).allMatch(status -> status == 204 || status == 409);
        assertThat(header(send("HEAD", upload, new byte[0]), "Upload-Offset")).isEqualTo(String.valueOf(half.length));
    }

    /** Extension creation: HEAD gives back what the client said of its file, as it said it. */
    @Test
    void whatTheClientSaidOfItsFileIsGivenBack() {
        String metadata = "filename cGhvdG8ucG5n,filetype aW1hZ2UvcG5n,is_confidential";
        HttpResponse<String> created =
                send("POST", PATH, new byte[0], "Upload-Length", "9", "Upload-Metadata", metadata);
        assertThat(header(send("HEAD", header(created, "Location"), new byte[0]), "Upload-Metadata"))
                .isEqualTo(metadata);
        HttpResponse<String> silent = send("POST", PATH, new byte[0], "Upload-Length", "9");
        assertThat(send("HEAD", header(silent, "Location"), new byte[0])
                        .headers()
                        .firstValue("Upload-Metadata"))
                .isEmpty();
    }

    /** RFC 9110, 5.6.7: the day has two digits. */
    @Test
    void whenItExpiresIsWrittenAsAnHttpDateOnTheFirstDaysOfAMonthToo() {
        assertThat(TusController.date(Instant.parse("2026-12-01T00:04:05Z")))
                .isEqualTo("Tue, 01 Dec 2026 00:04:05 GMT");
    }

    /** Clients stop at the first HEAD that says that all is there, and send nothing any more. */
    @Test
    void whatWasCompleteWhenTheProcessDiedBecomesAFileForTheClientThatAsks() throws Exception {
        String upload = create(picture.length);
        UUID id = UUID.fromString(upload.substring(upload.lastIndexOf('/') + 1));
        assertThat(uploads.append(id, 0, List.of(picture))).isTrue();

        HttpResponse<String> head = send("HEAD", upload, new byte[0]);
        assertThat(header(head, "Upload-Offset")).isEqualTo(String.valueOf(picture.length));
        UploadedFile file =
                files.find(UUID.fromString(header(head, "Ceiba-File"))).orElseThrow();
        try (InputStream in = files.open(file)) {
            assertThat(in.readAllBytes()).isEqualTo(picture);
        }
        assertThat(header(send("HEAD", upload, new byte[0]), "Ceiba-File"))
                .isEqualTo(file.id().toString());
    }

    /** Of an empty file clients send no part: what is wrong with it has to be said at once. */
    @Test
    void anEmptyFileIsRefusedAtTheBeginning() {
        HttpResponse<String> answer = send("POST", PATH, new byte[0], "Upload-Length", "0");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("That file is empty");
        assertThat(header(answer, "Tus-Resumable")).isEqualTo("1.0.0");
    }

    @Test
    void atMostFiveUploadsAreUnderWay() {
        for (int i = 0; i < 5; i++) {
            create(10);
        }
        assertThat(send("POST", PATH, new byte[0], "Upload-Length", "10").statusCode())
                .isEqualTo(429);
    }

    @Test
    void everyAnswerSaysWhichVersionItSpeaks() {
        String upload = create(picture.length);
        TestSession stranger = people.anonymous();
        HttpResponse<String> notSignedIn = stranger.send(
                stranger.request(upload).header("Tus-Resumable", "1.0.0").HEAD());
        HttpResponse<String> forged = session.send(session.request(PATH)
                .header("Tus-Resumable", "1.0.0")
                .method("POST", BodyPublishers.ofByteArray(new byte[0])));
        List<HttpResponse<String>> answers = new ArrayList<>(List.of(
                notSignedIn,
                forged,
                send("HEAD", PATH + "/" + UUID.randomUUID(), new byte[0]),
                send("HEAD", PATH + "/none", new byte[0]),
                patch(upload, 7, picture),
                send("PATCH", upload, picture, "Content-Type", "image/png", "Upload-Offset", "0"),
                patch(upload, 0, new byte[picture.length + 1]),
                send("DELETE", upload, new byte[0])));
        for (int i = 0; i < 6; i++) {
            answers.add(send("POST", PATH, new byte[0], "Upload-Length", "9"));
        }
        assertThat(answers.stream().map(HttpResponse::statusCode)).contains(403, 404, 409, 413, 415, 405);
        assertThat(answers.getLast().statusCode()).as("the sixth unfinished").isGreaterThanOrEqualTo(400);
        assertThat(answers).allSatisfy(answer -> assertThat(answer.headers().allValues("Tus-Resumable"))
                .as("%s", answer)
                .containsExactly("1.0.0"));
    }
}
