package bz.ceiba.platform.oversight;

import bz.ceiba.MovedClock;
import bz.ceiba.TestDatabase;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Appointments;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.ConsentChannel;
import bz.ceiba.platform.access.Officers;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.audit.Disclosures;
import bz.ceiba.platform.audit.SettledEntries;
import bz.ceiba.platform.audit.WithheldLookUps;
import bz.ceiba.platform.exchange.Question;
import bz.ceiba.platform.exchange.Source;
import bz.ceiba.platform.exchange.TestExchange;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Secrets;
import bz.ceiba.platform.kernel.Verhoeff;
import bz.ceiba.platform.kernel.WriteBehind;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The room on a database and a clock of its own, with a register of relatives and a list of what people were told. */
final class OversightHouse implements AutoCloseable {
    /** A look to be put into the log. */
    record Looked(
            Instant at,
            AuditEvent event,
            String agency,
            PersonNumber officer,
            PersonNumber person,
            @Nullable CaseNumber caseNumber) {}

    /** What somebody was told. */
    record Told(PersonNumber person, String template) {}

    final MovedClock clock;
    final HikariDataSource database = asApplication(TestDatabase.create());
    final JdbcClient db = JdbcClient.create(database);
    final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    final Set<Set<PersonNumber>> relatives = new HashSet<>();
    final List<Told> told = new CopyOnWriteArrayList<>();
    /** Who has which case, and whose it is. */
    final Map<CaseNumber, List<PersonNumber>> cases = new HashMap<>();

    final List<WithheldLookUps.Order> orders = new ArrayList<>();
    /** Whether telling anybody fails, with the transaction in which it is done. */
    volatile boolean fail;

    private final Random random;
    private final Path data;

