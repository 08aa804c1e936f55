package bz.ceiba;

import bz.ceiba.platform.xroad.TestMembers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.FileSystemUtils;

/** Gives the shared server its database, port and directory. */
public class TestServer implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    @Override
    public void initialize(ConfigurableApplicationContext context) {
        try {
            int port = freePort();
            Path data = Files.createTempDirectory("ceiba-data");
            context.addApplicationListener((ApplicationListener<ContextClosedEvent>)
                    closed -> FileSystemUtils.deleteRecursively(data.toFile()));
            String url = TestDatabase.create();
            Map<String, Object> settings = new HashMap<>();
            settings.put("server.port", port);
            settings.put("ceiba.base-url", "http://localhost:" + port);
            settings.put("ceiba.data", data.toString());
            settings.put("ceiba.demo", true);
            settings.put("ceiba.identity.demo-people", 400);
            settings.put("ceiba.policerecords.demo-cases", 0);
            settings.put("ceiba.border.demo-travellers", 0);
            settings.put("ceiba.transport.demo-drivers", 0);
            // What the proxy in front says of who connects to it.
            settings.put("ceiba.identity.provider.client-certificate-header", "Client-Cert");
            settings.put("ceiba.border.carrier.client-certificate-header", "Client-Cert");
            settings.put("ceiba.identity.place-header", "X-Test-Place");
            settings.putAll(TestMembers.settings(data));
            // Tests listen on this machine.
            // Tests look at any hour and at whomever; who wants that noticed has TestOversight.
            settings.put("ceiba.oversight.find", false);
            settings.put("ceiba.webhooks.allow-private", true);
            settings.put("spring.datasource.url", url.substring(0, url.indexOf('?')));
            settings.put("spring.datasource.username", Migrations.APPLICATION_ROLE);
            settings.put("spring.datasource.password", TestDatabase.PASSWORD);
            settings.put("ceiba.test.owner-url", url);
            context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", settings));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
