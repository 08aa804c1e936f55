package bz.ceiba.platform.xroad;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.platform.kernel.CaseNumber;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A service that a system of the member's own answers: asked of its node, and by another member's own system over two nodes, each connection with TLS
 * and certificates on both ends.
 */
@CeibaTest
class SystemServicesTest {
    private static final TestMembers.Key SYSTEM = TestMembers.SHARED.connection("tax-system");
    private static final String PATH = "/r1/BZ/GOV/social-security/socialsecurity/contributions";
    private static final String CASE =
            CaseNumber.random("TX", 2026, new Random(17)).text();
    private static final String ACCOUNT = """
            {"number": "000123456", "weeks": 412, "insurable": 21840, "bank": "1-234",
             "employers": [{"name": "Corozal Sugar Mill", "id": 7}]}""";

    @Autowired
    TestPeople people;

    @Autowired
    MessageLog log;

    @Autowired
    Spool spool;

    @Autowired
    JdbcClient db;

    @Autowired
    ApplicationContext context;

    @Value("${ceiba.base-url}")
    String baseUrl;

    @TempDir
    Path directory;

    private TlsProxy provider;
    private ConsumerNode consumer;
    private HttpClient client;
    private String subject;

    @BeforeEach
    void start() throws Exception {
        provider = TlsProxy.of(baseUrl);
        consumer = new ConsumerNode(directory, context, SYSTEM, provider.address());
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(TlsProxy.tls(TestMembers.SHARED, SYSTEM))
                .build();
        subject = people.citizen("Ana Contributions").number();
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        consumer.close();
        provider.close();
    }

