package bz.ceiba.platform.access;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.kernel.Problem;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@CeibaTest
class BreakGlassTest {
    private static final String AGENCY = "immigration";

    @Autowired
    TestPeople people;

    @Autowired
    TestStaff staff;

    @Autowired
    Emergencies emergencies;

    private Actor asker = new Actor("0", "", Assurance.LOW, List.of(), null);
    private Actor supervisor = asker;
    private Actor auditor = asker;

    @BeforeEach
    void cast() {
        asker = people.registrar("police");
        supervisor = people.supervisor(AGENCY);
        auditor = people.auditor(AGENCY);
    }

    private HttpResponse<String> ask(TestSession session, String agency, Role role, int hours) {
        return session.post(
                "/access/emergency",
                Map.of(
                        "agency",
                        agency,
                        "role",
                        role.name(),
                        "reason",
                        "The border post at Benque burns",
                        "hours",
                        "" + hours));
    }

    private UUID asked(TestSession session, Role role, int hours) {
        HttpResponse<String> answer = ask(session, AGENCY, role, hours);
        assertThat(answer.statusCode()).isEqualTo(303);
        return UUID.fromString(session.location(answer).replace("/access/emergency/", ""));
    }

    private int post(Actor by, UUID id, String what) {
        return people.session(by)
                .post(
                        "/access/emergency/" + id + "/" + what,
                        Map.of("judgement", "JUSTIFIED", "finding", "Twelve people were let through."))
                .statusCode();
    }

    private Emergency now(UUID id) {
        return emergencies.find(id).orElseThrow();
    }

    @Test
    void aSecondPersonLendsAnOfficeWithAnAlarmAndABandAndAThirdJudgesItsUse() {
        TestSession session = people.session(asker);
        assertThat(session.get("/probe/officer").statusCode()).isEqualTo(403);
        UUID id = asked(session, Role.OFFICER, 2);
        assertThat(asked(session, Role.OFFICER, 4)).as("one request is enough").isEqualTo(id);
        assertThat(staff.notices(supervisor, "access.notice.emergency-asked")).isEqualTo(1);
        for (Actor refused : List.of(asker, people.supervisor("lands"), people.officer(AGENCY), people.citizen())) {
            assertThat(post(refused, id, "grant")).isEqualTo(403);
        }
        Actor witness = people.supervisor(AGENCY);
        assertThat(post(supervisor, id, "grant")).isEqualTo(303);
        assertThat(staff.notices(witness, "access.notice.emergency-alarm")).isEqualTo(1);
        assertThat(staff.notices(auditor, "access.notice.emergency-alarm")).isEqualTo(1);
        assertThat(staff.notices(asker, "access.notice.emergency-lent")).isEqualTo(1);

        session.get("/access/emergency/" + id);
        assertThat(session.get("/probe/officer").statusCode()).isEqualTo(200);
        for (String page : List.of("/portal/help", "/access/posts", "/notifications/inbox")) {
            assertThat(session.get(page).body())
                    .contains("Emergency: you are Officer of Ministry of Immigration until");
        }
        assertThat(post(auditor, id, "judge")).as("while it is on").isEqualTo(409);
        session.post("/access/emergency/" + id + "/end", Map.of());
        assertThat(session.get("/probe/officer").statusCode()).isEqualTo(403);
        assertThat(session.get("/portal/help").body()).doesNotContain("Emergency: you are");

        Actor bystander = people.auditor(AGENCY);
        TestSession judge = people.session(bystander);
        assertThat(judge.get("/access/emergency/" + id).body())
                .contains("What this person did meanwhile")
                .contains("Emergency office ended or declined");
        for (Actor refused : List.of(asker, supervisor, people.auditor("lands"))) {
            assertThat(post(refused, id, "judge")).isEqualTo(403);
        }
        assertThat(post(bystander, id, "judge")).isEqualTo(303);
        assertThat(post(auditor, id, "judge")).as("once").isEqualTo(409);
        assertThat(now(id).finding()).contains("Twelve people");
        assertThat(staff.notices(asker, "access.notice.emergency-justified")).isEqualTo(1);
        assertThat(staff.events(asker).stream()
                        .filter(event -> event.startsWith("EMERGENCY_"))
                        .toList())
                .containsExactly("EMERGENCY_ASKED", "EMERGENCY_GRANTED", "EMERGENCY_ENDED", "EMERGENCY_JUDGED");
    }

    @Test
    void theAuditorWhoGrantedItDoesNotJudgeIt() {
        UUID id = asked(people.session(asker), Role.OFFICER, 1);
        assertThat(post(auditor, id, "grant")).isEqualTo(303);
        assertThat(post(supervisor, id, "end")).isEqualTo(303);
        assertThat(post(auditor, id, "judge")).isEqualTo(403);
    }

    @Test
    void aSupervisorInTheSameAgencyDoesNotGrantHisOwnRequest() {
        UUID id = asked(people.session(supervisor), Role.OFFICER, 1);
        assertThat(post(supervisor, id, "grant")).isEqualTo(403);
        assertThat(post(auditor, id, "grant")).isEqualTo(303);
    }

    @Test
    void ofTwoWhoGrantAtOnceOneDoes() throws Exception {
        UUID id = asked(people.session(asker), Role.OFFICER, 1);
        List<Callable<Integer>> both = List.of(() -> post(supervisor, id, "grant"), () -> post(auditor, id, "grant"));
        assertThat(TestStaff.atOnce(both)).containsExactlyInAnyOrder(303, 409);
        assertThat(staff.events(asker)).containsOnlyOnce("EMERGENCY_GRANTED");
        assertThat(staff.notices(asker, "access.notice.emergency-lent")).isEqualTo(1);
    }

