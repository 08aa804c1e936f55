package bz.ceiba.systems.identity.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.Browser;
import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Mandate;
import bz.ceiba.platform.access.Mandates;
import bz.ceiba.platform.access.Matter;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;

@CeibaTest
class RepresentationTest {
    private static final String OVER = "You may not act for this person any more";

    @Autowired
    TestPeople people;

    @Autowired
    TestLife life;

    @Autowired
    TestCompanies companies;

    @Autowired
    Delegations delegations;

    @Autowired
    Mandates mandates;

    @Autowired
    JdbcClient db;

    @Value("${ceiba.base-url}")
    String base;

    private record Family(Actor parent, Actor child) {}

    private Family family() {
        Actor parent = people.citizen("Rosa Choc");
        return new Family(parent, life.child(parent, "Luz Choc"));
    }

    private TestSession acting(Actor actor, String represented) {
        TestSession session = people.session(actor);
        HttpResponse<String> begun = session.post("/access/acting/begin", Map.of("number", represented));
        assertThat(begun.statusCode()).isEqualTo(303);
        return session;
    }

    private static Actor sure(Actor citizen) {
        return new Actor(citizen.number(), citizen.name(), Assurance.SUBSTANTIAL, List.of(), null);
    }

    private void order(Actor guardian, Actor ward, String reference, List<String> limits, List<String> joint) {
        var body = life.body(ward, life.today().minusDays(1))
                .put("guardian", guardian.number())
                .put("reference", reference);
        limits.forEach(body.putArray("limits")::add);
        joint.forEach(body.putArray("joint")::add);
        life.tell("attorney-general", "guardianship", body);
    }

    @Test
    void aParentActsForAChildAndBothReadIt() {
        Family family = family();
        assertThat(people.session(family.parent()).get("/access/acting").body())
                .contains("Luz Choc")
                .contains("You are a parent.");
        TestSession parent = acting(family.parent(), family.child().number());
        assertThat(parent.get("/portal/mine").body()).contains("You are acting for Luz Choc");
        assertThat(db.sql("""
                        select actor || ' ' || subject || ' ' || (detail ->> 'ground') from audit.entry
                        where event = 'OWN_DATA_READ' and subject = ? and detail ->> 'page' = 'mine'
                        """)
                        .param(family.child().number())
                        .query(String.class)
                        .single())
                .isEqualTo(family.parent().number() + " " + family.child().number() + " PARENT");
        assertThat(people.session(family.child()).get("/portal/disclosures").body())
                .contains("Rosa Choc did this for you: Began to act for somebody.")
                .contains("As a parent.");
        assertThat(people.session(family.parent())
                        .get("/portal/disclosures?kind=by-me")
                        .body())
                .contains("Rosa Choc did this for somebody else: Began to act for somebody.");
        parent.post("/access/acting/end", Map.of());
        assertThat(parent.get("/portal/mine").body()).doesNotContain("You are acting for");
    }

    @Test
    void whoHasNoRightIsRefusedAndThatIsNoted() {
        Family family = family();
        Actor stranger = people.citizen();
        TestSession session = people.session(stranger);
        for (String number : List.of(family.child().number(), stranger.number(), "1", TestPeople.number())) {
            assertThat(session.post("/access/acting/begin", Map.of("number", number))
                            .statusCode())
                    .isEqualTo(403);
        }
        assertThat(people.session(family.child())
                        .post(
                                "/access/acting/begin",
                                Map.of("number", family.parent().number()))
                        .statusCode())
                .as("the other way round")
                .isEqualTo(403);
        assertThat(db.sql("select count(*) from audit.entry where event = 'ACCESS_REFUSED' and actor = ?")
                        .param(stranger.number())
                        .query(Long.class)
                        .single())
                .isEqualTo(3);
        assertThat(session.get("/portal/mine").body()).doesNotContain("You are acting for");
    }

    @Test
    void whatACourtDidNotNameIsRefusedWithAPageAndNotHidden() {
        Actor guardian = people.citizen("Nora Cal");
        Actor ward = people.citizen("Eva Cal", life.today().minusYears(9));
        order(guardian, ward, "HC/1", List.of("health"), List.of());
        TestSession acting = acting(guardian, ward.number());
        assertThat(acting.get("/portal/mine").body()).contains("Eva Cal (only for: health)");
        assertThat(acting.get("/").body()).contains("Police record certificate");
        HttpResponse<String> certificate = acting.post("/cases/start/policerecords.certificate", Map.of());
        assertThat(certificate.statusCode()).isEqualTo(403);
        assertThat(certificate.body()).contains("limited to some matters");
        HttpResponse<String> money = acting.get("/payments/mine");
        assertThat(money.statusCode()).isEqualTo(403);
        assertThat(money.body()).contains("This is about money");
        for (String own :
                List.of("/identity/number", "/identity/passkeys", "/identity/consents", "/identity/delegations")) {
            assertThat(acting.get(own).body()).contains("Nobody does this for somebody else");
        }
    }