    OversightHouse(Instant now, long seed) {
        clock = new MovedClock(now);
        random = new Random(seed);
        try {
            data = Files.createTempDirectory("ceiba-oversight");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "test", Map.of("ceiba.data", data.toString(), "ceiba.base-url", "https://gov.example.bz")));
        JdbcTransactionManager transactions = new JdbcTransactionManager(database);
        context.registerBean(MovedClock.class, () -> clock);
        context.registerBean(JdbcClient.class, () -> db);
        context.registerBean(TransactionTemplate.class, () -> new TransactionTemplate(transactions));
        context.registerBean(WriteBehind.class, () -> new WriteBehind(new JdbcTemplate(database), transactions));
        context.registerBean(Country.class, Country::load);
        context.registerBean(ConsentChannel.class, Channel::new);
        context.registerBean(WithheldLookUps.class, () -> () -> orders);
        context.registerBean(Source.class, Relatives::new);
        context.registerBean(CaseHolders.class, () -> this::holdings);
        for (Class<?> bean : List.of(
                Audit.class,
                SettledEntries.class,
                Disclosures.class,
                Officers.class,
                Appointments.class,
                Secrets.class,
                WellKnown.class,
                Closeness.class,
                Habits.class,
                Findings.class,
                Reviewers.class,
                Raising.class,
                Scan.class,
                Review.class,
                Telling.class)) {
            context.registerBean(bean);
        }
        context.registerBean(OversightSettings.class, () -> new OversightSettings(true, 10, 25, 5, 60, 10));
        TestExchange.register(context, database);
        context.refresh();
    }

    private static HikariDataSource asApplication(String ownerUrl) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(ownerUrl.substring(0, ownerUrl.indexOf('?')));
        config.setUsername("ceiba_app");
        config.setPassword(TestDatabase.PASSWORD);
        config.setMaximumPoolSize(8);
        config.setMinimumIdle(0);
        return new HikariDataSource(config);
    }

    <T> T the(Class<T> bean) {
        return context.getBean(bean);
    }

    PersonNumber person() {
        StringBuilder digits = new StringBuilder().append(1 + random.nextInt(9));
        for (int i = 0; i < 10; i++) {
            digits.append(random.nextInt(10));
        }
        return new PersonNumber(
                digits.append(Verhoeff.checkDigit(digits.toString())).toString());
    }

    PersonNumber appointed(String agency, Role role) {
        PersonNumber person = person();
        the(Appointments.class).appoint(person, agency, role);
        return person;
    }

    static Actor actor(PersonNumber person, String agency, Role role) {
        return new Actor(
                person.digits(), "Somebody", Assurance.SUBSTANTIAL, List.of(new Actor.Appointment(agency, role)), null);
    }

    /** A new case of somebody, in the hands of an officer. */
    CaseNumber caseOf(PersonNumber person, PersonNumber officer) {
        CaseNumber number = CaseNumber.random("TE", 2026, random);
        cases.put(number, List.of(officer, person));
        return number;
    }

    private Map<CaseHolders.Looked, CaseHolders.Holding> holdings(List<CaseHolders.Looked> looks) {
        Map<CaseHolders.Looked, CaseHolders.Holding> holdings = new HashMap<>();
        for (CaseHolders.Looked look : looks) {
            List<PersonNumber> known = cases.getOrDefault(look.caseNumber(), List.of());
            if (known.equals(List.of(look.officer(), look.person()))) {
                holdings.put(look, CaseHolders.Holding.HIS);
            } else if (!known.isEmpty() && !known.getFirst().equals(look.officer())) {
                holdings.put(look, CaseHolders.Holding.ANOTHERS);
            }
        }
        return holdings;
    }

    /** Puts looks into the log as if they had just been made. */
    void log(Collection<Looked> looks) {
        db.sql("""
                insert into audit.entry (at, event, actor, actor_name, agency, subject, case_number, purpose, detail)
                select at, event, actor, 'Officer ' || actor, agency, subject, nullif(of, ''), 'test', '{}'
                  from unnest(:times::timestamptz[], :events::text[], :actors::text[], :agencies::text[], :subjects::text[], :cases::text[])
                    with ordinality as l (at, event, actor, agency, subject, of, n)
                 order by n
                """)
                .param("times", column(looks, look -> look.at().toString()))
                .param("events", column(looks, look -> look.event().name()))
                .param("actors", column(looks, look -> look.officer().digits()))
                .param("agencies", column(looks, Looked::agency))
                .param("subjects", column(looks, look -> look.person().digits()))
                .param(
                        "cases",
                        column(
                                looks,
                                look -> look.caseNumber() == null
                                        ? ""
                                        : look.caseNumber().text()))
                .update();
    }

    private static String[] column(Collection<Looked> looks, Function<Looked, String> value) {
        return looks.stream().map(value).toArray(String[]::new);
    }

    void look(AuditEvent event, String agency, PersonNumber officer, PersonNumber person, @Nullable CaseNumber of) {
        log(List.of(new Looked(clock.instant(), event, agency, officer, person, of)));
    }

    /** Reads on until all that is in the log now is read: transactions of other tests hold that up. */
    void scan() {
        long last = db.sql("select coalesce(max(seq), 0) from audit.entry")
                .query(Long.class)
                .single();
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> {
                    while (the(Scan.class).step()) {}
                    return db.sql("select seq from oversight.reading")
                                    .query(Long.class)
                                    .single()
                            >= last;
                });
    }

    @Override
    public void close() {
        context.close();
        database.close();
        try {
            FileSystemUtils.deleteRecursively(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Relatives implements Source {
        @Override
        public String service() {
            return "identity.relatives";
        }

        @Override
        public JsonNode answer(Question question) {
            var answer = JsonMapper.shared().createObjectNode();
            var found = answer.putArray("relatives");
            for (String other : question.parameters().getOrDefault("others", "").split(" ", -1)) {
                if (relatives.contains(Set.of(question.subject(), new PersonNumber(other)))) {
                    found.add(other);
                }
            }
            return answer;
        }
    }

    private final class Channel implements ConsentChannel {
        @Override
        public Optional<Reachable> find(PersonNumber number) {
            return Optional.empty();
        }

        @Override
        public Map<PersonNumber, String> staff(Collection<PersonNumber> people) {
            return Map.of();
        }

        @Override
        public void sendCode(Reachable person, String text) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void tell(String key, PersonNumber person, String template, Map<String, String> values) {
            if (fail) {
                throw new IllegalStateException("the process died");
            }
            told.add(new Told(person, template));
        }
    }
}
