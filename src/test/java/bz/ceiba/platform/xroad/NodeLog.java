package bz.ceiba.platform.xroad;

import bz.ceiba.MovedClock;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Evidence;
import bz.ceiba.platform.audit.Verification;
import bz.ceiba.platform.kernel.WriteBehind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;

/** The database of another process's node, as its owner sees it. */
final class NodeLog {
    private static final String APPLICATION = "ceiba_app";

    private final String url;
    private final Path data;
    private final DriverManagerDataSource source;
    private final JdbcClient db;

    /** A death that the registry tells of. */
    record Death(String person, long event) {}

    /**
     * @param data the node's directory
     */
    NodeLog(String url, Path data) {
        this.url = url;
        this.data = data;
        this.source = new DriverManagerDataSource(url);
        this.db = JdbcClient.create(source);
    }

    static void await(BooleanSupplier condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(100))
                .until(condition::getAsBoolean);
    }

    String url() {
        return url;
    }

    private static int number(JdbcClient db, String sql, Object... values) {
        return db.sql(sql).params(values).query(Integer.class).single();
    }

    private int number(String sql, Object... values) {
        return number(db, sql, values);
    }

    /** A table that others can't use as long as this is open. */
    static final class Locked implements AutoCloseable {
        private final String table;
        private final JdbcClient db;
        private final SingleConnectionDataSource own;
        private final JdbcClient within;

        private Locked(String url, String table, String mode) {
            this.table = table;
            this.db = JdbcClient.create(new DriverManagerDataSource(url));
            this.own = new SingleConnectionDataSource(url, true);
            own.setAutoCommit(false);
            this.within = JdbcClient.create(own);
            within.sql("lock table " + table + " in " + mode + " mode").update();
        }

        /** Until as many of the node's connections wait for the table. */
        void awaitWaiting(int least) {
            NodeLog.await(() -> number(db, """
                            select count(distinct pid) from pg_locks where not granted and relation = ?::regclass
                              and database = (select oid from pg_database where datname = current_database())
                            """, table) >= least);
        }

        void add(String number, String given, String family) {
            NodeLog.add(within, number, given, family);
        }

        @Override
        public void close() {
            try {
                own.getConnection().commit();
            } catch (SQLException e) {
                // Its database is gone, and the lock with it.
            }
            own.destroy();
        }
    }

    Locked lock(String table, String mode) {
        return new Locked(url, table, mode);
    }

    /** Ends the connections of the application, whatever they are doing. */
    void endConnections() {
        db.sql("""
                select count(pg_terminate_backend(pid)) from pg_stat_activity
                where usename = ? and datname = current_database()
                """).param(APPLICATION).query(Integer.class).single();
    }

    /** Until a commit is durable and its node does not know. */
    void awaitUnconfirmed() {
        await(() -> number(
                        "select count(*) from pg_stat_activity where wait_event = 'SyncRep' and usename = ?",
                        APPLICATION)
                > 0);
    }

    /** Enters somebody in the register of people. */
    void add(String number, String given, String family) {
        add(db, number, given, family);
    }

    private static void add(JdbcClient db, String number, String given, String family) {
        db.sql("""
                insert into identity.person
                select (jsonb_populate_record(one, jsonb_build_object('id', :id, 'number', :number, 'given', :given,
                  'middle', null, 'family', :family, 'birth_name', null, 'phone', null, 'email', null))).*
                from identity.person one where sex = 'F' and status = 'ACTIVE' and birth_date < '2000-01-01' limit 1
                """)
                .param("id", UUID.randomUUID().toString())
                .param("number", number)
                .param("given", given)
                .param("family", family)
                .update();
    }

    void numberEntriesFrom(int last) {
        db.sql("""
                insert into civilregistry.book (name, last) select 'B' || extract(year from now())::int, :last
                on conflict (name) do update set last = excluded.last
                """).param("last", last).update();
    }

    /** As the registry does when it enters a death. */
    Death tellDeath(String person) {
        String entry = "D2026/" + person;
        long event = db.sql("""
                        with one as (
                          insert into exchange.event (service, key, subject, at, body)
                          values ('civilregistry.death-registered', :person, :person, now(),
                            jsonb_build_object('entry', :entry, 'person', :person, 'died_on', current_date - 1))
                          returning id)
                        insert into exchange.delivery (consumer, service, purpose, event, key, due_at)
                        select 'egov', 'civilregistry.death-registered', 'death', id, :person, now() from one returning event
                        """)
                .param("person", person)
                .param("entry", entry)
                .query(Long.class)
                .single();
        return new Death(person, event);
    }

    boolean isTold(Death death) {
        return number("select count(*) from exchange.delivery where event = ? and told_at is not null", death.event())
                == 1;
    }

    boolean isDelivered(Death death) {
        return number("select count(*) from exchange.delivery where event = ? and state = 'DELIVERED'", death.event())
                == 1;
    }

    int taken(Death death) {
        return number("select count(*) from exchange.taken where event = ?", death.event());
    }

    boolean isDead(Death death) {
        return number("select count(*) from identity.person where number = ? and status = 'DECEASED'", death.person())
                == 1;
    }

    int timesDied(Death death) {
        return number("select count(*) from identity.life_event where person = ?", death.person());
    }

    int children(String given) {
        return number("select count(*) from identity.person where given = ?", given);
    }

    boolean wasAsked(Actor about) {
        return audited("REGISTER_ASKED", "identity.person", about.number()) > 0;
    }

    int audited(String event, String service, String subject) {
        return number("""
                select count(*) from audit.entry
                where event = ? and detail ->> 'service' = ? and coalesce(subject, '') = ?
                """, event, service, subject);
    }

    /** Whether the request and exactly this response are in the log. */
    boolean hasLogged(String requestId, LoggedMessage response) {
        List<byte[]> heads = db.sql("""
                        select head from xroad.message where request_id = ? and side = 'answered' order by kind
                        """)
                .param(requestId)
                .query((row, n) -> row.getBytes("head"))
                .list();
        return heads.size() == 2
                && Arrays.equals(heads.getLast(), response.head().bytes());
    }

    boolean isAnswered(String caseNumber) {
        return number("select count(*) from cases.case_file where number = ? and state <> 'received'", caseNumber) == 1;
    }

    boolean isNumbered(String entry) {
        return number("""
                select count(*) from civilregistry.party where book || '/' || number = ? and party = 'CHILD'
                """, entry) == 1;
    }

    /** Whether the register of people was told of it in vain. */
    boolean hasFailed(String entry) {
        return number(
                        "select count(*) from kernel.scheduled_tasks where task_instance like ? and consecutive_failures > 0",
                        entry + "/%")
                > 0;
    }

    /** What waits for a later attempt is tried now. */
    void hurry(String caseNumber, String entry) {
        due(caseNumber, entry, "least(execution_time, now())");
    }

    /** So that it is done when the test says so. */
    void delay(String caseNumber, String entry) {
        due(caseNumber, entry, "now() + interval '1 day'");
    }

    /** Has the registry's questions and tellings that come up from now on wait for {@link #hurry}; or no more. */
    void holdBack(boolean held) {
        db.sql("drop trigger if exists held_back on kernel.scheduled_tasks").update();
        if (held) {
            db.sql("""
                    create or replace function kernel.hold_back() returns trigger language plpgsql as $$
                      begin new.execution_time := now() + interval '1 day'; return new; end $$
                    """).update();
            db.sql("""
                    create trigger held_back before insert on kernel.scheduled_tasks for each row
                    when (new.task_name = 'civilregistry.tell' or new.task_instance like '%/civilregistry.receive')
                    execute function kernel.hold_back()
                    """).update();
        }
    }

    private void due(String caseNumber, String entry, String time) {
        db.sql("update kernel.scheduled_tasks set consecutive_failures = 0, execution_time = " + time + """
                 where not picked and (task_instance like :case or task_instance like :entry)
                """)
                .param("case", caseNumber + "/%")
                .param("entry", entry + "/%")
                .update();
    }

    /** Has the node fetch events now, if it is not about to. */
    void fetchNow() {
        fetch("now()");
    }

    /** Has the node fetch no events until it is told to. */
    void fetchLater() {
        await(() -> fetch("now() + interval '1 day'") == 1);
    }

    private int fetch(String time) {
        return db.sql("update kernel.scheduled_tasks set execution_time = " + time
                        + " where task_name = 'xroad-events' and not picked")
                .update();
    }

    /** Has the node ask its time-stamp authority, and waits until it has. */
    void stampNow() {
        await(() -> db.sql("""
                        update kernel.scheduled_tasks set execution_time = now() - interval '1 second'
                        where task_name = 'xroad-stamping' and not picked
                        """).update() == 1);
        await(() -> number("""
                select count(*) from kernel.scheduled_tasks
                where task_name = 'xroad-stamping' and not picked and execution_time > now()
                """) == 1);
    }

    int stamped() {
        return number("select count(*) from xroad.signature where stamp is not null");
    }

    int unstamped() {
        return number("select count(*) from xroad.signature where stamp is null");
    }

    /** As if all that waits for a time-stamp had been signed so long before. */
    void age(String interval) {
        db.sql("update xroad.signature set at = at - ?::interval where stamp is null")
                .param(interval)
                .update();
    }

    private MessageLog log(Clock clock) {
        return new MessageLog(
                db,
                new WriteBehind(new JdbcTemplate(source), new JdbcTransactionManager(source)),
                DataSize.ofBytes(0),
                null,
                clock);
    }

    /** What of the kept messages is not proven by itself. */
    List<String> doubtful(Trust trust) throws IOException {
        List<String> found = new ArrayList<>();
        MessageLog log = log(Clock.systemUTC());
        record Key(String request, String side) {}
        for (Key key : db.sql("select distinct request_id as request, side from xroad.message")
                .query(Key.class)
                .list()) {
            List<MessageLog.Kept> kept =
                    log.find(key.request(), MessageLog.Side.valueOf(key.side().toUpperCase(Locale.ROOT)));
            if (kept.size() != 2) {
                found.add(key + " has " + kept.size() + " messages");
            }
            for (MessageLog.Kept one : kept) {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                MessageLog.write(one, out);
                Path file = Files.write(Files.createTempFile(data, "kept", ".asice"), out.toByteArray());
                ContainerReport report = ContainerVerification.verify(file, trust);
                if (!report.findings().isEmpty() || report.stampedAt() == null) {
                    found.add(key + " " + report);
                }
            }
        }
        return found;
    }

    /** Writes all into archives, as in some weeks. @return what is wrong with them */
    List<String> archived(Path directory) throws IOException {
        Clock later = new MovedClock(Clock.systemUTC().instant().plus(Duration.ofDays(40)));
        MessageArchives archives = new MessageArchives(
                db,
                log(later),
                new TransactionTemplate(new JdbcTransactionManager(source)),
                directory,
                Duration.ofDays(30),
                true,
                later);
        while (archives.round() > 0) {
            // The next file.
        }
        Files.createDirectories(directory);
        List<String> found = new ArrayList<>();
        if (number("select count(*) from xroad.message") > 0) {
            found.add("not all was archived");
        }
        ArchiveVerification verification = new ArchiveVerification(Trust.in(List.of(TestMembers.SHARED.authority())));
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.sorted().toList()) {
                found.addAll(verification.verify(file));
            }
        }
        return found;
    }

    List<String> auditFindings() throws IOException, SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            return Verification.run(new Evidence(data, null, null), connection).findings();
        }
    }

    @Override
    public String toString() {
        return data.getFileName().toString();
    }
}