    @Test
    void aCourtsOrderCountsInThePlaceOfWhatParentsMay() {
        Family family = family();
        assertThat(mandates.between(family.parent().person(), family.child().person()))
                .extracting(Mandate::ground)
                .containsExactly(Mandate.Ground.PARENT);
        order(family.parent(), family.child(), "HC/2", List.of("schooling"), List.of());
        assertThat(mandates.between(family.parent().person(), family.child().person()))
                .singleElement()
                .matches(mandate -> mandate.ground() == Mandate.Ground.COURT)
                .matches(mandate -> mandate.covers(Matter.SCHOOLING) && !mandate.covers(Matter.ALL));
    }

    @Test
    void aCourtThatTakesItsOrderBackEndsItAtOnce() {
        Actor guardian = people.citizen();
        Actor ward = people.citizen("Eva Cal", life.today().minusYears(9));
        order(guardian, ward, "HC/3", List.of(), List.of());
        TestSession acting = acting(guardian, ward.number());
        assertThat(acting.get("/portal/mine").statusCode()).isEqualTo(200);
        var end = life.body(ward, life.today()).put("guardian", guardian.number());
        assertThatThrownBy(() -> life.tell(
                        "attorney-general", "guardianship-end", end.deepCopy().put("reference", "HC/4")))
                .isInstanceOf(Problem.class);
        life.tell("attorney-general", "guardianship-end", end.put("reference", "HC/3"));
        HttpResponse<String> over = acting.get("/portal/mine");
        assertThat(over.statusCode()).isEqualTo(403);
        assertThat(over.body()).contains(OVER);
        assertThat(acting.get("/portal/mine").body()).doesNotContain("You are acting for");
    }

    private UUID offered(Actor giver, Actor to, Set<Matter> in) {
        String family = to.name().substring(to.name().lastIndexOf(' ') + 1);
        assertThat(delegations.offer(
                        giver, to.person(), family, in, life.today().plusDays(30)))
                .isEqualTo(Delegations.Offered.ASKED);
        return delegations.of(giver.person()).getFirst().id();
    }

    @Test
    void aCitizenLetsSomebodyActThroughThePagesAndWithdrawsItWhileThatOneActs() {
        Actor ana = people.citizen("Ana Tillett");
        Actor ben = people.citizen("Ben Úsher");
        TestSession giver = people.session(sure(ana));
        LocalDate until = life.today().plusDays(10);
        Map<String, String> form = new java.util.HashMap<>(Map.of(
                "number", ben.number(),
                "family", "usher",
                "scope", "some",
                "matter-money", "true",
                "until.day", String.valueOf(until.getDayOfMonth()),
                "until.month", String.valueOf(until.getMonthValue()),
                "until.year", String.valueOf(until.getYear())));
        form.put("family", "Wrong");
        assertThat(giver.post("/identity/delegations/new", form).body())
                .contains("We know no adult with this number and this family name");
        form.put("family", "usher");
        assertThat(giver.post("/identity/delegations/new", form).statusCode()).isEqualTo(302);
        TestSession asked = people.session(ben);
        assertThat(asked.post("/access/acting/begin", Map.of("number", ana.number()))
                        .statusCode())
                .as("before he has said yes")
                .isEqualTo(403);
        UUID id = delegations.of(ana.person()).getFirst().id();
        assertThat(asked.get("/identity/delegations").body()).contains("Ana Tillett", "For: money.");
        asked.post("/identity/delegations/" + id + "/accept", Map.of());
        TestSession acting = acting(ben, ana.number());
        assertThat(acting.get("/payments/mine").statusCode()).isEqualTo(200);
        giver.post("/identity/delegations/" + id + "/end", Map.of());
        HttpResponse<String> over = acting.post("/cases/start/identity.misuse", Map.of());
        assertThat(over.statusCode()).isEqualTo(403);
        assertThat(over.body()).contains(OVER);
        assertThat(acting.get("/payments/mine").body()).doesNotContain("You are acting for");
        assertThat(people.session(ana).get("/portal/disclosures?kind=for-me").body())
                .contains("Ben Úsher noted: somebody may act for you from now on.")
                .contains("Ana Tillett ended that somebody may act for you.");
    }

