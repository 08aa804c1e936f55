package bz.ceiba.platform.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.Browser;
import bz.ceiba.CeibaTest;
import bz.ceiba.MovedClock;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.exchange.Deliveries.State;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.kernel.Problem.FieldError;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What registers have entered reaches those whom an agreement lets know: at least once, in order, and cut to what is granted. */
@CeibaTest
class EventsTest {
    private static final String BIRTH = "civilregistry.birth-registered";
    private static final Subscription HEALTH = new Subscription("health", BIRTH, "birth");
    private static final Subscription TAX = new Subscription("tax-service", BIRTH, "birth");

    @Autowired
    Events events;

    @Autowired
    EventFeed feed;

    @Autowired
    EventIntake intake;

    @Autowired
    Deliveries deliveries;

    @Autowired
    Agreements agreements;

    @Autowired
    Consents consents;

    @Autowired
    Volumes volumes;

    @Autowired
    Audit audit;

    @Autowired
    TestPeople people;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    JdbcClient db;

    @Autowired
    JsonMapper json;

    @Autowired
    Clock clock;

    @Value("${ceiba.base-url}")
    String base;

    private final MovedClock later = new MovedClock(Instant.now().plusSeconds(60));
    private final List<ToldEvent> received = new ArrayList<>();

    private PersonNumber person(String name) {
        return new PersonNumber(people.citizen(name).number());
    }

    private JsonNode body(String entry) {
        return json.readTree("""
                {"entry": "%s", "person": null, "given_name": "Ana", "sex": "F", "born_on": "%s", "parents": ["123456789015"]}
                """.formatted(entry, born(entry)));
    }

    /** A day of its own for each, by which whoever does not see the entry tells them apart. */
    private static String born(String entry) {
        return LocalDate.of(2010, 1, 1)
                .plusDays(Math.floorMod(entry.hashCode(), 5_000))
                .toString();
    }

    private void publish(PersonNumber child, String entry) {
        transaction.executeWithoutResult(
                status -> events.publish(RegisterEvent.about(child, BIRTH, clock.instant(), body(entry))));
    }

    /** Rounds in which the Ministry of Health has a room here that does this with its events. */
    private EventRounds rounds(Consumer<ToldEvent> health) {
        StaticListableBeanFactory beans = new StaticListableBeanFactory();
        beans.addBean("health", subscriber(health));
        return new EventRounds(
                deliveries,
                new EventRelease(agreements, consents, volumes, deliveries, audit, later),
                beans.getBeanProvider(Subscriber.class),
                beans.getBeanProvider(Elsewhere.class),
                transaction,
                later);
    }

    private static Subscriber subscriber(Consumer<ToldEvent> health) {
        return new Subscriber() {
            @Override
            public String service() {
                return BIRTH;
            }

            @Override
            public String agency() {
                return "health";
            }

            @Override
            public String purpose() {
                return "birth";
            }

            @Override
            public void receive(ToldEvent event) {
                health.accept(event);
            }
        };
    }

    private List<ToldEvent> of(PersonNumber child) {
        return received.stream().filter(event -> child.equals(event.subject())).toList();
    }

    private List<State> states(PersonNumber child, Subscription to) {
        return db.sql("""
                        select d.state from exchange.delivery d where d.key = :key and d.consumer = :consumer order by d.event
                        """)
                .param("key", child.digits())
                .param("consumer", to.consumer())
                .query((row, n) -> State.valueOf(row.getString("state")))
                .list();
    }

    @Test
    void anAgencyIsToldOnceOfWhatItsAgreementGrantsAndThePersonCanReadIt() {
        PersonNumber child = person("Ana Told");
        publish(child, "B2026/1");
        EventRounds rounds = rounds(received::add);
        rounds.round();
        rounds.round();
        assertThat(of(child)).singleElement().satisfies(event -> assertThat(event.body())
                .isEqualTo(json.readTree("""
                {"person": null, "given_name": "Ana", "sex": "F", "born_on": "%s", "parents": ["123456789015"]}
                """.formatted(born("B2026/1")))));
        assertThat(states(child, HEALTH)).containsExactly(State.DELIVERED);
        assertThat(db.sql("""
                        select concat_ws(' ', event, actor, agency, purpose, detail ->> 'service', detail ->> 'agreement')
                          from audit.entry where subject = :child and agency = 'health'
                        """)
                        .param("child", child.digits())
                        .query(String.class)
                        .list())
                .containsExactly("EVENT_TOLD system health birth " + BIRTH + " health-births-registered/1");
    }

