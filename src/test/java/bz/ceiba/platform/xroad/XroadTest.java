package bz.ceiba.platform.xroad;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.xroad.MessageLog.Side;
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
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** X-Road's REST protocol as a Security Server or a ministry's own system speaks it to us. */
@CeibaTest
class XroadTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String PERSON = "/r1/BZ/GOV/egov/identity/person";
    private static final String CASE =
            CaseNumber.random("PR", 2026, new Random(11)).text();

    @Autowired
    TestPeople people;

    @Autowired
    MessageLog log;

    @Autowired
    JdbcClient db;

    @Value("${ceiba.base-url}")
    String baseUrl;

    @TempDir
    Path directory;

    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        client.close();
    }

    private HttpResponse<byte[]> send(
            X509Certificate certificate, String method, String path, String body, Consumer<HttpRequest.Builder> more)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(baseUrl + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("Client-Cert", ":" + Base64.getEncoder().encodeToString(certificate.getEncoded()) + ":");
        more.accept(request);
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    private HttpResponse<byte[]> ask(String body, Consumer<HttpRequest.Builder> more) throws Exception {
        return send(TestMembers.SECURITY_SERVER.certificate(), "POST", PERSON, body, more);
    }

    private static Consumer<HttpRequest.Builder> headers(String... headers) {
        return request -> request.headers(headers);
    }

    private static Consumer<HttpRequest.Builder> usual() {
        return headers(
                "X-Road-Client",
                "BZ/GOV/police",
                "X-Road-Issue",
                CASE,
                "X-Road-UserId",
                "BZ100200300400",
                "X-Road-Id",
                "id-" + UUID.randomUUID());
    }

    private static String question(Actor about, String purpose) {
        return JSON.writeValueAsString(Map.of("purpose", purpose, "subject", about.number()));
    }

    private static JsonNode json(HttpResponse<byte[]> response) {
        return JSON.readTree(response.body());
    }

    private static String header(HttpResponse<byte[]> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private static void assertRefused(HttpResponse<byte[]> response, int status, String type) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(header(response, "X-Road-Error")).isEqualTo(type);
        JsonNode body = json(response);
        assertThat(body.propertyNames()).containsExactly("type", "message", "detail");
        assertThat(body.path("type").stringValue()).isEqualTo(type);
        assertThat(UUID.fromString(body.path("detail").stringValue())).isNotNull();
        assertThat(header(response, "Content-Type")).isEqualTo("application/json;charset=utf-8");
    }

    @Test
    void aMemberAsksByAgreementAndBothMessagesAreKeptAndProven() throws Exception {
        Actor ana = people.citizen("Ana Xroad");
        HttpResponse<byte[]> response = ask(question(ana, "employment"), usual());
        assertThat(response.statusCode())
                .as(new String(response.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        assertThat(json(response).path("name").stringValue()).isEqualTo("Ana Xroad");
        assertThat(json(response).has("phone")).as("not granted").isFalse();
        assertThat(header(response, "x-road-client")).isEqualTo("BZ/GOV/police");
        assertThat(header(response, "x-road-service")).isEqualTo("BZ/GOV/egov/identity/person");
        assertThat(header(response, "x-road-id")).startsWith("id-");

        List<MessageLog.Kept> kept = log.find(header(response, "x-road-request-id"), Side.ANSWERED);
        assertThat(kept).extracting(MessageLog.Kept::kind).containsExactly("request", "response");
        String head = new String(kept.getFirst().head(), StandardCharsets.UTF_8);
        assertThat(head).startsWith("POST\r\n" + PERSON + "\r\n").contains("X-Road-Issue:" + CASE + "\r\n");
        assertThat(head.toLowerCase(Locale.ROOT))
                .doesNotContain(
                        "\r\nhost:",
                        "\r\nuser-agent:",
                        "\r\ncontent-length:",
                        "\r\nconnection:",
                        "\r\nclient-cert:",
                        "\r\nhttp2-settings:");
        byte[] body = question(ana, "employment").getBytes(StandardCharsets.UTF_8);
        assertThat(header(response, "x-road-request-hash"))
                .as("SHA512(SHA512(headers) + SHA512(body))")
                .isEqualTo(Base64.getEncoder()
                        .encodeToString(Digests.sha512(
                                concat(Digests.sha512(kept.getFirst().head()), Digests.sha512(body)))));
        assertThat(kept.getFirst().body()).as("bodies are not kept").isNull();

        Path file = directory.resolve("response.asice");
        try (OutputStream out = Files.newOutputStream(file)) {
            MessageLog.write(kept.getLast(), out);
        }
        ContainerReport report = ContainerVerification.verify(file, Trust.in(List.of(TestMembers.SHARED.authority())));
        assertThat(report.findings()).isEmpty();
        assertThat(report.sender()).isEqualTo("BZ/GOV/egov/identity");
        assertThat(db.sql("""
                        select event || ' ' || actor || ' ' || agency || ' ' || case_number || ' ' || purpose from audit.entry
                         where subject = :subject and event = 'REGISTER_ASKED'
                        """)
                        .param("subject", ana.number())
                        .query(String.class)
                        .list())
                .containsExactly("REGISTER_ASKED 100200300400 police " + CASE + " employment");
    }

    private static byte[] concat(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    @Test
    void aRequestThatComesASecondTimeIsNotAnswered() throws Exception {
        String question = question(people.citizen(), "employment");
        Consumer<HttpRequest.Builder> same =
                usual().andThen(headers("X-Road-Request-Id", "again-" + UUID.randomUUID()));
        assertThat(ask(question, same).statusCode()).isEqualTo(200);
        assertRefused(ask(question, same), 400, "Client.BadRequest");
    }

    @Test
    void whoIsNotKnownOrSpeaksForAnotherIsRefused() throws Exception {
        String question = question(people.citizen(), "employment");
        HttpResponse<byte[]> bare = client.send(
                HttpRequest.newBuilder(URI.create(baseUrl + PERSON))
                        .header("X-Road-Client", "BZ/GOV/police")
                        .POST(BodyPublishers.ofString(question))
                        .build(),
                BodyHandlers.ofByteArray());
        assertRefused(bare, 500, "Server.ServerProxy.AccessDenied");
        X509Certificate stranger = TestMembers.SHARED.connection("stranger").certificate();
        assertRefused(send(stranger, "POST", PERSON, question, usual()), 500, "Server.ServerProxy.AccessDenied");
        X509Certificate own = TestMembers.POLICE_SYSTEM.certificate();
        assertThat(send(own, "POST", PERSON, question, usual()).statusCode()).isEqualTo(200);
        assertRefused(
                send(own, "POST", PERSON, question, headers("X-Road-Client", "BZ/GOV/health", "X-Road-Issue", CASE)),
                500,
                "Server.ServerProxy.AccessDenied");
        assertThat(send(
                                own,
                                "POST",
                                PERSON,
                                question,
                                headers(
                                        "X-Road-Client",
                                        "BZ/GOV/health",
                                        "X-Road-Client",
                                        "BZ/GOV/police",
                                        "X-Road-Issue",
                                        CASE))
                        .statusCode())
                .as("of several the last counts")
                .isEqualTo(200);
    }

    @Test
    void whatBreaksTheProtocolIsABadRequest() throws Exception {
        String question = question(people.citizen(), "employment");
        assertRefused(ask(question, headers("X-Road-Issue", CASE)), 400, "Client.BadRequest");
        for (String client : List.of("BZ", "BZ/GOV", "BZ/GOV/a/b/c", "BZ/GOV/po%lice", "BZ/GOV/", "BZ/G_V/police")) {
            assertRefused(ask(question, headers("X-Road-Client", client)), 400, "Client.BadRequest");
        }
        for (String path : List.of("/r1/BZ", "/r1/BZ/GOV/egov/identity", "/r1/BZ/GOV/egov/ident_ty/person")) {
            assertRefused(
                    send(TestMembers.SECURITY_SERVER.certificate(), "POST", path, question, usual()),
                    400,
                    "Client.BadRequest");
        }
        HttpResponse<byte[]> xml = ask(question, headers("X-Road-Client", "BZ", "Accept", "application/xml"));
        assertThat(header(xml, "Content-Type")).isEqualTo("application/xml;charset=utf-8");
        assertThat(new String(xml.body(), StandardCharsets.UTF_8))
                .contains("<error><type>Client.BadRequest</type><message>");
        HttpResponse<byte[]> control = send(
                TestMembers.SECURITY_SERVER.certificate(),
                "POST",
                "/r1/BZ/GOV/egov/ident%01ty/person",
                question,
                usual().andThen(headers("Accept", "text/xml")));
        assertThat(header(control, "Content-Type")).isEqualTo("text/xml;charset=utf-8");
        assertThat(Xml.parse("the error", control.body()).getDocumentElement().getTagName())
                .isEqualTo("error");
    }

    @Test
    void headersAreKeptAndProvenInWhateverTheyAreWritten() throws Exception {
        String body = question(people.citizen(), "employment");
        URI address = URI.create(baseUrl);
        String id = "utf-8-" + UUID.randomUUID();
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.getOutputStream()
                    .write(("POST " + PERSON + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                                    + "X-Road-Client: BZ/GOV/police\r\nX-Road-Issue: " + CASE + "\r\nX-Note: Ål – ñ\r\n"
                                    + "X-Road-Request-Id: " + id + "\r\nClient-Cert: :"
                                    + Base64.getEncoder()
                                            .encodeToString(TestMembers.SECURITY_SERVER
                                                    .certificate()
                                                    .getEncoded())
                                    + ":\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                            .getBytes(StandardCharsets.UTF_8));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 200");
        }
        byte[] head = log.find(id, Side.ANSWERED).getFirst().head();
        assertThat(RestMessage.parse(head).header("X-Note").orElseThrow().getBytes(StandardCharsets.ISO_8859_1))
                .isEqualTo("Ål – ñ".getBytes(StandardCharsets.UTF_8));
        assertThat(RestMessage.parse(head).bytes()).isEqualTo(head);
    }

    @Test
    void whatNoAgreementGrantsIsRefusedAndTheRefusalIsInTheLog() throws Exception {
        Actor ana = people.citizen();
        assertRefused(ask(question(ana, "curiosity"), usual()), 500, "Server.ServerProxy.AccessDenied");
        assertThat(db.sql("select count(*) from audit.entry where subject = :subject and event = 'REGISTER_REFUSED'")
                        .param("subject", ana.number())
                        .query(Integer.class)
                        .single())
                .isOne();
        assertRefused(
                send(
                        TestMembers.SECURITY_SERVER.certificate(),
                        "POST",
                        "/r1/BZ/GOV/egov/identity/nothing",
                        question(ana, "employment"),
                        usual()),
                500,
                "Server.ServerProxy.UnknownService");
        Actor eva = people.citizen();
        assertRefused(
                ask(
                        question(eva, "reminder"),
                        headers(
                                "X-Road-Client",
                                "BZ/GOV/tax-service",
                                "X-Road-Issue",
                                "tax-service-reminders/1",
                                "Ceiba-Consent",
                                "tax-service-reminders/1;given=-999999999-01-01T00:00:00Z")),
                500,
                "Server.ServerProxy.AccessDenied");
        assertThat(db.sql(
                                "select detail ->> 'reason' from audit.entry where subject = ? and event = 'REGISTER_REFUSED'")
                        .param(eva.number())
                        .query(String.class)
                        .list())
                .as("a consent of before all time is none")
                .containsExactly("no-consent");
        assertRefused(
                ask(question(ana, "employment"), headers("X-Road-Client", "FI/GOV/police", "X-Road-Issue", CASE)),
                500,
                "Server.ServerProxy.AccessDenied");
    }

    @Test
    void whatTheServiceFindsWrongIsItsOwnAnswerAndNoErrorOfTheExchange() throws Exception {
        String about = people.citizen().number();
        for (String body : List.of(
                "",
                "[]",
                "{",
                "{\"purpose\":\"employment\"}",
                "{\"purpose\":\"employment\",\"subject\":\"12\"}",
                "{\"purpose\":\"employment\",\"subject\":\"" + about + "\",\"more\":1}")) {
            HttpResponse<byte[]> response = ask(body, usual());
            assertThat(response.statusCode()).as(body).isEqualTo(422);
            assertThat(header(response, "X-Road-Error")).isEmpty();
            assertThat(header(response, "Content-Type")).isEqualTo("application/problem+json");
            byte[] head = log.find(header(response, "x-road-request-id"), Side.ANSWERED)
                    .getFirst()
                    .head();
            assertThat(header(response, "x-road-request-hash"))
                    .as("a body of no bytes is none")
                    .isEqualTo(Digests.requestHash(
                            head, body.isEmpty() ? null : Digests.sha512(body.getBytes(StandardCharsets.UTF_8))));
        }
        HttpResponse<byte[]> noText = send(
                TestMembers.SECURITY_SERVER.certificate(),
                "POST",
                "/r1/BZ/GOV/vital-statistics/civilregistry/birth-registered",
                "{\"purpose\":\"birth\",\"refused\":[{\"id\":1,\"why\":\"\\u0000\"}]}",
                headers("X-Road-Client", "BZ/GOV/health"));
        assertThat(noText.statusCode()).isEqualTo(422);
        HttpResponse<byte[]> noCase = ask(
                "{\"purpose\":\"employment\",\"subject\":\"" + about + "\"}",
                headers("X-Road-Client", "BZ/GOV/police"));
        assertThat(json(noCase).path("detail").stringValue()).contains("X-Road-Issue");
        assertThat(send(TestMembers.SECURITY_SERVER.certificate(), "GET", PERSON + "/more?a=%20b", "", usual())
                        .statusCode())
                .isEqualTo(404);
        HttpResponse<byte[]> told = send(
                TestMembers.SECURITY_SERVER.certificate(),
                "POST",
                "/r1/BZ/GOV/egov/identity/life-event",
                "{\"purpose\":\"birth\",\"body\":{}}",
                headers("X-Road-Client", "BZ/GOV/vital-statistics"));
        assertThat(told.statusCode()).isEqualTo(422);
        assertThat(json(told).path("errors").isArray()).isTrue();
    }

    @Test
    void metaservicesSayWhatIsOfferedToWhomAndHow() throws Exception {
        JsonNode all = json(meta("BZ/GOV/police", "listMethods"));
        assertThat(all.path("service").findValuesAsString("service_code"))
                .contains("person", "relation", "life-event")
                .doesNotContain("listMethods");
        JsonNode first = all.path("service").get(0);
        assertThat(first.path("object_type").stringValue()).isEqualTo("SERVICE");
        assertThat(first.path("service_type").stringValue()).isEqualTo("OPENAPI");
        assertThat(first.path("xroad_instance").stringValue()).isEqualTo("BZ");
        assertThat(first.path("subsystem_code").stringValue()).isEqualTo("identity");
        assertThat(first.path("endpoint_list").get(0).path("method").stringValue())
                .isEqualTo("POST");
        assertThat(json(meta("BZ/GOV/police", "allowedMethods")).path("service").findValuesAsString("service_code"))
                .contains("person")
                .doesNotContain("life-event");
        JsonNode openApi = json(meta("BZ/GOV/police", "getOpenAPI?serviceCode=person"));
        assertThat(openApi.path("openapi").stringValue()).startsWith("3.");
        assertThat(openApi.path("paths").path("/").path("post").isObject()).isTrue();
        for (String query : List.of("", "?serviceCode=", "?serviceCode=a/b", "?serviceCode=a?b", "?serviceCode=%E9")) {
            assertRefused(meta("BZ/GOV/police", "getOpenAPI" + query), 400, "Client.BadRequest");
        }
        assertRefused(meta("BZ/GOV/police", "getOpenAPI?serviceCode=none"), 500, "Server.ServerProxy.UnknownService");
    }

    private HttpResponse<byte[]> meta(String client, String service) throws Exception {
        return send(
                TestMembers.SECURITY_SERVER.certificate(),
                "GET",
                "/r1/BZ/GOV/egov/identity/" + service,
                "",
                headers("X-Road-Client", client));
    }
}