    @Test
    void onlyTheTwoOfADelegationAnswerOrEndItAndNoMinorGivesOne() {
        Actor ana = people.citizen();
        Actor ben = people.citizen();
        UUID id = offered(ana, ben, Set.of());
        for (String what : List.of("accept", "decline", "end")) {
            assertThat(people.session(people.citizen())
                            .post("/identity/delegations/" + id + "/" + what, Map.of())
                            .statusCode())
                    .isEqualTo(404);
        }
        assertThat(people.session(ana)
                        .post("/identity/delegations/" + id + "/accept", Map.of())
                        .statusCode())
                .as("nobody says yes for the other")
                .isEqualTo(404);
        Actor minor = people.citizen("Luz Choc", life.today().minusYears(15));
        assertThatThrownBy(() -> delegations.offer(minor, ben.person(), "x", Set.of(), life.today()))
                .isInstanceOf(Problem.class);
        assertThat(people.session(ana).get("/identity/delegations/new").statusCode())
                .as("with a mere code")
                .isEqualTo(403);
    }

    @Test
    void ofYesAndWithdrawalAtTheSameTimeTheWithdrawalStands() throws Exception {
        Actor ana = people.citizen();
        Actor ben = people.citizen();
        for (int i = 0; i < 10; i++) {
            UUID id = offered(ana, ben, Set.of());
            List<Boolean> done = together(() -> delegations.accept(ben, id), () -> delegations.end(ana, id));
            assertThat(done.get(1)).isTrue();
            assertThat(mandates.between(ben.person(), ana.person())).isEmpty();
            db.sql("delete from access.rate where bucket = ?")
                    .param("delegate:" + ana.number())
                    .update();
        }
    }