    @Test
    void askedTwiceAtOnceItIsOneRequest() throws Exception {
        TestSession one = people.session(asker);
        TestSession other = people.session(asker);
        List<Callable<UUID>> both = List.of(() -> asked(one, Role.CASHIER, 1), () -> asked(other, Role.CASHIER, 1));
        assertThat(TestStaff.atOnce(both).stream().distinct()).hasSize(1);
    }

    @Test
    void itEndsByItselfToTheSecond() {
        UUID id = asked(people.session(asker), Role.OFFICER, 4);
        post(supervisor, id, "grant");
        Instant until = Objects.requireNonNull(now(id).until());
        assertThat(Duration.between(Objects.requireNonNull(now(id).grantedAt()), until))
                .isEqualTo(Duration.ofHours(4));
        Visit visit = new Visit(
                asker,
                "",
                until,
                until,
                staff.at(until.minusSeconds(1)).emergencies().lent(asker.person()));
        Actor.Appointment post = new Actor.Appointment(AGENCY, Role.OFFICER);
        assertThat(visit.actor(until.minusMillis(1)).roles()).contains(post);
        assertThat(visit.actor(until).roles()).isEqualTo(asker.roles());
        assertThat(staff.at(until).emergencies().lent(asker.person())).isEmpty();
        staff.in(() -> staff.at(until).breakGlass().judge(auditor, id, false, "Nobody was at the border."));
        assertThat(staff.notices(asker, "access.notice.emergency-unjustified")).isEqualTo(1);
    }

    @Test
    void whenASupervisorEndsItItIsOverAtOnce() {
        TestSession session = people.session(asker);
        UUID id = asked(session, Role.OFFICER, 1);
        post(supervisor, id, "grant");
        session.get("/access/emergency");
        assertThat(session.get("/probe/officer").statusCode()).isEqualTo(200);
        assertThat(post(people.supervisor("lands"), id, "end")).isEqualTo(403);
        assertThat(post(people.supervisor(AGENCY), id, "end")).isEqualTo(303);
        assertThat(session.get("/probe/officer").statusCode()).isEqualTo(303);
        assertThat(emergencies.lent(asker.person())).isEmpty();
    }

    @Test
    void aRequestThatNobodyGrantsWithinAnHourIsOver() {
        UUID id = asked(people.session(asker), Role.OFFICER, 1);
        Instant asked = now(id).askedAt();
        TestStaff.At later = staff.at(asked.plus(Emergencies.ASKED_FOR));
        Assertions.assertThatThrownBy(() -> staff.in(() -> later.breakGlass().grant(supervisor, id)))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.CONFLICT));
        assertThat(post(supervisor, id, "end")).as("declined").isEqualTo(303);
        assertThat(post(auditor, id, "grant")).isEqualTo(409);
    }

    @Test
    void whatIsLentGivesNoSayAboutOthersOffices() {
        TestSession session = people.session(asker);
        post(supervisor, asked(session, Role.SUPERVISOR, 1), "grant");
        post(supervisor, asked(session, Role.AUDITOR, 1), "grant");
        session.get("/access/emergency");
        assertThat(session.get("/insight/desk").statusCode()).isEqualTo(200);
        Map<String, String> form =
                new HashMap<>(Map.of("number", people.staff(AGENCY).number(), "agency", AGENCY, "role", "OFFICER"));
        form.putAll(TestStaff.day("from", staff.today()));
        form.putAll(TestStaff.day("to", staff.today()));
        assertThat(session.post("/access/staff/appoint", form).statusCode()).isEqualTo(403);
        assertThat(session.get("/access/staff?agency=" + AGENCY).statusCode()).isEqualTo(403);
        UUID other = asked(people.session(people.cashier("treasury")), Role.OFFICER, 1);
        assertThat(session.post("/access/emergency/" + other + "/grant", Map.of())
                        .statusCode())
                .isEqualTo(403);
        long appointment = staff.appointment(supervisor, AGENCY, Role.SUPERVISOR);
        assertThat(session.post("/access/staff/" + appointment + "/end", Map.of("reason", "Mine now"))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void whatIsWrongWithARequestIsSaidAndWhatWasTypedStays() {
        TestSession session = people.session(asker);
        assertThat(ask(session, "police", Role.REGISTRAR, 1).body()).contains("You hold this post already");
        assertThat(ask(session, AGENCY, Role.OFFICER, 5).body()).contains("Choose from 1 to 4 hours");
        HttpResponse<String> noAgency = ask(session, "", Role.OFFICER, 1);
        assertThat(noAgency.statusCode()).isEqualTo(422);
        assertThat(noAgency.body()).contains("Choose the agency").contains("The border post at Benque burns");
        assertThat(people.session(people.citizen()).get("/access/emergency").statusCode())
                .isEqualTo(403);
    }

    @Test
    void whoLosesHisLastOfficeIsLentNothing() {
        UUID id = asked(people.session(asker), Role.OFFICER, 1);
        post(supervisor, id, "grant");
        assertThat(emergencies.lent(asker.person())).hasSize(1);
        people.session(people.supervisor("police"))
                .post(
                        "/access/staff/" + staff.appointment(asker, "police", Role.REGISTRAR) + "/end",
                        Map.of("reason", "Left"));
        assertThat(emergencies.lent(asker.person())).isEmpty();
    }
}
