package bz.ceiba.platform.xroad;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.exchange.Agreements;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.json.JsonMapper;

/**
 * The node of the tax service, which asks another one for the Board's contributions: with a connection, peers and addresses of its own. It signs and keeps
 * with what the shared server has.
 */
final class ConsumerNode implements AutoCloseable {
    private final Tomcat tomcat = new Tomcat();
    private final TlsProxy proxy;

    /**
     * @param system the certificate of the tax service's own information system
     * @param provider where the other node listens
     */
    ConsumerNode(Path directory, ApplicationContext server, TestMembers.Key system, URI provider) throws Exception {
        XroadSettings settings = settings(directory, system, provider);
        RemoteServices services = RemoteServices.of(
                settings,
                server.getBean(Agreements.class),
                new DefaultSslBundleRegistry(
                        "node",
                        SslBundle.of(SslStoreBundle.of(
                                TestMembers.store(Map.of("own", TestMembers.SECURITY_SERVER)),
                                TestMembers.PASSWORD,
                                TlsProxy.trusted(TestMembers.SHARED)))),
                server.getBean(ReceivedSignatures.class),
                server.getBean(Standing.class),
                server.getBean(Node.class),
                server.getBean(Spool.class),
                JsonMapper.shared(),
                Clock.systemUTC());
        Forwarding forwarding = new Forwarding(
                services,
                server.getBean(Agreements.class),
                server.getBean(Metadata.class),
                server.getBean(Audit.class),
                Clock.systemUTC());
        tomcat.setBaseDir(directory.resolve("tomcat").toString());
        tomcat.setPort(0);
        tomcat.getConnector().setEncodedSolidusHandling("passthrough");
        Context context = tomcat.addContext("", null);
        Tomcat.addServlet(
                context,
                "r1",
                new XroadServlet(
                        new Peers(settings, Clock.systemUTC()),
                        new Admission(settings.mostAtOnce()),
                        forwarding,
                        server.getBean(Node.class),
                        server.getBean(Spool.class),
                        JsonMapper.shared()));
        context.addServletMappingDecoded("/r1/*", "r1");
        tomcat.start();
        proxy = TlsProxy.of("http://localhost:" + tomcat.getConnector().getLocalPort());
    }

    private static XroadSettings settings(Path directory, TestMembers.Key system, URI provider) {
        Map<String, Object> settings = new HashMap<>();
        String peers = "ceiba.xroad.peers.";
        settings.put("ceiba.xroad.client-certificate-header", "Client-Cert");
        settings.put("ceiba.xroad.ssl-bundle", "node");
        settings.put("ceiba.xroad.patience", "20s");
        settings.put(
                peers + "system.certificate",
                TestMembers.write(directory.resolve("system.pem"), system.certificate())
                        .toString());
        settings.put(peers + "system.clients", "BZ/GOV/tax-service");
        settings.put(
                peers + "board.certificate",
                TestMembers.write(directory.resolve("board.pem"), TestMembers.SECURITY_SERVER.certificate())
                        .toString());
        settings.put(peers + "board.clients", "BZ/GOV/social-security");
        settings.put(peers + "board.address", provider.toString());
        settings.put("ceiba.xroad.services.[" + TestBackend.SERVICE + "]", "board");
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("ceiba.xroad", XroadSettings.class);
    }

    URI address() {
        return proxy.address();
    }

    @Override
    public void close() throws LifecycleException {
        proxy.close();
        tomcat.stop();
        tomcat.destroy();
    }
}
