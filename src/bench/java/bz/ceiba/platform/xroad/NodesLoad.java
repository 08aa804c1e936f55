package bz.ceiba.platform.xroad;

import bz.ceiba.platform.exchange.Question;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.PersonNumber;
import java.net.http.HttpClient;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.json.JsonMapper;

/** Another node that asks this one about somebody, for measuring. */
public final class NodesLoad implements AutoCloseable {
    private static final CaseNumber CASE = CaseNumber.random("PR", 2026, new Random(13));

    private final TlsProxy proxy;
    private final RemoteSource source;
    private final String subject;

    public NodesLoad(ApplicationContext server, String baseUrl, String subject) throws Exception {
        this.proxy = new TlsProxy(baseUrl, TestMembers.SHARED);
        this.subject = subject;
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(TlsProxy.tls(TestMembers.SHARED, TestMembers.POLICE_SYSTEM))
                .build();
        source = new RemoteSource(new RemoteService(
                "identity.person",
                "egov",
                server.getBean(XroadSettings.class),
                new RemoteNode(
                        proxy.address(),
                        client,
                        server.getBean(XroadSettings.class),
                        server.getBean(ReceivedSignatures.class),
                        server.getBean(Node.class),
                        server.getBean(Spool.class),
                        Clock.systemUTC()),
                JsonMapper.shared()));
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