    @Test
    void nobodyActsAfterTheWithdrawalHoweverManyRequestsAreUnderWay() throws Exception {
        Actor ana = people.citizen();
        Actor ben = people.citizen();
        UUID id = offered(ana, ben, Set.of());
        delegations.accept(ben, id);
        List<TestSession> sessions = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            sessions.add(acting(ben, ana.number()));
        }
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<HttpResponse<String>>> under = sessions.stream()
                    .map(session -> pool.submit(() -> session.get("/portal/mine")))
                    .toList();
            delegations.end(ana, id);
            for (Future<HttpResponse<String>> one : under) {
                assertThat(one.get().statusCode()).isIn(200, 403);
            }
        }
        for (TestSession session : sessions) {
            assertThat(session.get("/portal/mine").body()).doesNotContain("You are acting for");
        }
    }

    /** Answers of each whether it succeeded. */
    private static List<Boolean> together(Runnable... tasks) throws Exception {
        CountDownLatch begin = new CountDownLatch(1);
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> running = new ArrayList<>();
            for (Runnable task : tasks) {
                running.add(pool.submit(() -> {
                    begin.await();
                    try {
                        task.run();
                        return true;
                    } catch (Problem refused) {
                        return false;
                    }
                }));
            }
            begin.countDown();
            List<Boolean> done = new ArrayList<>();
            for (Future<Boolean> one : running) {
                done.add(one.get());
            }
            return done;
        }
    }

    @Test
    void aDeathEndsWhatWasGivenAndReceived() {
        Actor ana = people.citizen();
        Actor ben = people.citizen();
        UUID id = offered(ana, ben, Set.of());
        delegations.accept(ben, id);
        TestSession acting = acting(ben, ana.number());
        life.death(ana);
        assertThat(acting.get("/portal/mine").statusCode()).isNotEqualTo(200);
        assertThat(mandates.of(ben.person())).isEmpty();
    }

    private static String begun(TestSession session) {
        HttpResponse<String> started = session.post("/cases/start/identity.misuse", Map.of("entry", "17"));
        String first = session.location(started);
        String draft = first.substring(0, first.lastIndexOf('/'));
        session.post(draft + "/entry", Map.of("entry", "17"));
        session.post(draft + "/kind", Map.of("kind", "office"));
        session.post(draft + "/statement", Map.of("statement", "Nobody told us why they looked."));
        return draft;
    }

    private long cases(PersonNumber of) {
        return db.sql("select count(*) from cases.case_file where person = ?")
                .param(of.digits())
                .query(Long.class)
                .single();
    }

    @Test
    void anOfficerActsForACompanyAloneOrWithASecondOneAsItsStatutesSay() {
        Actor one = people.citizen("Iris Dueck");
        Actor other = people.citizen("Omar Cal");
        String registration = "B-" + UUID.randomUUID();
        PersonNumber company = companies.tell(companies.body(
                registration, "Reef Boats Ltd", "joint", life.today().minusDays(3), one, other));
        TestSession first = acting(one, company.digits());
        assertThat(first.get("/portal/mine").body()).contains("You are acting for Reef Boats Ltd");
        assertThat(first.get("/identity/me").body()).contains(registration);
        assertThat(first.post("/cases/start/policerecords.certificate", Map.of())
                        .body())
                .contains("This service is for people");
        String draft = begun(first);
        for (int i = 0; i < 2; i++) {
            assertThat(first.post(draft + "/submit", Map.of()).body())
                    .as("the one alone, however often")
                    .contains("another person has to confirm it");
        }
        assertThat(cases(company)).isZero();
        assertThat(people.session(other).get("/access/acting").body())
                .contains("Waits for you")
                .contains("Iris Dueck");
        TestSession second = acting(other, company.digits());
        second.post(draft + "/statement", Map.of("statement", "Changed by the second one."));
        assertThat(second.post(draft + "/submit", Map.of()).body())
                .as("what is not the same is asked anew")
                .contains("another person has to confirm it");
        assertThat(first.post(draft + "/submit", Map.of()).statusCode()).isEqualTo(302);
        assertThat(cases(company)).isEqualTo(1);

        companies.tell(companies.body(
                registration, "Reef Boats Ltd", "sole", life.today().minusDays(2), one));
        assertThat(second.get("/portal/mine").body()).contains(OVER);
        assertThat(first.post(begun(first) + "/submit", Map.of()).statusCode()).isEqualTo(302);
        assertThat(cases(company)).isEqualTo(2);
        companies.tell(companies.body(
                registration, "Late News Ltd", "sole", life.today().minusDays(5), other));
        assertThat(mandates.of(other.person())).as("of an earlier day").isEmpty();
        companies.tell(companies
                .body(registration, "Reef Boats Ltd", "sole", life.today(), one)
                .put("dissolved", true));
        assertThat(first.get("/portal/mine").body()).contains(OVER);
    }

    @Test
    void ofTwoWhoSendTheSameAtOnceExactlyOneApplicationComes() throws Exception {
        Actor one = people.citizen();
        Actor other = people.citizen();
        PersonNumber company =
                companies.tell(companies.body("B-" + UUID.randomUUID(), "Twin Ltd", "joint", life.today(), one, other));
        TestSession first = acting(one, company.digits());
        TestSession second = acting(other, company.digits());
        String draft = begun(first);
        together(() -> first.post(draft + "/submit", Map.of()), () -> second.post(draft + "/submit", Map.of()));
        assertThat(cases(company)).isEqualTo(1);
    }

    @Test
    void whatACompanysRegisterTellsWronglyIsRefused() {
        var body = companies.body("B-1", "X", "both", life.today().plusDays(1), people.citizen());
        body.withArray("officers").get(0);
        assertThatThrownBy(() -> companies.tell(body))
                .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.fields())
                        .extracting(Problem.FieldError::field)
                        .containsExactlyInAnyOrder("/signature", "/on"));
        var good = companies.body("B-" + UUID.randomUUID(), "Good Ltd", "sole", life.today(), people.citizen());
        PersonNumber company = companies.tell(good);
        assertThat(companies.tell(good)).as("the same once more").isEqualTo(company);
        assertThatThrownBy(() -> companies.tell(good.deepCopy().put("name", "Other Ltd")))
                .isInstanceOf(Problem.class);
    }

    @Test
    void thePagesFitAndAreAccessible() {
        Family family = family();
        Actor friend = people.citizen("Ben Usher");
        delegations.accept(friend, offered(family.parent(), friend, Set.of(Matter.MONEY, Matter.HEALTH)));
        offered(friend, family.parent(), Set.of());
        for (String language : List.of("en", "es")) {
            try (BrowserContext phone = Browser.phone(language, true)) {
                Browser.signIn(phone, base, people.session(sure(family.parent())));
                look(phone, "/access/acting", "acting-" + language);
                look(phone, "/identity/delegations", "delegations-" + language);
                look(phone, "/identity/delegations/new", "delegation-new-" + language);
            }
        }
        try (BrowserContext desk = Browser.desk("en")) {
            Browser.signIn(desk, base, acting(family.parent(), family.child().number()));
            look(desk, "/access/acting", "acting-now");
            look(desk, "/portal/mine", "mine-acting");
        }
    }

    private void look(BrowserContext context, String path, String name) {
        Page page = context.newPage();
        page.navigate(base + path);
        if (context.pages().size() % 2 == 1) {
            Browser.assertAccessible(page);
        }
        Browser.assertFits(page);
        Browser.picture(page, name);
    }
}
