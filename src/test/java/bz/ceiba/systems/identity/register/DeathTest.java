package bz.ceiba.systems.identity.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import bz.ceiba.Browser;
import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.notifications.TestPhones;
import bz.ceiba.systems.identity.signin.TestSignIns;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;

@CeibaTest
class DeathTest {
    @Autowired
    TestLife life;

    @Autowired
    TestPeople people;

    @Autowired
    TestSignIns signIns;

    @Autowired
    TestPhones phones;

    @Autowired
    People register;

    @Autowired
    Deaths deaths;

    @Autowired
    Annulments annulments;

    @Autowired
    LifeEvents events;

    @Autowired
    Relations relations;

    @Autowired
    JdbcClient db;

    @Autowired
    Clock clock;

    @Value("${ceiba.base-url}")
    String base;

    private long count(String sql, Object... values) {
        JdbcClient.StatementSpec statement = db.sql("select count(*) from " + sql);
        for (Object value : values) {
            statement = statement.param(value);
        }
        return statement.query(Long.class).single();
    }

    private Actor registrar() {
        return people.registrar("vital-statistics");
    }

    @Test
    void deathEndsSessionsAndTokensInTheSameMoment() {
        Actor ana = people.citizen();
        String id = register.find(ana.person()).orElseThrow().id().toString();
        TestSession byProvider = signIns.signedIn(ana);
        TestSession other = people.session(ana);
        assertThat(byProvider.get("/identity/number").statusCode()).isEqualTo(200);
        assertThat(count("identity.authorization_given where principal = ?", id))
                .isPositive();
        assertThat(count("access.session where principal = ?", id)).isEqualTo(1);

        life.death(ana);

        assertThat(byProvider.get("/identity/number").statusCode()).isEqualTo(303);
        assertThat(other.get("/identity/number").statusCode()).isEqualTo(303);
        assertThat(count("identity.authorization_given where principal = ?", id))
                .isZero();
        assertThat(count("access.session where principal = ? or person = ?", id, ana.number()))
                .isZero();
        HttpResponse<String> again = byProvider.follow(byProvider.get("/identity/number"));
        assertThat(again.body()).as("the provider asks who it is").contains("What is your identity number?");
    }

    @Test
    void nobodySignsInWithTheNumberOfTheDeadAndTheAnswerIsThatOfANumberNobodyHas() {
        Actor ana = people.citizen();
        Actor underWay = people.citizen();
        TestSession browser = people.anonymous();
        browser.post("/identity/sign-in", Map.of("number", underWay.number()));
        String code = phones.code(people.phone(underWay), 1);
        life.death(underWay);
        life.death(ana);
        assertThat(seen(ana.number())).isEqualTo(seen(TestPeople.number()));
        HttpResponse<String> late = browser.post("/identity/sign-in/code", Map.of("code", code));
        assertThat(late.statusCode()).as("the right code, after the death").isEqualTo(422);
        assertThat(late.body()).contains("That code is wrong");
    }

    private List<String> seen(String number) {
        TestSession browser = people.anonymous();
        HttpResponse<String> asked = browser.post("/identity/sign-in", Map.of("number", number));
        HttpResponse<String> wrong = browser.post("/identity/sign-in/code", Map.of("code", "xxxxxx"));
        return List.of(
                asked.statusCode() + browser.location(asked),
                wrong.statusCode() + wrong.body().replaceAll("name=\"_csrf\" value=\"[^\"]*\"", "…"));
    }

    @Test
    void whatIsBegunInTheMomentOfTheDeathEndsALittleLater() {
        Actor ana = people.citizen();
        life.death(ana);
        TestSession late = people.session(ana);
        UUID id = register.find(ana.person()).orElseThrow().id();
        assertThat(count(
                        "kernel.scheduled_tasks where task_name = 'identity-end-again' and task_instance like ?",
                        id + "/%"))
                .isEqualTo(1);
        deaths.endAgain(id);
        assertThat(late.get("/identity/number").statusCode()).isEqualTo(303);
    }

