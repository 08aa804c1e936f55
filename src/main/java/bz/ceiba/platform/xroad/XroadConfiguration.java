package bz.ceiba.platform.xroad;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.documents.HttpTimeStamps;
import bz.ceiba.platform.exchange.Agreements;
import bz.ceiba.platform.exchange.EventFeed;
import bz.ceiba.platform.exchange.EventIntake;
import bz.ceiba.platform.exchange.Exchange;
import bz.ceiba.platform.exchange.OpenApi;
import bz.ceiba.platform.exchange.Subscriber;
import bz.ceiba.platform.exchange.Telling;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.WriteBehind;
import bz.ceiba.platform.web.Messages;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalTime;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.NullSecurityContextRepository;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(XroadSettings.class)
class XroadConfiguration {
    private static final String TRANSPORT = TransportServlet.PATH;
    private static final String REST = "/r1/*";

    /** Peers prove who they are by certificates and signatures: no sessions, no forms, no tokens against forgery. */
    @Bean
    @Order(20)
    SecurityFilterChain xroadChain(HttpSecurity http) {
        http.securityMatcher("/r1/**", TRANSPORT);
        http.csrf(AbstractHttpConfigurer::disable);
        http.securityContext(context -> context.securityContextRepository(new NullSecurityContextRepository()));
        http.requestCache(AbstractHttpConfigurer::disable);
        http.logout(AbstractHttpConfigurer::disable);
        http.anonymous(AbstractHttpConfigurer::disable);
        // What a service says of caches and frames is its own to say (PR-REST 4.3).
        http.headers(AbstractHttpConfigurer::disable);
        return http.build();
    }

    @Bean
    HttpFirewall xroadFirewall() {
        return new RestFirewall();
    }