    private HttpRequest.Builder request(String below, String... more) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(consumer.address() + PATH + below))
                .headers("X-Road-Client", "BZ/GOV/tax-service", "X-Road-Issue", CASE, "X-Road-UserId", "BZ100200300400")
                .headers("Ceiba-Purpose", "income-tax", "Ceiba-Subject", subject);
        for (int i = 0; i < more.length; i += 2) {
            request.setHeader(more[i], more[i + 1]);
        }
        return request;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private static void assertRefused(HttpResponse<String> response, int status, String type) {
        assertThat(header(response, "X-Road-Error")).as(response.body()).isEqualTo(type);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(JsonMapper.shared().readTree(response.body()).path("type").stringValue())
                .isEqualTo(type);
    }

    private List<String> read(String event) {
        return db.sql("""
                        select agency || ' ' || actor || ' ' || coalesce(purpose, '') || ' ' || coalesce(detail ->> 'reason', '')
                          from audit.entry where event = :event and (subject = :subject or case_number = :case and subject is null)
                        """)
                .param("event", event)
                .param("subject", subject)
                .param("case", CASE)
                .query(String.class)
                .list();
    }

    @Test
    void anAnswerIsCutToTheGrantAndBothNodesCanProveIt() throws Exception {
        List<Headers> seen = new ArrayList<>();
        TestBackend.SHARED.answering(exchange -> {
            seen.add(exchange.getRequestHeaders());
            exchange.getResponseHeaders().set("X-Powered-By", "Board/7");
            exchange.getResponseHeaders().set("Cache-Control", "max-age=60");
            exchange.getResponseHeaders().set("X-Road-Request-Hash", "forged");
            exchange.getResponseHeaders().set("X-Road-Error", "forged");
            exchange.getResponseHeaders().set("X-Road-Represented-Party", "COM/123");
            TestBackend.answer(exchange, 200, "application/json", ACCOUNT);
        });
        HttpResponse<String> response =
                send(request("/accounts/1", "X-Custom", "as it is", "Accept", "application/json"));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"number\":\"000123456\",\"weeks\":412,\"insurable\":21840}");
        assertThat(header(response, "X-Powered-By")).isEqualTo("Board/7");
        assertThat(response.headers().allValues("Cache-Control")).containsExactly("max-age=60");
        assertThat(header(response, "X-Road-Represented-Party")).isEqualTo("COM/123");
        assertThat(header(response, "X-Road-Error")).isEmpty();
        assertThat(header(response, "x-road-service")).isEqualTo(PATH.substring("/r1/".length()));
        assertThat(header(response, "x-road-client")).isEqualTo("BZ/GOV/tax-service");
        assertThat(seen.getFirst().getFirst("X-Custom")).isEqualTo("as it is");
        assertThat(seen.getFirst().getFirst("X-Road-Client")).isEqualTo("BZ/GOV/tax-service");
        assertThat(seen.getFirst().getFirst("X-Road-Service")).isEqualTo(PATH.substring("/r1/".length()));
        assertThat(seen.getFirst().getFirst("X-Road-Id")).isEqualTo(header(response, "x-road-id"));
        assertThat(seen.getFirst().getFirst("X-Road-Request-Id")).isEqualTo(header(response, "x-road-request-id"));
        assertThat(seen.getFirst().containsKey("Client-Cert")).isFalse();
        assertThat(read("REGISTER_ASKED")).containsExactly("tax-service 100200300400 income-tax ");

        for (MessageLog.Side side : MessageLog.Side.values()) {
            List<MessageLog.Kept> kept = log.find(header(response, "x-road-request-id"), side);
            assertThat(kept).extracting(MessageLog.Kept::kind).containsExactly("request", "response");
            assertThat(verified(kept.getFirst()).sender()).isEqualTo("BZ/GOV/tax-service");
            assertThat(verified(kept.getLast()).sender()).isEqualTo("BZ/GOV/social-security/socialsecurity");
            assertThat(header(response, "x-road-request-hash"))
                    .isEqualTo(Digests.requestHash(kept.getFirst().head(), null));
        }
    }

    private ContainerReport verified(MessageLog.Kept kept) throws Exception {
        Path file = Files.createTempFile(directory, "message", ".asice");
        try (OutputStream out = Files.newOutputStream(file)) {
            MessageLog.write(kept, out);
        }
        ContainerReport report = ContainerVerification.verify(file, Trust.in(List.of(TestMembers.SHARED.authority())));
        assertThat(report.findings()).isEmpty();
        return report;
    }

    /** What came, on a line: method, address, type and body. */
    private static String line(HttpExchange exchange) throws IOException {
        return exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + exchange.getRequestHeaders().getFirst("Content-Type") + " "
                + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void anyMethodAddressAndBodyPassesByteForByte() throws Exception {
        List<String> seen = new ArrayList<>();
        TestBackend.SHARED.answering(exchange -> {
            seen.add(line(exchange));
            exchange.sendResponseHeaders(204, -1);
        });
        String form = "application/x-www-form-urlencoded";
        List<String> expected = new ArrayList<>();
        for (String below : List.of("", "/", "/a%20b/c%2Fd/e;f=1/%C3%A9/f%2Ejson//x?q=%7B1%7D&q=a+b&r=%2541")) {
            for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")) {
                boolean with = method.startsWith("P") || method.equals("DELETE");
                HttpRequest.Builder request = with ? request(below, "Content-Type", form) : request(below);
                request.method(method, with ? BodyPublishers.ofString("a=1&b=%20") : BodyPublishers.noBody());
                assertThat(send(request).statusCode()).as(method + below).isEqualTo(204);
                expected.add(method + " /api" + below + " " + (with ? form + " a=1&b=%20" : "null "));
                // Also where no other node stands between.
                HttpRequest direct = request.uri(URI.create(provider.address() + PATH + below))
                        .build();
                assertThat(security().send(direct, BodyHandlers.discarding()).statusCode())
                        .as("directly: " + method + below)
                        .isEqualTo(204);
                expected.add(expected.getLast());
            }
        }
        assertThat(seen).isEqualTo(expected);
    }

    /** The client of a Security Server that speaks for all. */
    private static HttpClient security() throws Exception {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(TlsProxy.tls(TestMembers.SHARED, TestMembers.SECURITY_SERVER))
                .build();
    }

    @Test
    void whatTheSystemAnswersIsItsOwnBeItAnErrorARedirectOrNothing() throws Exception {
        TestBackend.SHARED.answering(exchange -> TestBackend.answer(exchange, 404, "application/json", "{\"x\": 1}"));
        HttpResponse<String> none = send(request("/nobody"));
        assertThat(none.statusCode()).isEqualTo(404);
        assertThat(header(none, "X-Road-Error")).isEmpty();
        assertThat(none.body()).isEqualTo("{}");
        TestBackend.SHARED.answering(exchange -> {
            exchange.getResponseHeaders().set("Location", "https://elsewhere.example/");
            exchange.sendResponseHeaders(302, -1);
        });
        HttpResponse<String> moved = send(request("/moved"));
        assertThat(moved.statusCode()).isEqualTo(302);
        assertThat(header(moved, "Location")).isEqualTo("https://elsewhere.example/");
        TestBackend.SHARED.answering(exchange -> {
            exchange.getResponseHeaders().set("ETag", "\"7\"");
            exchange.sendResponseHeaders(200, -1);
        });
        HttpResponse<String> head = send(request("/head").method("HEAD", BodyPublishers.noBody()));
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(header(head, "ETag")).isEqualTo("\"7\"");
    }

    @Test
    void whatCannotBeCutIsOnlyForWhomAllIsGranted() throws Exception {
        TestBackend.SHARED.answering(
                exchange -> TestBackend.answer(exchange, 200, "application/pdf", "%PDF all of it"));
        assertRefused(send(request("/statement")), 500, "Server.ServerProxy.AccessDenied");
        assertThat(send(request("/statement", "Ceiba-Purpose", "tax-audit")).body())
                .isEqualTo("%PDF all of it");
        TestBackend.SHARED.answering(
                exchange -> TestBackend.answer(exchange, 200, "application/json", "[" + ACCOUNT + "]"));
        assertThat(send(request("/all", "Ceiba-Purpose", "tax-audit")).body())
                .as("a list where the catalogue describes one is cut to nothing")
                .isEqualTo("[]");
        TestBackend.SHARED.answering(exchange -> TestBackend.answer(exchange, 200, "application/json", "{not"));
        assertRefused(send(request("/broken")), 500, "Server.ServerProxy.ServiceFailed");
    }

    @Test
    void whoMayNotIsRefusedWithTheSideThatSaysSoAndTheRefusalIsInTheLog() throws Exception {
        TestBackend.SHARED.answering(exchange -> {
            throw new AssertionError("asked");
        });
        assertRefused(send(request("", "Ceiba-Purpose", "employment")), 500, "Server.ServerProxy.AccessDenied");
        assertThat(read("REGISTER_REFUSED")).containsExactly("tax-service 100200300400 employment no-agreement");
        HttpRequest.Builder noCase = HttpRequest.newBuilder(URI.create(consumer.address() + PATH))
                .headers(
                        "X-Road-Client", "BZ/GOV/tax-service", "Ceiba-Purpose", "income-tax", "Ceiba-Subject", subject);
        assertRefused(send(noCase), 500, "Server.ServerProxy.AccessDenied");
        assertRefused(send(request("", "Ceiba-Subject", "12")), 400, "Client.BadRequest");
        assertRefused(send(request("", "X-Road-Client", "BZ/GOV/police")), 500, "Server.ServerProxy.AccessDenied");
        assertRefused(send(request("/%2e%2e/admin")), 400, "Client.BadRequest");
        for (String beside : List.of("/r1/..;/exchange/catalogue", "/r1/%2e%2e/exchange/catalogue", "/a;b/..%2f")) {
            HttpRequest request =
                    request("").uri(URI.create(provider.address() + beside)).build();
            assertThat(security().send(request, BodyHandlers.discarding()).statusCode())
                    .as("held to the strict rules: " + beside)
                    .isEqualTo(400);
        }
        assertRefused(send(request("/x%2f..%2f..%2fadmin")), 400, "Client.BadRequest");
    }

    @Test
    void theTypeOfAnAnswerPassesAsItIs() throws Exception {
        for (String type : List.of(
                "application/json; charset=utf-8",
                "Text/HTML; Charset=\"utf-8\"",
                "text/plain; charset=bogus",
                "text/plain; charset=utf-8; format=flowed",
                "multipart/form-data; boundary=something",
                "something")) {
            TestBackend.SHARED.answering(exchange -> TestBackend.answer(exchange, 200, type, "{}"));
            HttpRequest direct = request("/x", "Ceiba-Purpose", "tax-audit")
                    .uri(URI.create(provider.address() + PATH + "/x"))
                    .build();
            assertThat(security()
                            .send(direct, BodyHandlers.ofString())
                            .headers()
                            .allValues("Content-Type"))
                    .containsExactly(type);
        }
    }

    @Test
    void whatFailsSaysOnWhichSide() throws Exception {
        TestBackend.SHARED.answering(HttpExchange::close);
        assertRefused(send(request("")), 500, "Server.ServerProxy.NetworkError");
        assertThat(read("REGISTER_REFUSED")).containsExactly("tax-service 100200300400 income-tax no-answer");
        provider.breakConnections(TlsProxy.Break.BEFORE);
        assertRefused(send(request("")), 500, "Server.ClientProxy.NetworkError");
        provider.breakConnections(TlsProxy.Break.NEVER);
        TestBackend.SHARED.answering(exchange -> TestBackend.answer(exchange, 200, "application/json", ACCOUNT));
        provider.tamper(answer -> new String(answer, StandardCharsets.ISO_8859_1)
                .replace("412", "413")
                .getBytes(StandardCharsets.ISO_8859_1));
        assertRefused(send(request("")), 500, "Server.ClientProxy.InvalidSignature");
    }

    @Test
    void metaservicesSayHowTheSystemIsAsked() throws Exception {
        JsonNode allowed = JsonMapper.shared()
                .readTree(send(HttpRequest.newBuilder(URI.create(
                                        consumer.address() + PATH.replace("contributions", "allowedMethods")))
                                .header("X-Road-Client", "BZ/GOV/tax-service"))
                        .body());
        assertThat(allowed.at("/service/0/service_code").stringValue()).isEqualTo("contributions");
        assertThat(allowed.at("/service/0/endpoint_list").toString())
                .contains("\"GET\"", "\"/accounts/{number}\"")
                .doesNotContain("POST");
        HttpResponse<String> description = send(HttpRequest.newBuilder(URI.create(
                        consumer.address() + PATH.replace("contributions", "getOpenAPI?serviceCode=contributions")))
                .header("X-Road-Client", "BZ/GOV/tax-service"));
        assertThat(description.body()).contains("\"version\": \"7\"");
        assertThat(header(description, "x-road-request-hash")).isNotEmpty();
    }

    /** Each connection's TLS takes longer than all else together in a process that is compiled in haste, as tests are; so only the last has it. */
    @Test
    void aHundredMegabytesPassAndNoneOfThemStaysInMemory() throws Exception {
        long before = used();
        AtomicLong most = new AtomicLong();
        HttpRequest request = scans(100L << 20)
                .uri(URI.create(baseUrl + PATH + "/scans"))
                .header("Client-Cert", shown(TestMembers.SECURITY_SERVER))
                .build();
        HttpResponse<InputStream> response = passed(request, 100L << 20, 1L << 20, () -> most.set(used()));
        assertThat(most.get() - before)
                .as("bytes of memory when the system has it all")
                .isLessThan(60L << 20);
        assertThat(header(response, "x-road-service")).isNotEmpty();
    }

    @Test
    void whatDoesNotFitInMemoryPassesBothNodesAndIsProvenByItsDigest() throws Exception {
        long size = 5L << 20;
        HttpResponse<InputStream> response = passed(scans(size).build(), size, size + 1, () -> {});
        for (MessageLog.Side side : MessageLog.Side.values()) {
            MessageLog.Kept kept =
                    log.find(header(response, "x-road-request-id"), side).getLast();
            assertThat(kept.body()).isNull();
            assertThat(verified(kept).sender()).isEqualTo("BZ/GOV/social-security/socialsecurity");
        }
        assertThat(db.sql("select distinct body_digest from xroad.message where request_id = :id")
                        .param("id", header(response, "x-road-request-id"))
                        .query(byte[].class)
                        .list())
                .containsExactlyInAnyOrder(
                        Digests.sha512(LargeBodiesTest.bytes(size).readAllBytes()),
                        Digests.sha512(LargeBodiesTest.bytes(size + 1).readAllBytes()));
    }

    private HttpRequest.Builder scans(long size) {
        return request("/scans", "Ceiba-Purpose", "tax-audit", "Content-Type", "image/tiff")
                .PUT(BodyPublishers.fromPublisher(
                        BodyPublishers.ofInputStream(() -> LargeBodiesTest.bytes(size)), size));
    }

    /** Sends so many bytes, has so many others answered, and looks that both arrive as they were and nothing is left. */
    private HttpResponse<InputStream> passed(HttpRequest request, long size, long back, Runnable meanwhile)
            throws Exception {
        long free = spool.free();
        List<Long> sums = new ArrayList<>();
        TestBackend.SHARED.answering(exchange -> {
            sums.add(sum(exchange.getRequestBody()));
            meanwhile.run();
            exchange.getResponseHeaders().set("Content-Type", "image/tiff");
            exchange.sendResponseHeaders(200, back);
            LargeBodiesTest.bytes(back).transferTo(exchange.getResponseBody());
        });
        HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        sums.add(sum(response.body()));
        assertThat(sums).containsExactly(sum(LargeBodiesTest.bytes(size)), sum(LargeBodiesTest.bytes(back)));
        Awaitility.await().until(() -> spool.free() == free);
        return response;
    }

    private static long sum(InputStream in) throws IOException {
        try (CheckedInputStream read = new CheckedInputStream(in, new CRC32())) {
            read.transferTo(OutputStream.nullOutputStream());
            return read.getChecksum().getValue();
        }
    }

    private static String shown(TestMembers.Key key) throws Exception {
        return ":" + Base64.getEncoder().encodeToString(key.certificate().getEncoded()) + ":";
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void whatSaysThatItIsTooLargeIsRefusedBeforeItIsSent() throws Exception {
        URI address = URI.create(baseUrl);
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.getOutputStream()
                    .write(("PUT " + PATH + " HTTP/1.1\r\nHost: localhost\r\nX-Road-Client: BZ/GOV/tax-service\r\n"
                                    + "Client-Cert: " + shown(TestMembers.SECURITY_SERVER) + "\r\nContent-Length: "
                                    + (200L << 20) + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readNBytes(12);
            assertThat(answer).isEqualTo("HTTP/1.1 400".getBytes(StandardCharsets.US_ASCII));
        }
    }
}