    private String acting(TestSession desk, Actor citizen) {
        HttpResponse<String> asked =
                desk.post("/access/acting", Map.of("number", citizen.number(), "centre", "dangriga"));
        String id = desk.location(asked).replace("/access/acting/code?id=", "");
        desk.post("/access/acting/code", Map.of("id", id, "code", phones.code(people.phone(citizen), 1)));
        assertThat(desk.get("/probe/citizen").body()).isEqualTo(citizen.name());
        return id;
    }

    @Test
    void leaveToActGivenByTheDeadEndsAndTheAssistantIsTold() {
        Actor assistant = people.assistant("egov");
        Actor ana = people.citizen();
        TestSession desk = people.session(assistant);
        String id = acting(desk, ana);
        life.death(ana);
        assertThat(desk.get("/probe/citizen").statusCode()).isEqualTo(303);
        assertThat(count("access.representation where id = ?::uuid and ended_at is not null", id))
                .isEqualTo(1);
        assertThat(count(
                        "notifications.notice where person = ? and template = 'access.notice.over'",
                        assistant.number()))
                .isEqualTo(1);
    }

    @Test
    void leaveToActGivenToTheDeadEndsAndTheCitizenIsTold() {
        Actor assistant = people.assistant("egov");
        Actor ana = people.citizen();
        TestSession desk = people.session(assistant);
        acting(desk, ana);
        life.death(assistant);
        assertThat(desk.get("/probe/citizen").statusCode()).isEqualTo(303);
        assertThat(count("notifications.notice where person = ? and template = 'access.notice.acted'", ana.number()))
                .isEqualTo(1);
    }

    @Test
    void anOfficersDelegationsEndWithHisDeath() {
        Actor officer = people.officer("police");
        Actor colleague = people.officer("police");
        db.sql("""
                insert into cases.delegation (id, agency, officer, officer_name, delegate, delegate_name, from_day, to_day)
                values (gen_random_uuid(), 'police', ?, 'A', ?, 'B', ?, ?)
                """)
                .param(officer.number())
                .param(colleague.number())
                .param(life.today())
                .param(life.today().plusDays(3))
                .update();
        life.death(colleague);
        assertThat(count("cases.delegation where officer = ? and ended_at is not null", officer.number()))
                .isEqualTo(1);
    }

    private void propose(Actor ana, Actor officer) {
        annulments.propose(ana.person(), "She stood here", "AFF-26-1", officer);
    }