    @Test
    void whatFailsIsToldAgainInOrderAndHoldsUpNobodyElse() {
        PersonNumber first = person("Bela Order");
        PersonNumber other = person("Cara Order");
        publish(first, "B2026/2");
        publish(first, "B2026/3");
        publish(other, "B2026/4");
        List<Long> tried = new ArrayList<>();
        EventRounds failing = rounds(event -> {
            if (first.equals(event.subject())) {
                tried.add(event.id());
                throw new IllegalStateException("the clinic's system is down");
            }
            received.add(event);
        });
        failing.round();
        assertThat(of(other)).hasSize(1);
        assertThat(tried).hasSize(1);
        assertThat(states(first, HEALTH)).containsExactly(State.DUE, State.DUE);
        EventRounds mended = rounds(received::add);
        mended.round();
        assertThat(of(first)).describedAs("not before the pause is over").isEmpty();
        later.forward(Duration.ofMinutes(1));
        mended.round();
        assertThat(of(first).stream().map(ToldEvent::id)).hasSize(2).isSorted().startsWith(tried.getFirst());
    }

    @Test
    void whatIsWrongWaitsForAnOfficerOfTheRegisterAndLaterEventsOfThePersonWithIt() {
        PersonNumber child = person("Dina Wrong");
        publish(child, "B2026/5");
        publish(child, "B2026/6");
        rounds(event -> {
                    throw Telling.wrong(List.of(new FieldError("/person", "Nobody has this number.")));
                })
                .round();
        assertThat(states(child, HEALTH)).containsExactly(State.REFUSED, State.DUE);
        Deliveries.Open refused = deliveries.refused(List.of(BIRTH), 1_000).stream()
                .filter(open -> child.equals(open.event().subject()))
                .findFirst()
                .orElseThrow();
        assertThat(refused.words()).isEqualTo("/person: Nobody has this number.");
        EventRounds mended = rounds(received::add);
        later.forward(Duration.ofHours(2));
        mended.round();
        assertThat(of(child)).isEmpty();
        assertThat(deliveries.again(HEALTH, refused.event().id(), later.instant()))
                .isTrue();
        mended.round();
        assertThat(of(child)).hasSize(2);
    }

