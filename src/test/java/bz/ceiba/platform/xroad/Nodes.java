package bz.ceiba.platform.xroad;

import bz.ceiba.ServerProcess;
import bz.ceiba.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.FileSystemUtils;

/**
 * The register of people, the civil registry and the police each on a node of their own. That of the people is started when the first test needs it;
 * the other two are the servers of those tests that ask for them ({@code @OnRegistrysNode}, {@code @OnPolicesNode}).
 */
public final class Nodes {
    private static final List<String> ASKED =
            List.of("identity.person", "identity.relation", "identity.relatives", "identity.life-event");
    private static final List<String> FETCHED =
            List.of("civilregistry.death-registered", "civilregistry.death-annulled");
    private static final String HERE = "http://localhost:";

    private static final int REGISTRY = ServerProcess.freePort();
    private static final int POLICE = ServerProcess.freePort();
    private static @Nullable Running running;

    private record Running(TestNode people, TlsProxy toPeople) {}

    private Nodes() {}

    private static synchronized Running running() {
        Running known = running;
        if (known != null) {
            return known;
        }
        try {
            Path directory = Files.createTempDirectory("ceiba-nodes");
            TlsProxy toRegistry = TlsProxy.of(HERE + REGISTRY);
            TestNode people =
                    TestNode.start(TestNode.settings(directory, "egov", "registry", toRegistry.address(), FETCHED));
            Running started = new Running(people, TlsProxy.of(people.baseUrl()));
            SpringApplication.getShutdownHandlers().add(() -> {
                toRegistry.close();
                started.toPeople().close();
                FileSystemUtils.deleteRecursively(directory.toFile());
            });
            running = started;
            return started;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The node that has the register of people. */
    public static TestNode people() {
        return running().people();
    }

    /** A server whose register of people is at another node. */
    public abstract static class Server implements ApplicationContextInitializer<ConfigurableApplicationContext> {
        private final String agency;
        private final int port;

        private Server(String agency, int port) {
            this.agency = agency;
            this.port = port;
        }

        @Override
        public void initialize(ConfigurableApplicationContext context) {
            new TestServer().initialize(context);
            try {
                Path directory = Files.createTempDirectory("ceiba-node");
                Map<String, Object> settings = TestNode.settings(
                        directory, agency, "people", running().toPeople().address(), ASKED);
                settings.put("server.port", port);
                settings.put("ceiba.base-url", HERE + port);
                settings.put("ceiba.test.people-elsewhere", true);
                context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("node", settings));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** The node of the civil registry. */
    public static final class Registry extends Server {
        public Registry() {
            super("vital-statistics", REGISTRY);
        }
    }

    /** The node of the police. */
    public static final class Police extends Server {
        public Police() {
            super("police", POLICE);
        }
    }
}
