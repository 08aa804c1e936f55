package bz.ceiba.platform.xroad;

import bz.ceiba.platform.exchange.Question;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.xroad.RestMessage.Header;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.json.JsonMapper;

/** Another node that asks this one about somebody, for measuring. */
public final class NodesLoad implements AutoCloseable {
    private static final CaseNumber CASE = CaseNumber.random("PR", 2026, new Random(13));

    private final TlsProxy proxy;
    private final HttpClient client;
    private final RemoteNode remote;
    private final RemoteSource source;
    private final String subject;

    public NodesLoad(ApplicationContext server, String baseUrl, String subject) throws Exception {
        this.proxy = new TlsProxy(baseUrl, TestMembers.SHARED);
        this.subject = subject;
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(TlsProxy.tls(TestMembers.SHARED, TestMembers.SECURITY_SERVER))
                .build();
        remote = new RemoteNode(
                proxy.address(),
                new Connection(client, null),
                server.getBean(XroadSettings.class),
                server.getBean(ReceivedSignatures.class),
                server.getBean(Standing.class),
                server.getBean(Node.class),
                server.getBean(Spool.class),
                Clock.systemUTC());
        source = new RemoteSource(new RemoteService(
                "identity.person", "egov", server.getBean(XroadSettings.class), remote, JsonMapper.shared()));
    }

    /** Asks once, and waits for the answer. */
    public void ask() {
        var _ = source.answer(new Question(
                "identity.person",
                "police",
                "employment",
                CASE,
                new PersonNumber(subject),
                "100200300400",
                null,
                Map.of()));
    }

    /** Has another member's own system answer so many bytes over both nodes. */
    public void fetch(int size) {
        RestMessage head = RestMessage.request(
                "GET",
                "/r1/BZ/GOV/social-security/socialsecurity/contributions/" + size,
                List.of(
                        new Header("x-road-client", "BZ/GOV/tax-service"),
                        new Header("x-road-id", UUID.randomUUID().toString()),
                        new Header("x-road-issue", CASE.text()),
                        new Header(SystemAnswering.PURPOSE, "tax-audit"),
                        new Header(SystemAnswering.SUBJECT, subject)),
                UUID.randomUUID().toString());
        try (LoggedMessage answer = remote.ask(head, null)) {
            Body body = answer.body();
            if (body == null || body.size() != size) {
                throw new IllegalStateException(
                        "answered otherwise: " + answer.head().first());
            }
        }
    }

    /** Has the raw handler answer so many bytes over the same connection. */
    public void fetchRaw(int size) {
        try {
            HttpResponse<InputStream> answer = client.send(
                    HttpRequest.newBuilder(proxy.address().resolve("/bench/bytes/" + size))
                            .build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream in = answer.body()) {
                if (in.transferTo(OutputStream.nullOutputStream()) != size) {
                    throw new IllegalStateException("answered " + answer.statusCode());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where a member's own system is that answers bytes. */
    public static Map<String, Object> system(String baseUrl) {
        return Map.of("ceiba.xroad.backends.[" + TestBackend.SERVICE + "].address", baseUrl + "/bench/bytes");
    }

    /** The headers of a Security Server's request. */
    public static List<String> headers() throws Exception {
        return List.of(
                "X-Road-Client: BZ/GOV/police",
                "X-Road-Issue: " + CASE,
                "X-Road-UserId: BZ100200300400",
                "Client-Cert: :"
                        + Base64.getEncoder()
                                .encodeToString(TestMembers.SECURITY_SERVER
                                        .certificate()
                                        .getEncoded())
                        + ":");
    }

    @Override
    public void close() {
        proxy.close();
    }
}