    @Test
    void whatWasNotSaidToBeTakenIsFetchedAgain() {
        PersonNumber child = person("Elma Fetch");
        publish(child, "B2026/7");
        publish(child, "B2026/8");
        ToldEvent first = fetched(child, List.of()).orElseThrow();
        assertThat(fetched(child, List.of())).contains(first);
        ToldEvent second = fetched(child, List.of(first.id())).orElseThrow();
        assertThat(second.id()).isGreaterThan(first.id());
        assertThat(second.body().propertyNames())
                .as("not the entry, which an adopted child's lacks")
                .containsExactlyInAnyOrder("person", "born_on", "parents");
        assertThat(second.body().path("born_on").stringValue()).isEqualTo(born("B2026/8"));
        assertThat(fetched(child, List.of(first.id(), second.id()))).isEmpty();
        assertThat(db.sql("select count(*) from audit.entry where subject = :child and agency = 'social-security'")
                        .param("child", child.digits())
                        .query(Long.class)
                        .single())
                .isEqualTo(2);
        assertThatThrownBy(() -> feed.fetch(new EventFeed.Fetch(
                        "tax-service", BIRTH, "birth", List.of(first.id()), Map.of(), "system", null)))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.FORBIDDEN));
        assertThat(db.sql(
                                "select detail ->> 'reason' from audit.entry where event = 'REGISTER_REFUSED' and agency = 'tax-service'"
                                        + " and detail ->> 'service' = :service")
                        .param("service", BIRTH)
                        .query(String.class)
                        .list())
                .contains("no-agreement");
    }

    private Optional<ToldEvent> fetched(PersonNumber child, List<Long> taken) {
        return feed
                .fetch(new EventFeed.Fetch("social-security", BIRTH, "birth", taken, Map.of(), "system", null))
                .stream()
                .filter(event -> child.equals(event.subject()))
                .findFirst();
    }

    @Test
    void whoFetchesGetsNoAnswerThatIsTooLargeToRead() {
        List<Long> taken = List.of();
        do {
            taken = feed(taken).stream().map(ToldEvent::id).toList();
        } while (!taken.isEmpty());
        List<PersonNumber> children = List.of(person("Ida Large"), person("Ivo Large"));
        children.forEach(child -> publish(child, "B".repeat(5_000_000)));
        for (PersonNumber child : children) {
            List<ToldEvent> given = feed(taken);
            assertThat(given).extracting(ToldEvent::subject).containsExactly(child);
            taken = given.stream().map(ToldEvent::id).toList();
        }
        assertThat(feed(taken)).isEmpty();
        children.forEach(child -> transaction.executeWithoutResult(status -> events.forget(BIRTH, child.digits())));
    }

    private List<ToldEvent> feed(List<Long> taken) {
        return feed.fetch(new EventFeed.Fetch("social-security", BIRTH, "birth", taken, Map.of(), "system", null));
    }

    @Test
    void withoutAnAgreementNothingIsToldAndThatIsSaid() {
        PersonNumber child = person("Fay Withheld");
        transaction.executeWithoutResult(status -> deliveries.add(
                RegisterEvent.about(child, BIRTH, clock.instant(), body("B2026/9")), List.of(TAX), false));
        rounds(received::add).round();
        assertThat(states(child, TAX)).containsExactly(State.WITHHELD);
        assertThat(db.sql("select event || ' ' || (detail ->> 'reason') from audit.entry where subject = :child")
                        .param("child", child.digits())
                        .query(String.class)
                        .list())
                .containsExactly("EVENT_WITHHELD no-agreement");
    }

    @Test
    void anEntryThatIsNotMadeTellsNobodyAndOneNeedsATransaction() {
        PersonNumber child = person("Gail Undone");
        transaction.executeWithoutResult(status -> {
            events.publish(RegisterEvent.about(child, BIRTH, clock.instant(), body("B2026/10")));
            status.setRollbackOnly();
        });
        assertThat(states(child, HEALTH)).isEmpty();
        assertThatThrownBy(() -> events.publish(RegisterEvent.about(child, BIRTH, clock.instant(), body("B2026/10"))))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> events.publish(RegisterEvent.about(
                        child, BIRTH, clock.instant(), json.createObjectNode().put("religion", "none")))))
                .hasMessageContaining("/religion");
    }

    @Test
    void numbersFollowTheOrderInWhichEntriesOfAPersonAreCommitted() throws Exception {
        PersonNumber child = person("Hana Commit");
        CountDownLatch published = new CountDownLatch(1);
        CountDownLatch waiting = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> slow = threads.submit(() -> transaction.executeWithoutResult(status -> {
                events.publish(RegisterEvent.about(child, BIRTH, clock.instant(), body("B2026/11")));
                published.countDown();
                try {
                    assertThat(waiting.await(20, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }));
            assertThat(published.await(20, TimeUnit.SECONDS)).isTrue();
            Future<?> second = threads.submit(() -> publish(child, "B2026/12"));
            while (db.sql("select count(*) from pg_locks where locktype = 'advisory' and not granted")
                            .query(Integer.class)
                            .single()
                    == 0) {
                Thread.onSpinWait();
            }
            assertThat(second.isDone()).isFalse();
            waiting.countDown();
            slow.get(20, TimeUnit.SECONDS);
            second.get(20, TimeUnit.SECONDS);
        }
        rounds(received::add).round();
        assertThat(db.sql("""
                        select e.body ->> 'entry' from exchange.event e where e.key = :key order by e.id
                        """).param("key", child.digits()).query(String.class).list())
                .containsExactly("B2026/11", "B2026/12");
    }

    @Test
    void whatComesAgainFromAnotherNodeIsTakenOnceAndNotAtAllWhenItFails() {
        ToldEvent event = new ToldEvent(
                4_711_001, BIRTH, "k", person("Ida Again"), Instant.parse("2026-11-02T10:00:00Z"), body("x"));
        assertThatThrownBy(() -> intake.take(
                        subscriber(one -> {
                            throw new IllegalStateException("the disk is full");
                        }),
                        event))
                .hasMessage("the disk is full");
        intake.take(subscriber(received::add), event);
        intake.take(subscriber(received::add), event);
        assertThat(received).hasSize(1);
    }

    @Test
    void officersReadTheirOfficesEventsAndTellAgainOrSetAsideWhatWasWrong() {
        PersonNumber child = person("Kim Paper");
        publish(child, "B2026/14");
        publish(child, "B2026/15");
        rounds(event -> {
                    if (child.equals(event.subject())) {
                        throw Telling.wrong(List.of(new FieldError("/sex", "Say which.")));
                    }
                })
                .round();
        String address = "/exchange/events/" + BIRTH + "/"
                + db.sql("select event from exchange.delivery where key = :key and state = 'REFUSED'")
                        .param("key", child.digits())
                        .query(String.class)
                        .single();
        String why = "why-" + address.substring(address.lastIndexOf('/') + 1) + "-health";
        Map<String, String> aside =
                Map.of("consumer", "health", "purpose", "birth", "change", "set-aside", why, "Short");
        Map<String, String> again = Map.of("consumer", "health", "purpose", "birth", "change", "again");
        try (BrowserContext phone = Browser.phone("es", true)) {
            Browser.signIn(phone, base, people.session(people.supervisor("vital-statistics")));
            Page page = phone.newPage();
            page.navigate(base + "/exchange/events");
            assertThat(page.locator("main").innerText())
                    .contains("B2026/14", "/sex: Say which.")
                    .doesNotContain("Ana");
            Browser.assertAccessible(page);
            Browser.assertFits(page);
            Browser.picture(page, "exchange-events-es-360");
        }
        TestSession registry = people.session(people.officer("vital-statistics"));
        assertThat(registry.post(address, aside).body()).contains("Say why, in 10 to 300 characters.", "Short");
        assertThat(people.session(people.officer("health")).post(address, again).statusCode())
                .isEqualTo(404);
        assertThat(registry.post(address, again).statusCode()).isEqualTo(302);
        assertThat(registry.post(address, again).statusCode()).isEqualTo(409);
        assertThat(states(child, HEALTH)).containsExactly(State.DUE, State.DUE);

        TestSession board = people.session(people.supervisor("social-security"));
        Map<String, String> read = Map.of("agency", "social-security", "service", BIRTH, "purpose", "birth");
        assertThat(board.get("/exchange/events").body()).contains("Read the next ones");
        assertThat(board.post("/exchange/events/read", read).body())
                .contains(born("B2026/14"))
                .doesNotContain(born("B2026/15"));
        assertThat(people.session(people.supervisor("customs"))
                        .post("/exchange/events/read", read)
                        .statusCode())
                .isEqualTo(403);
        try (BrowserContext desk = Browser.desk("en", true)) {
            Browser.signIn(desk, base, board);
            Page page = desk.newPage();
            page.navigate(base + "/exchange/events");
            page.locator("form[action$='/read'] button").first().click();
            Browser.assertAccessible(page);
            Browser.picture(page, "exchange-events-read-en-1280");
            page.locator("form[action$='/read'] button").click();
            assertThat(page.locator("main").innerText()).contains(born("B2026/15"));
        }
    }

    @Test
    void eventsAreForgottenOnceEverybodyHadThemAndTheirDaysAreOver() {
        PersonNumber child = person("Jade Cleared");
        publish(child, "B2026/13");
        rounds(received::add).round();
        deliveries.clear(clock.instant().plus(1, ChronoUnit.HOURS));
        assertThat(states(child, HEALTH)).describedAs("one has not had it").hasSize(1);
        long id = fetched(child, List.of()).orElseThrow().id();
        fetched(child, List.of(id));
        deliveries.clear(clock.instant().plus(1, ChronoUnit.HOURS));
        assertThat(states(child, HEALTH)).isEmpty();
    }
}
