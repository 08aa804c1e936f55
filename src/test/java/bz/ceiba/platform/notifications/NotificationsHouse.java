package bz.ceiba.platform.notifications;

import bz.ceiba.Migrations;
import bz.ceiba.TestDatabase;
import bz.ceiba.platform.access.SignedIn;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.WriteBehind;
import bz.ceiba.platform.web.Messages;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The room by itself on a database of its own, with as many senders ("processes") as a test wants. */
final class NotificationsHouse implements AutoCloseable {
    static final PersonNumber PERSON =
            new PersonNumber("10000000000" + bz.ceiba.platform.kernel.Verhoeff.checkDigit("10000000000"));
    static final String TEMPLATE = "notifications.notice.preferences";

    final String url;
    final Clock clock;
    final HikariDataSource source = new HikariDataSource();
    final JdbcClient db;
    final TransactionTemplate transactions;
    final Deliveries deliveries;
    final Contacts contacts;
    final Texts texts;
    final NoticeRows rows;
    final Bounces bounces;
    /** Nothing is collected and nothing waits for the morning unless a test says so. */
    NotificationsSettings.Burst burst = new NotificationsSettings.Burst(10_000, Duration.ofMinutes(10));

    QuietHours national = QuietHours.NONE;
    Duration keepTrying = Duration.ofDays(5);
    private final List<Sender> senders = new ArrayList<>();

    NotificationsHouse() {
        this(TestDatabase.create(), Clock.systemUTC(), Duration.ofMinutes(2));
    }

    /** On a database that may be another process's as well. */
    NotificationsHouse(String url, Clock clock, Duration lease) {
        this.url = url;
        this.clock = clock;
        source.setJdbcUrl(url.substring(0, url.indexOf('?')));
        source.setUsername(Migrations.APPLICATION_ROLE);
        source.setPassword(TestDatabase.PASSWORD);
        source.setMaximumPoolSize(20);
        db = JdbcClient.create(source);
        transactions = new TransactionTemplate(new JdbcTransactionManager(source));
        deliveries = new Deliveries(db, clock, lease);
        contacts = new Contacts(db, clock);
        texts = new Texts(Messages.load(), JsonMapper.shared());
        rows = new NoticeRows(
                new WriteBehind(new JdbcTemplate(source), new JdbcTransactionManager(source)), texts, clock);
        bounces = new Bounces(db, contacts, rows, transactions, clock);
    }

    /** Another process with its own connections to the servers. */
    Notices process(List<Duration> retries, Channel... on) {
        Channels channels = new Channels(List.of(on));
        Sender sender = new Sender(deliveries, spreading(channels), bounces, channels, retries, keepTrying, clock);
        senders.add(sender);
        sender.start();
        return new Notices(db, rows, deliveries, texts, channels, sender, clock);
    }

    Spreading spreading(Channels channels) {
        NotificationsSettings settings = new NotificationsSettings(
                "no-reply@services.example.bz",
                List.of(),
                keepTrying,
                deliveries.lease(),
                null,
                burst,
                null,
                null,
                null);
        return new Spreading(
                db,
                deliveries,
                new Collections(db, deliveries, texts, clock),
                texts,
                channels,
                transactions,
                settings,
                national,
                "https://services.example.bz",
                clock);
    }

    void signIn(PersonNumber person, String phone, String email, String language) {
        contacts.keep(new SignedIn(person, "Ana Peña", phone, email, true, language));
    }

    static Notice notice(String key, CaseNumber about) {
        return new Notice(key, PERSON, TEMPLATE, Map.of("name", "Ana", "channels", "SMS"), about);
    }

    static void await(BooleanSupplier condition) {
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(condition::getAsBoolean);
    }

    /** Has the processes look at once, as after a commit. */
    void wake() {
        senders.forEach(Sender::wake);
    }

    /** Ends the processes in order. */
    void stopProcesses() {
        senders.forEach(Sender::stop);
        senders.clear();
    }

    @Override
    public void close() {
        stopProcesses();
        source.close();
    }
}
