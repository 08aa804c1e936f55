package bz.ceiba.platform.xroad;

import bz.ceiba.Ceiba;
import bz.ceiba.TestServer;
import bz.ceiba.platform.exchange.EventIntake;
import bz.ceiba.platform.exchange.Subscriber;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import tools.jackson.databind.json.JsonMapper;

/** The program a second time, as an agency's own node: with a database, keys and a connection of its own. */
public final class TestNode implements AutoCloseable {
    private final ConfigurableApplicationContext context;
    private final TlsProxy proxy;

    private TestNode(ConfigurableApplicationContext context, TlsProxy proxy) {
        this.context = context;
        this.proxy = proxy;
    }

    /**
     * @param agency whose node it is, besides those of the tax service and of social security
     * @param people where the register of people is, at another node
     * @param asked the services for which the register of people is asked there
     */
    public static TestNode start(Path directory, String agency, URI people, List<String> asked) throws Exception {
        return start(settings(directory, agency, "people", people, asked));
    }

    /** One with these settings besides those of all servers of tests. */
    static TestNode start(Map<String, Object> settings) throws Exception {
        return start(settings, Clock.systemUTC());
    }

    /** One with these settings and a clock of its own. */
    public static TestNode start(Map<String, Object> settings, Clock clock) throws Exception {
        ConfigurableApplicationContext context = new SpringApplicationBuilder(Ceiba.class)
                .initializers(
                        new TestServer(),
                        started -> started.getEnvironment()
                                .getPropertySources()
                                .addFirst(new MapPropertySource("node", settings)),
                        started -> ((GenericApplicationContext) started)
                                .registerBean(
                                        "clockOfTheNode", Clock.class, () -> clock, bean -> bean.setPrimary(true)))
                .run();
        return new TestNode(context, TlsProxy.of(context.getEnvironment().getRequiredProperty("ceiba.base-url")));
    }

    /**
     * What a node is told, be it in this process or one of its own.
     *
     * @param peer what it calls the other node
     * @param asked the services that the other node offers
     */
    public static Map<String, Object> settings(
            Path directory, String agency, String peer, URI address, List<String> asked) throws Exception {
        Map<String, TestMembers.Key> members = new HashMap<>();
        for (String member : List.of(agency, "tax-service", "social-security")) {
            members.put(member, TestMembers.SHARED.member(member));
        }
        Path keys = store(directory.resolve(agency + ".p12"), members);
        Path connection = store(directory.resolve(agency + "-tls.p12"), Map.of("own", TestMembers.SECURITY_SERVER));
        Path authority = TestMembers.write(directory.resolve(agency + "-ca.pem"), TestMembers.SHARED.authority());
        Path other = TestMembers.write(
                directory.resolve(agency + "-" + peer + ".pem"),
                TestMembers.SHARED.connection(peer).certificate());
        Map<String, Object> settings = new HashMap<>();
        settings.put("ceiba.identity.demo-people", 40);
        settings.put("ceiba.xroad.keys", keys.toString());
        settings.put("ceiba.xroad.authorities", authority.toString());
        settings.put("ceiba.xroad.ssl-bundle", "node");
        settings.put("ceiba.xroad.peers." + peer + ".certificate", other.toString());
        settings.put("ceiba.xroad.peers." + peer + ".clients", "BZ/GOV/*");
        settings.put("ceiba.xroad.peers." + peer + ".address", address.toString());
        asked.forEach(service -> settings.put("ceiba.xroad.services.[" + service + "]", peer));
        settings.put(
                "spring.ssl.bundle.jks.node.keystore.location",
                connection.toUri().toString());
        settings.put("spring.ssl.bundle.jks.node.keystore.password", TestMembers.PASSWORD);
        settings.put("spring.ssl.bundle.jks.node.keystore.type", "PKCS12");
        settings.put(
                "spring.ssl.bundle.jks.node.truststore.location", trusted(directory.resolve(agency + "-trust.p12")));
        settings.put("spring.ssl.bundle.jks.node.truststore.password", TestMembers.PASSWORD);
        settings.put("spring.ssl.bundle.jks.node.truststore.type", "PKCS12");
        return settings;
    }

    private static Path store(Path file, Map<String, TestMembers.Key> keys)
            throws IOException, GeneralSecurityException {
        try (OutputStream out = Files.newOutputStream(file)) {
            TestMembers.store(keys).store(out, TestMembers.PASSWORD.toCharArray());
        }
        return file;
    }

    private static String trusted(Path file) throws IOException, GeneralSecurityException {
        try (OutputStream out = Files.newOutputStream(file)) {
            TlsProxy.trusted(TestMembers.SHARED).store(out, TestMembers.PASSWORD.toCharArray());
        }
        return file.toUri().toString();
    }

    /** The database, as its owner. */
    String database() {
        return context.getEnvironment().getRequiredProperty("ceiba.test.owner-url");
    }

    String baseUrl() {
        return context.getEnvironment().getRequiredProperty("ceiba.base-url");
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** What fetches this node's events of a service for a room of another node, which connects to it and signs with its keys. */
    public Runnable fetching(ApplicationContext other, String service, String provider, Subscriber subscriber)
            throws Exception {
        XroadSettings settings = other.getBean(XroadSettings.class);
        RemoteNode remote = new RemoteNode(
                address(),
                new Connection(
                        HttpClient.newBuilder()
                                .version(HttpClient.Version.HTTP_1_1)
                                .sslContext(TlsProxy.tls(TestMembers.SHARED, TestMembers.SECURITY_SERVER))
                                .build(),
                        null),
                settings,
                other.getBean(ReceivedSignatures.class),
                other.getBean(Standing.class),
                other.getBean(Node.class),
                other.getBean(Spool.class),
                Clock.systemUTC());
        StaticListableBeanFactory beans = new StaticListableBeanFactory();
        beans.addBean("subscriber", subscriber);
        RemoteEvents events = new RemoteEvents(
                Map.of(service, new RemoteService(service, provider, settings, remote, JsonMapper.shared())),
                beans.getBeanProvider(Subscriber.class),
                other.getBean(EventIntake.class));
        return events::round;
    }

    /** Where others reach it; connections can be broken. */
    public TlsProxy proxy() {
        return proxy;
    }

    /** Where others reach it. */
    public URI address() {
        return proxy.address();
    }

    @Override
    public void close() {
        proxy.close();
        context.close();
    }
}
