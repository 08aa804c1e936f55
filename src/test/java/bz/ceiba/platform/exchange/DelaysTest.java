package bz.ceiba.platform.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.MovedClock;
import bz.ceiba.TestDatabase;
import bz.ceiba.TestPeople;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.audit.AuditSearch;
import bz.ceiba.platform.audit.Disclosure;
import bz.ceiba.platform.audit.Disclosures;
import bz.ceiba.platform.audit.UseFilter;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.kernel.WriteBehind;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** What an order hides, for how long, and from whom; and that it hides nothing else. */
class DelaysTest {
    private static final CaseNumber CASE = CaseNumber.random("PR", 2026, new Random(1));
    private static final CaseNumber OTHER = CaseNumber.random("PR", 2026, new Random(2));
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 30);

    private final MovedClock clock = new MovedClock(Instant.parse("2026-11-30T15:00:00Z"));
    private final DriverManagerDataSource database = new DriverManagerDataSource(TestDatabase.create());
    private final JdbcClient db = JdbcClient.create(database);
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    private final PersonNumber suspect = new PersonNumber(TestPeople.number());
    private final Actor officer = actor("police", Role.OFFICER);
    private final Actor judge = actor("courts", Role.SUPERVISOR);
    private Audit audit;
    private Delays delays;
    private Disclosures disclosures;

    @BeforeEach
    void open() {
        context.registerBean(LiveCases.class, () -> (number, agency, alsoClosed) -> agency.equals("police"));
        context.registerBean(JdbcClient.class, () -> db);
        context.registerBean(
                WriteBehind.class,
                () -> new WriteBehind(new JdbcTemplate(database), new JdbcTransactionManager(database)));
        context.registerBean(MovedClock.class, () -> clock);
        context.registerBean(Audit.class);
        context.registerBean(Agreements.class, () -> Agreements.load(Country.load()));
        context.registerBean(Delays.class);
        context.registerBean(Disclosures.class);
        context.refresh();
        audit = context.getBean(Audit.class);
        delays = context.getBean(Delays.class);
        disclosures = context.getBean(Disclosures.class);
    }

    @AfterEach
    void close() {
        context.close();
    }

    private static Actor actor(String agency, Role role) {
        return new Actor(
                TestPeople.number(),
                agency + " " + role,
                Assurance.SUBSTANTIAL,
                List.of(new Actor.Appointment(agency, role)),
                null);
    }

    private void look(String agency, CaseNumber caseNumber, AuditEvent event) {
        audit.record(new AuditEntry(
                event, officer.number(), officer.name(), agency, suspect, caseNumber, "visa", Map.of("service", "x")));
    }

    private void looks() {
        look("police", CASE, AuditEvent.REGISTER_ASKED);
        look("police", CASE, AuditEvent.REGISTER_REFUSED);
        look("police", CASE, AuditEvent.CASE_READ);
        look("police", OTHER, AuditEvent.REGISTER_ASKED);
        look("customs", CASE, AuditEvent.REGISTER_ASKED);
    }

    private UUID granted(int days) {
        UUID id = delays.ask(officer, CASE, "He would flee", TODAY.plusDays(days));
        delays.decide(judge, id, TODAY.plusDays(days), "Proportionate");
        return id;
    }

    private List<Disclosure> seen() {
        List<Disclosure> about = disclosures.about(suspect, 0).entries();
        assertThat(disclosures.uses(suspect, List.of(), UseFilter.ALL, 0).entries())
                .as("both ways of reading show the same")
                .isEqualTo(about);
        return about;
    }

    @Test
    void anOrderHidesExactlyTheLookUpsOfThatAgencyForThatCaseUntilItsDayAndShowsThemThen() {
        looks();
        granted(10);
        look("police", CASE, AuditEvent.REGISTER_ASKED);
        assertThat(seen())
                .extracting(entry -> entry.agency() + " " + entry.event() + " " + entry.caseNumber())
                .containsExactlyInAnyOrder(
                        "police CASE_READ " + CASE, "police REGISTER_ASKED " + OTHER, "customs REGISTER_ASKED " + CASE);
        assertThat(disclosures
                        .search(new AuditSearch(CASE, null, null, AuditEvent.REGISTER_ASKED, null), 0)
                        .entries())
                .as("auditors see all")
                .hasSize(3);
        assertThat(delays.delayed(seen())).isEmpty();
        assertThat(numbers().stream()
                        .map(number -> disclosures.entry(suspect, number))
                        .filter(Optional::isPresent))
                .as("nor is one found by its number, of which there could be a proof")
                .hasSize(3);

        clock.forward(Duration.ofDays(10));
        assertThat(seen()).as("still on the last day").hasSize(3);
        clock.forward(Duration.ofHours(15));
        look("police", CASE, AuditEvent.REGISTER_ASKED);
        List<Disclosure> after = seen();
        assertThat(after).hasSize(7);
        assertThat(delays.delayed(after))
                .as("those of before the end, with the words that an order delayed them")
                .hasSize(3)
                .containsValue(Instant.parse("2026-12-11T06:00:00Z"));
    }

    @Test
    void anOfficeWhoseOnlyLookUpsAreHiddenIsNotAmongTheOfficesInThePersonsLog() {
        look("police", CASE, AuditEvent.REGISTER_ASKED);
        look("customs", CASE, AuditEvent.REGISTER_ASKED);
        granted(10);
        assertThat(disclosures.agencies(suspect)).containsExactly("customs");
        clock.forward(Duration.ofDays(11));
        assertThat(disclosures.agencies(suspect)).containsExactlyInAnyOrder("customs", "police");
    }

    private List<Long> numbers() {
        return db.sql("select seq from audit.entry where subject = :suspect")
                .param("suspect", suspect.digits())
                .query(Long.class)
                .list();
    }

    @Test
    void nothingIsHiddenBeforeTheCourtDecidedNorWhenItDeclined() {
        looks();
        UUID id = delays.ask(officer, CASE, "He would flee", TODAY.plusDays(10));
        assertThat(seen()).hasSize(5);
        delays.decide(judge, id, null, "Not enough");
        assertThat(seen()).hasSize(5);
        assertThat(events()).containsExactly("DELAY_ASKED null", "DELAY_DECIDED null");
    }

    @Test
    void anOrderThatIsLiftedShowsAllAtOnce() {
        looks();
        UUID id = granted(10);
        assertThat(seen()).hasSize(3);
        assertProblem(() -> delays.lift(actor("customs", Role.OFFICER), id), Problem.Kind.FORBIDDEN, "not-the-court");
        clock.forward(Duration.ofHours(1));
        delays.lift(officer, id);
        assertThat(seen()).hasSize(5);
        assertProblem(() -> delays.lift(judge, id), Problem.Kind.CONFLICT, "delay-changed");
        assertThat(events()).containsExactly("DELAY_ASKED null", "DELAY_DECIDED null", "DELAY_LIFTED null");
    }

    @Test
    void onlyAnInvestigatingAgencyAsksAndOnlyTheCourtDecidesAndNeverWhoAsked() {
        assertProblem(() -> ask(actor("health", Role.OFFICER), 10), Problem.Kind.FORBIDDEN, "not-investigating");
        assertProblem(() -> ask(actor("customs", Role.OFFICER), 10), Problem.Kind.INVALID, "not-your-case");
        assertProblem(() -> ask(officer, 184), Problem.Kind.INVALID, "delay-too-long");
        assertProblem(() -> ask(officer, -1), Problem.Kind.INVALID, "delay-too-long");
        Actor both = new Actor(
                TestPeople.number(),
                "Both",
                Assurance.SUBSTANTIAL,
                List.of(
                        new Actor.Appointment("police", Role.OFFICER),
                        new Actor.Appointment("courts", Role.SUPERVISOR)),
                null);
        UUID id = ask(both, 10);
        assertProblem(() -> ask(officer, 10), Problem.Kind.CONFLICT, "delay-changed");
        assertProblem(() -> decide(both, id, 5), Problem.Kind.FORBIDDEN, "not-the-court");
        assertProblem(() -> decide(officer, id, 5), Problem.Kind.FORBIDDEN, "not-the-court");
        assertProblem(() -> decide(actor("courts", Role.OFFICER), id, 5), Problem.Kind.FORBIDDEN, "not-the-court");
        assertProblem(() -> decide(judge, id, 11), Problem.Kind.INVALID, "longer-than-asked");
        decide(judge, id, 5);
        assertProblem(() -> decide(judge, id, 5), Problem.Kind.CONFLICT, "delay-changed");
        assertThatThrownBy(() -> db.sql("update exchange.delay set decided_by = asked_by")
                        .update())
                .as("the database keeps it too")
                .hasMessageContaining("violates check constraint");
    }

    private UUID ask(Actor actor, int days) {
        return delays.ask(actor, CASE, "He would flee", TODAY.plusDays(days));
    }

    private void decide(Actor actor, UUID id, int days) {
        delays.decide(actor, id, TODAY.plusDays(days), "Proportionate");
    }

    /** With the subject, which must be nobody: else the person's page would tell what the order hides. */
    private List<String> events() {
        return db.sql(
                        "select event || ' ' || coalesce(subject, 'null') from audit.entry where event like 'DELAY%' order by seq")
                .query(String.class)
                .list();
    }

    private static void assertProblem(Runnable act, Problem.Kind kind, String name) {
        assertThatThrownBy(act::run).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.kind()).isEqualTo(kind);
            assertThat(problem.key()).isEqualTo("exchange.problem." + name);
        });
    }
}