    private UUID waiting(Actor ana) {
        return annulments.waiting("vital-statistics").stream()
                .filter(one -> one.person().equals(ana.person()))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private static void assertProblem(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String name) {
        assertThatThrownBy(call).asInstanceOf(type(Problem.class)).satisfies(problem -> assertThat(problem.key())
                .isEqualTo("identity.problem." + name));
    }

    @Test
    void twoOfficersUndoAWrongfulDeathAndTheHistoryKeepsBoth() {
        Actor ana = people.citizen();
        life.death(ana);
        Actor first = registrar();
        propose(ana, first);
        propose(ana, registrar());
        assertThat(annulments.waiting("vital-statistics").stream()
                        .filter(one -> one.person().equals(ana.person())))
                .as("a second proposal changes nothing")
                .hasSize(1);
        UUID id = waiting(ana);
        assertProblem(() -> annulments.decide(id, true, first), "four-eyes");
        assertProblem(() -> annulments.decide(id, true, people.registrar("police")), "no-death");
        assertProblem(() -> annulments.decide(id, true, people.officer("vital-statistics")), "no-death");
        assertThat(register.find(ana.person()).orElseThrow().status()).isEqualTo(Person.Status.DECEASED);

        annulments.decide(id, true, people.supervisor("vital-statistics"));
        assertThat(register.find(ana.person()).orElseThrow().status()).isEqualTo(Person.Status.ACTIVE);
        assertThat(register.diedOn(ana.person())).isEmpty();
        assertThat(events.of(ana.person())).singleElement().satisfies(told -> {
            assertThat(told.kind()).isEqualTo(LifeEvent.Kind.DEATH);
            assertThat(told.annulledAt()).isNotNull();
        });
        assertThat(count(
                        "notifications.notice where person = ? and template = 'identity.notice.annulled'",
                        ana.number()))
                .isEqualTo(1);
        assertProblem(() -> annulments.decide(id, true, registrar()), "decided");
        deaths.endAgain(register.find(ana.person()).orElseThrow().id());
        assertThat(signIns.signedIn(ana).get("/identity/number").statusCode())
                .as("she signs in again")
                .isEqualTo(200);
        life.death(ana);
        assertThat(events.of(ana.person())).hasSize(2);
    }

    @Test
    void noRelativeAndNotThePersonHimselfUndoesADeath() {
        Actor sister = registrar();
        Actor brother = people.staff("vital-statistics", Role.REGISTRAR);
        people.siblings(sister, brother);
        life.death(brother);
        assertProblem(() -> propose(brother, sister), "partial");
        assertProblem(() -> propose(brother, brother), "partial");
        propose(brother, registrar());
        UUID id = waiting(brother);
        assertProblem(() -> annulments.decide(id, true, sister), "partial");
        annulments.decide(id, false, registrar());
        assertThat(register.find(brother.person()).orElseThrow().status()).isEqualTo(Person.Status.DECEASED);
    }

    @Test
    void theDatabaseItselfRefusesOneOfficerWhoDecidesAlone() {
        Actor ana = people.citizen();
        life.death(ana);
        propose(ana, registrar());
        UUID id = waiting(ana);
        assertThatThrownBy(() -> db.sql("""
                        update identity.annulment set state = 'APPROVED', decided_by = proposed_by, decided_at = now() where id = ?
                        """).param(id).update()).hasMessageContaining("annulment");
        assertThat(register.find(ana.person()).orElseThrow().status()).isEqualTo(Person.Status.DECEASED);
    }

    @Test
    void officersOfTheUnitDoItOnTheirDesk() {
        Actor ana = people.citizen("Ana Choc");
        Actor registrar = registrar();
        try (BrowserContext desk = Browser.desk("en")) {
            Browser.signIn(desk, base, people.session(registrar));
            Page page = desk.newPage();
            page.navigate(base + "/identity/desk");
            page.getByLabel("Identity number").fill(ana.number());
            page.getByText("Look up").click();
            Browser.assertAccessible(page);
            page.getByText("Tell the register").last().click();
            assertThat(page.content()).contains("Say this");
            page.locator("#on").fill("1");
            page.locator("#on-month").fill("11");
            page.locator("#on-year").fill("2026");
            page.locator("#reference").fill("D/2026/" + ana.number());
            Browser.picture(page, "identity-desk-death");
            page.getByText("Tell the register").last().click();
            assertThat(page.content())
                    .contains("The register has noted the death")
                    .contains("D/2026/" + ana.number());
            page.locator("#ground").fill("She stood in our office this morning.");
            page.locator("#document").fill("AFF-2026-118");
            page.getByText("Ask a second officer").click();
            assertThat(page.content())
                    .contains("A second officer has to agree now")
                    .contains("You proposed this");
            Browser.assertAccessible(page);
            Browser.picture(page, "identity-desk-proposed");
        }
        try (BrowserContext phone = Browser.phone("es", true)) {
            Browser.signIn(phone, base, people.session(people.supervisor("vital-statistics")));
            Page page = phone.newPage();
            page.navigate(base + "/identity/desk?number=" + ana.number());
            assertThat(page.content()).contains("a la espera de un segundo oficial");
            Browser.assertFits(page);
            Browser.picture(page, "identity-desk-es-phone");
            page.locator("form[action*='" + waiting(ana) + "/approve'] button").click();
            assertThat(page.content()).contains("Está decidido.");
        }
        assertThat(register.find(ana.person()).orElseThrow().status()).isEqualTo(Person.Status.ACTIVE);
        assertThat(people.session(people.registrar("police"))
                        .get("/identity/desk")
                        .statusCode())
                .isEqualTo(403);
    }
}