    /** An encoded slash stays one; outside of {@code /r1} the firewall refuses it. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> xroadAddresses() {
        return factory -> {
            factory.addConnectorCustomizers(
                    connector -> connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue()));
            factory.addContextValves(new ContentTypes());
        };
    }

    @Bean
    Peers xroadPeers(XroadSettings settings, Clock clock) {
        return new Peers(settings, clock);
    }

    @Bean
    Admission xroadAdmission(XroadSettings settings) {
        return new Admission(settings.mostAtOnce());
    }

    @Bean
    Spool xroadSpool(XroadSettings settings, @Value("${ceiba.data}") Path data, Clock clock) {
        return new Spool(data.resolve("xroad-spool"), settings.bodies(), settings.patience(), clock);
    }

    @Bean
    Standing xroadStanding(XroadSettings settings, Clock clock) {
        return new Standing(settings.ocsp(), trust(settings), clock);
    }

    private static Trust trust(XroadSettings settings) {
        Path authorities = settings.authorities();
        return authorities == null
                ? Trust.nobody()
                : Trust.in(Peers.certificates("ceiba.xroad.authorities", authorities));
    }

    @Bean
    BatchSigning xroadSigning(Standing standing, Clock clock) {
        return new BatchSigning(standing, clock);
    }

    @Bean
    MessageLog xroadLog(JdbcClient db, WriteBehind writes, XroadSettings settings, Clock clock) {
        return new MessageLog(
                db, writes, settings.keepBodies(), settings.tsa() == null ? null : settings.longestUnstamped(), clock);
    }

    @Bean
    Backends xroadBackends(
            XroadSettings settings, Agreements agreements, SslBundles bundles, Spool spool, Clock clock) {
        return new Backends(settings, agreements, bundles, spool, clock);
    }

    @Bean
    Metadata xroadMetadata(
            XroadSettings settings,
            Agreements agreements,
            OpenApi openApi,
            Backends backends,
            JsonMapper json,
            Clock clock) {
        return new Metadata(settings, agreements, openApi, backends, json, clock);
    }

    @Bean
    Answering xroadAnswering(
            XroadSettings settings,
            Agreements agreements,
            Exchange exchange,
            Telling telling,
            EventFeed feed,
            Metadata metadata,
            Backends backends,
            Messages messages,
            JsonMapper json) {
        SystemAnswering systems = new SystemAnswering(exchange, backends, json);
        return new Answering(settings, agreements, exchange, telling, feed, metadata, systems, messages, json);
    }

    @Bean
    Node xroadNode(Answering answering, XroadSettings settings, BatchSigning signing, MessageLog log) {
        return new Node(answering, MemberKeys.load(settings.keys(), settings.keysPasswordEnv()), signing, log);
    }

    @Bean
    ReceivedSignatures xroadSignatures(XroadSettings settings, Standing standing, Clock clock) {
        return new ReceivedSignatures(trust(settings), standing, clock);
    }

    @Bean
    ServletRegistrationBean<HttpServlet> xroadRest(
            XroadSettings settings,
            Peers peers,
            Admission admission,
            RemoteServices services,
            Agreements agreements,
            Metadata metadata,
            Audit audit,
            Node node,
            Spool spool,
            JsonMapper json,
            Clock clock) {
        Forwarding forwarding = new Forwarding(services, agreements, metadata, audit, clock);
        return servlet(settings, new XroadServlet(peers, admission, forwarding, node, spool, json), REST, "xroad-rest");
    }

    @Bean
    ServletRegistrationBean<HttpServlet> xroadTransport(
            XroadSettings settings,
            Peers peers,
            Admission admission,
            ReceivedSignatures signatures,
            Standing standing,
            Node node,
            Spool spool) {
        return servlet(
                settings,
                new TransportServlet(peers, admission, signatures, standing, node, spool),
                TRANSPORT,
                "xroad-transport");
    }

    private static ServletRegistrationBean<HttpServlet> servlet(
            XroadSettings settings, HttpServlet servlet, String path, String name) {
        ServletRegistrationBean<HttpServlet> registration = new ServletRegistrationBean<>(servlet, path);
        registration.setName(name);
        registration.setEnabled(settings.isOn());
        return registration;
    }

    @Bean
    RecurringTask<Void> xroadStamping(
            XroadSettings settings, JdbcClient db, JdbcTemplate batches, TransactionTemplate transaction, Clock clock) {
        URI tsa = settings.tsa();
        @Nullable
        Stamping stamping = tsa == null ? null : new Stamping(db, batches, transaction, new HttpTimeStamps(tsa), clock);
        return Tasks.recurring("xroad-stamping", FixedDelay.of(Duration.ofMinutes(1)))
                .execute((instance, context) -> {
                    while (stamping != null && stamping.round() > 0) {
                        // The next batch.
                    }
                });
    }

    @Bean
    MessageArchives xroadArchives(
            JdbcClient db,
            MessageLog log,
            TransactionTemplate transaction,
            @Value("${ceiba.data}") Path data,
            XroadSettings settings,
            Clock clock) {
        return new MessageArchives(
                db,
                log,
                transaction,
                data.resolve("xroad-archive"),
                settings.archiveAfter(),
                settings.tsa() != null,
                clock);
    }

    @Bean
    RecurringTask<Void> xroadArchiving(MessageArchives archives) {
        return Tasks.recurring("xroad-archiving", Schedules.daily(Country.ZONE, LocalTime.of(3, 10)))
                .execute((instance, context) -> {
                    try {
                        while (archives.round() > 0) {
                            // The next file.
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    /** The services that other nodes offer, by their names on the exchange. */
    @Bean
    RemoteServices xroadServices(
            XroadSettings settings,
            Agreements agreements,
            SslBundles bundles,
            ReceivedSignatures signatures,
            Standing standing,
            Node node,
            Spool spool,
            JsonMapper json,
            Clock clock) {
        return RemoteServices.of(settings, agreements, bundles, signatures, standing, node, spool, json, clock);
    }

    @Bean
    RecurringTask<Void> xroadEvents(
            RemoteServices services, ObjectProvider<Subscriber> subscribers, EventIntake intake) {
        RemoteEvents events = new RemoteEvents(services.byName(), subscribers, intake);
        return Tasks.recurring("xroad-events", FixedDelay.of(Duration.ofSeconds(5)))
                .execute((instance, context) -> events.round());
    }
}
