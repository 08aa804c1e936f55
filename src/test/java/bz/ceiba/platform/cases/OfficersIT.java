package bz.ceiba.platform.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Appointments;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Problem;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.time.Year;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who may decide, who may not, and what happens when two want to at once. */
@CeibaTest
class OfficersIT {
    @Autowired
    Cases cases;

    @Autowired
    Licences licences;

    @Autowired
    FourEyes fourEyes;

    @Autowired
    Delegations delegations;

    @Autowired
    Appointments appointments;

    @Autowired
    TestPeople people;

    @Autowired
    JdbcClient db;

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable act, String key) {
        assertThatThrownBy(act)
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.key()).isEqualTo("cases.problem." + key));
    }

    private LocalDate today() {
        return LocalDate.now(java.time.Clock.system(Country.ZONE));
    }

    @Test
    void ofTwoWhoSendAtOnceOneSucceedsAndTheOtherGetsTheStateAndKeepsHisText() throws Exception {
        for (int round = 0; round < 5; round++) {
            CaseFile file = licences.free(people.citizen());
            String path = "/cases/desk/" + file.number() + "/do/ask";
            TestSession first = people.session(people.officer("police"));
            TestSession second = people.session(people.officer("police"));
            List<Callable<HttpResponse<String>>> posts = List.of(
                    () -> first.post(path, Map.of("revision", "" + file.revision(), "message", "Long text of one")),
                    () -> second.post(path, Map.of("revision", "" + file.revision(), "message", "Long text of two")));
            List<HttpResponse<String>> answers;
            try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
                answers = new java.util.ArrayList<>();
                for (Future<HttpResponse<String>> future : pool.invokeAll(posts)) {
                    answers.add(future.get());
                }
            }
            assertThat(answers).extracting(HttpResponse::statusCode).containsExactlyInAnyOrder(302, 409);
            int loser = answers.get(0).statusCode() == 409 ? 0 : 1;
            String kept = loser == 0 ? "Long text of one" : "Long text of two";
            assertThat(answers.get(loser).body()).contains("Somebody was faster", ">Asked<", kept);
            assertThat(cases.history(file.number())).hasSize(3);
        }
    }

    @Test
    void anOfficerReadsErrorsRefusalsAndConflictsInHisOwnLanguageNotTheApplicants() {
        CaseFile file = cases.submit(new Submission(
                UUID.randomUUID().toString(),
                licences.version(2),
                people.citizen(),
                Licences.form("free").put("boat", "Sirena"),
                "en"));
        TestSession desk = people.session(people.officer("police"));
        desk.remember("ceiba_language", "es");
        String path = "/cases/desk/" + file.number();
        Map<String, String> seen = Map.of("revision", Integer.toString(file.revision()), "message", "");
        assertThat(desk.post(path + "/do/ask", seen).body())
                .contains("Responda esta pregunta: ¿Qué?")
                .doesNotContain("Answer this question");
        assertThat(desk.post(path + "/do/grant", seen).body())
                .contains("Sin placa.")
                .doesNotContain("No plate.");

        Actor colleague = people.officer("police");
        CaseFile claimed = cases.claim(colleague, file.number(), file.revision());
        assertThat(desk.post(path + "/claim", seen).body()).contains("ha hecho esto entretanto: «Tomado»");
        licences.move(colleague, claimed, "ask", Cases.empty().put("message", "Which road?"));
        assertThat(desk.post(path + "/claim", seen).body()).contains("ha hecho esto entretanto: «Preguntar»");

        CaseFile proposed = licences.move(
                colleague,
                licences.free(people.citizen()),
                "refuse",
                Cases.empty().put("reason", "False statement"));
        assertThat(desk.get("/cases/desk/" + proposed.number()).body())
                .contains("<span>Rechazar</span>")
                .doesNotContain("<span>Refuse</span>");
    }

    @Test
    void whoCanStillDoItFindsHisTextInTheFormWithTheNewRevision() {
        Actor officer = people.officer("police");
        CaseFile file = licences.free(people.citizen());
        CaseFile claimed = cases.claim(officer, file.number(), file.revision());
        HttpResponse<String> late = people.session(officer)
                .post(
                        "/cases/desk/" + file.number() + "/do/ask",
                        Map.of("revision", "" + file.revision(), "message", "My long question"));
        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(late.body())
                .contains("action=\"/cases/desk/" + file.number() + "/do/ask\"")
                .contains("name=\"revision\" value=\"" + claimed.revision() + "\"")
                .contains(">My long question</textarea>");
    }

    @Test
    void nobodyDecidesARelativesCaseAndTheApplicantReadsThatItWasAsked() {
        Actor citizen = people.citizen();
        Actor sister = people.officer("police");
        people.siblings(citizen, sister);
        CaseFile file = licences.free(citizen);
        assertRefused(() -> licences.move(sister, file, "grant"), "relative");
        assertRefused(() -> cases.claim(sister, file.number(), file.revision()), "relative");
        assertThat(licences.move(people.officer("police"), file, "grant").state())
                .isEqualTo("granted");
        assertThat(db.sql("""
                        select count(*) from audit.entry
                        where event = 'REGISTER_ASKED' and subject = ? and actor = ? and purpose = 'impartiality'
                        """)
                        .param(citizen.number())
                        .param(sister.number())
                        .query(Integer.class)
                        .single())
                .isEqualTo(2);
    }

    @Test
    void aColleaguesCaseIsDecidedByTheAgencyAbove() {
        Actor colleague = people.staff("police", Role.CASHIER);
        CaseFile file = licences.free(colleague);
        assertRefused(() -> licences.move(people.officer("police"), file, "grant"), "colleague");
        assertRefused(() -> licences.move(people.officer("home-affairs"), file, "grant"), "not-officer");
        Actor above = people.supervisor("home-affairs");
        assertThat(people.session(above).get("/cases/desk/" + file.number()).statusCode())
                .isEqualTo(200);
        assertThatThrownBy(() -> licences.move(above, licences.free(people.citizen()), "grant"))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.FORBIDDEN));
        assertThat(licences.move(above, file, "grant").state()).isEqualTo("granted");
    }

    @Test
    void whoStandsInSeesTheCasesActsInThemAndTheHistorySaysForWhom() {
        Actor away = people.officer("police");
        Actor delegate = people.officer("police");
        appointments.appoint(delegate.person(), "police", Role.OFFICER);
        CaseFile file = licences.free(people.citizen());
        CaseFile claimed = cases.claim(away, file.number(), file.revision());
        assertRefused(
                () -> licences.move(delegate, claimed, "ask", Cases.empty().put("message", "x")), "claimed");

        delegations.name(away, "police", delegate.person(), today(), today());

        TestSession desk = people.session(delegate);
        assertThat(desk.get("/cases/worklist?which=mine").body())
                .contains(file.number().text(), "You stand in for");
        CaseFile asked = licences.move(delegate, claimed, "ask", Cases.empty().put("message", "Which road?"));
        assertThat(asked.officer()).isEqualTo(away.person());
        CaseEvent last = cases.history(file.number()).getLast();
        assertThat(last.actor()).isEqualTo(delegate.number());
        assertThat(last.forName()).isEqualTo(away.name());
        assertThat(desk.get("/cases/desk/" + file.number()).body()).contains("for " + away.name());
        assertThat(db.sql(
                                "select detail ->> 'for' from audit.entry where event = 'CASE_MOVED' and case_number = ? and actor = ?")
                        .param(file.number().text())
                        .param(delegate.number())
                        .query(String.class)
                        .single())
                .isEqualTo(away.number());
    }

    @Test
    void aDelegationCountsOnlyOnItsDaysAndUntilItIsEnded() {
        Actor away = people.officer("police");
        Actor delegate = people.officer("police");
        CaseFile file = licences.free(people.citizen());
        CaseFile claimed = cases.claim(away, file.number(), file.revision());
        delegations.name(away, "police", delegate.person(), today().plusDays(1), today().plusDays(9));
        assertRefused(() -> licences.move(delegate, claimed, "grant"), "claimed");
        delegations.name(away, "police", delegate.person(), today(), today());
        delegations.of(away.person()).forEach(leave -> delegations.end(away, "police", leave.id()));
        assertRefused(() -> licences.move(delegate, claimed, "grant"), "claimed");
        assertRefused(
                () -> delegations.name(
                        away, "police", people.officer("transport").person(), today(), today()),
                "delegation");
        assertRefused(
                () -> delegations.name(
                        away, "police", delegate.person(), today(), LocalDate.of(Year.MAX_VALUE, 12, 31)),
                "delegation");
    }

    @Test
    void whatNeedsASecondOfficerHappensOnlyWhenHeConfirms() {
        Actor first = people.officer("police");
        Actor second = people.officer("police");
        CaseFile file = licences.free(people.citizen());
        CaseFile proposed = licences.move(first, file, "refuse", Cases.empty().put("reason", "False statement"));
        assertThat(proposed.state()).isEqualTo("review");
        assertRefused(() -> fourEyes.confirm(first, file.number(), proposed.revision()), "second-officer");
        assertThat(people.session(first).get("/cases/desk/" + file.number()).body())
                .contains("Another officer has to confirm it.");
        assertThat(people.session(second).get("/cases/desk/" + file.number()).body())
                .contains("False statement", ">Confirm<");
        CaseFile refused = fourEyes.confirm(second, file.number(), proposed.revision());
        assertThat(refused.state()).isEqualTo("refused");
        assertThat(cases.history(file.number()).getLast().input().path("reason").asString(""))
                .isEqualTo("False statement");
    }

    @Test
    void neitherOfTheTwoHearsTheAppeal() {
        Actor first = people.officer("police");
        Actor second = people.officer("police");
        Actor citizen = people.citizen();
        CaseFile proposed = licences.move(
                first, licences.free(citizen), "refuse", Cases.empty().put("reason", "No"));
        CaseFile refused = fourEyes.confirm(second, proposed.number(), proposed.revision());
        CaseFile appealed = licences.move(citizen, refused, "appeal");
        assertRefused(() -> licences.move(first, appealed, "allow"), "decided-by-you");
        assertRefused(() -> licences.move(second, appealed, "allow"), "decided-by-you");
        assertThat(licences.move(people.officer("police"), appealed, "allow").state())
                .isEqualTo("granted");
    }

    @Test
    void aDroppedDecisionLeavesTheCaseAsItWas() {
        Actor first = people.officer("police");
        CaseFile proposed = licences.move(
                first, licences.free(people.citizen()), "refuse", Cases.empty().put("reason", "No"));
        Actor second = people.officer("police");
        CaseFile dropped = fourEyes.decline(second, proposed.number(), proposed.revision());
        assertThat(dropped.state()).isEqualTo("review");
        assertThat(fourEyes.of(dropped)).isEmpty();
        assertThatThrownBy(() -> fourEyes.confirm(second, proposed.number(), proposed.revision()))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.CONFLICT));
    }
}
