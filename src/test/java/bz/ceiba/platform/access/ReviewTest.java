package bz.ceiba.platform.access;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@CeibaTest
class ReviewTest {
    private static final Duration WINDOW = Duration.ofDays(14);

    @Autowired
    TestPeople people;

    @Autowired
    TestStaff staff;

    @Autowired
    ReviewStaff reviewing;

    @Autowired
    Reviews reviews;

    @Autowired
    Appointments appointments;

    @Autowired
    JdbcClient db;

    @Autowired
    Clock clock;

    private Review now(UUID id) {
        return reviews.find(id).orElseThrow();
    }

    private HttpResponse<String> decide(Actor by, UUID review, Actor whom, Role role, boolean confirm) {
        String agency = now(review).agency();
        long appointment = staff.appointment(whom, agency, role);
        String path = "/access/staff/reviews/" + review + "/" + appointment;
        return confirm
                ? people.session(by).post(path + "/confirm", Map.of())
                : people.session(by).post(path + "/end", Map.of("reason-" + appointment, "Not needed any more"));
    }

    private void progress(UUID id, Instant at) {
        staff.in(() -> staff.at(at).reviewing().progress(id));
    }

    @Test
    void anAgencysReviewBeginsNinetyDaysAfterTheFirstAppointmentAndAgainAfterThatReview() {
        String agency = "punta-gorda-council";
        people.supervisor(agency);
        Instant now = clock.instant();
        assertThat(staff.at(now.plus(Duration.ofDays(89))).reviewing().due()).doesNotContain(agency);
        Instant due = now.plus(Duration.ofDays(90));
        assertThat(staff.at(due).reviewing().due()).contains(agency);
        assertThat(staff.in(() -> staff.at(due).reviewing().open(agency))).isPresent();
        assertThat(staff.at(due).reviewing().due()).doesNotContain(agency);
        db.sql("update access.review set closed_at = opened_at where agency = ?")
                .param(agency)
                .update();
        assertThat(staff.at(due.plus(Duration.ofDays(89))).reviewing().due()).doesNotContain(agency);
        assertThat(staff.at(due.plus(Duration.ofDays(90))).reviewing().due()).contains(agency);
    }

    @Test
    void ofTwoProcessesThatOpenItAtOnceOneDoes() throws Exception {
        String agency = "dangriga-council";
        Actor supervisor = people.supervisor(agency);
        people.supervisor(agency);
        List<Callable<Boolean>> both = List.of(
                () -> reviewing.open(agency).isPresent(),
                () -> reviewing.open(agency).isPresent());
        assertThat(TestStaff.atOnce(both)).containsExactlyInAnyOrder(true, false);
        assertThat(staff.notices(supervisor, "access.notice.review")).isEqualTo(1);
    }

    @Test
    void eachIsConfirmedOrEndedByAnotherAndTheRestLapses() {
        String agency = "customs";
        Actor one = people.supervisor(agency);
        Actor other = people.supervisor(agency);
        Actor kept = people.officer(agency);
        Actor removed = people.officer(agency);
        Actor forgotten = people.officer(agency);
        UUID id = reviewing.open(agency).orElseThrow();
        Instant due = now(id).dueAt();
        for (Actor refused :
                List.of(people.supervisor("lands"), people.officer(agency), people.auditor(agency), people.citizen())) {
            assertThat(decide(refused, id, kept, Role.OFFICER, true).statusCode())
                    .isEqualTo(403);
        }
        assertThat(decide(one, id, one, Role.SUPERVISOR, true).statusCode())
                .as("nobody reviews himself")
                .isEqualTo(403);
        assertThat(decide(one, id, kept, Role.OFFICER, true).statusCode()).isEqualTo(303);
        long without = staff.appointment(removed, agency, Role.OFFICER);
        assertThat(people.session(one)
                        .post("/access/staff/reviews/" + id + "/" + without + "/end", Map.of())
                        .statusCode())
                .as("without a reason")
                .isEqualTo(422);
        assertThat(decide(one, id, removed, Role.OFFICER, false).statusCode()).isEqualTo(303);
        assertThat(decide(other, id, removed, Role.OFFICER, true).statusCode()).isEqualTo(409);
        assertThat(decide(other, id, one, Role.SUPERVISOR, true).statusCode()).isEqualTo(303);
        assertThat(appointments.of(removed.person())).isEmpty();

        progress(id, due.minus(WINDOW.dividedBy(2)).minusSeconds(1));
        assertThat(staff.notices(one, "access.notice.review")).isEqualTo(1);
        progress(id, due.minus(WINDOW.dividedBy(2)));
        progress(id, due.minus(WINDOW.dividedBy(2)));
        assertThat(staff.notices(one, "access.notice.review")).isEqualTo(2);
        progress(id, due.minus(Duration.ofDays(2)));
        assertThat(staff.notices(one, "access.notice.review")).isEqualTo(3);
        progress(id, due.minusSeconds(1));
        assertThat(appointments.of(forgotten.person())).hasSize(1);
        progress(id, due);
        assertThat(appointments.of(forgotten.person())).isEmpty();
        assertThat(appointments.of(other.person()))
                .as("another supervisor stays")
                .isEmpty();
        assertThat(appointments.of(one.person())).hasSize(1);
        assertThat(appointments.of(kept.person())).hasSize(1);
        assertThat(now(id).closedAt()).isNotNull();
        assertThat(staff.events(forgotten)).containsExactly("APPOINTMENT_ENDED");
        assertThat(staff.notices(forgotten, "access.notice.ended")).isEqualTo(1);
    }

    @Test
    void theLastSupervisorDoesNotLapseButGoesUpTheOrganogramAndAuditorsSeeIt() {
        String agency = "crime-observatory";
        Actor last = people.supervisor(agency);
        Actor above = people.supervisor("home-affairs");
        Actor officer = people.officer(agency);
        UUID id = reviewing.open(agency).orElseThrow();
        Instant due = now(id).dueAt();
        progress(id, due);
        assertThat(appointments.of(officer.person())).isEmpty();
        assertThat(appointments.of(last.person())).hasSize(1);
        assertThat(now(id).closedAt()).isNull();
        assertThat(now(id).level()).isEqualTo(1);
        assertThat(now(id).dueAt()).isEqualTo(due.plus(WINDOW));
        assertThat(staff.notices(above, "access.notice.review")).isPositive();
        TestSession auditor = people.session(people.auditor("home-affairs"));
        assertThat(auditor.get("/access/staff/reviews").body())
                .contains("Belize Crime Observatory")
                .contains("Late. Times it went up: 1");
        assertThat(people.session(people.auditor("police"))
                        .get("/access/staff/reviews")
                        .body())
                .doesNotContain("Belize Crime Observatory");
        assertThat(decide(last, id, last, Role.SUPERVISOR, true).statusCode()).isEqualTo(403);
        progress(id, due.plus(WINDOW));
        assertThat(now(id).level()).isEqualTo(2);
        assertThat(appointments.of(last.person())).hasSize(1);
        assertThat(decide(above, id, last, Role.SUPERVISOR, true).statusCode()).isEqualTo(303);
        assertThat(now(id).closedAt()).isNotNull();
    }

    @Test
    void ofTwoWhoDecideAtOnceOneDoesAndTimeLapsesWhatIsLeftOnce() throws Exception {
        String agency = "cito";
        people.supervisor(agency);
        Actor above = people.supervisor("finance");
        Actor own = people.supervisor(agency);
        Actor officer = people.officer(agency);
        Actor forgotten = people.officer(agency);
        UUID id = reviewing.open(agency).orElseThrow();
        List<Callable<Integer>> both = List.of(
                () -> decide(above, id, officer, Role.OFFICER, true).statusCode(),
                () -> decide(own, id, officer, Role.OFFICER, false).statusCode());
        assertThat(TestStaff.atOnce(both)).containsExactlyInAnyOrder(303, 409);
        Instant due = now(id).dueAt();
        List<Callable<Boolean>> processes = List.of(
                () -> {
                    progress(id, due);
                    return true;
                },
                () -> {
                    progress(id, due);
                    return true;
                });
        TestStaff.atOnce(processes);
        assertThat(staff.events(forgotten)).containsExactly("APPOINTMENT_ENDED");
        assertThat(now(id).level()).as("gone up once").isEqualTo(1);
    }

    @Test
    void aReviewShowsWhenSomebodySignedInAndActedLast() {
        String agency = "belmopan-council";
        Actor supervisor = people.supervisor(agency);
        Actor other = people.supervisor(agency);
        people.officer(agency);
        db.sql("update access.appointment set signed_in_at = '2026-03-01T18:00Z' where person = ?")
                .param(other.number())
                .update();
        people.session(other).get("/access/staff?agency=" + agency);
        UUID id = reviewing.open(agency).orElseThrow();
        String page =
                people.session(supervisor).get("/access/staff/reviews/" + id).body();
        assertThat(page).contains("Sunday 1 March 2026, 12:00 pm").contains("This post is yours");
        assertThat(page.split("Last active here</dt><dd>Not known", -1))
                .as("only of the one who did nothing yet")
                .hasSize(2);
        for (Actor refused : List.of(people.supervisor("lands"), people.officer(agency))) {
            assertThat(people.session(refused)
                            .get("/access/staff/reviews/" + id)
                            .statusCode())
                    .isEqualTo(403);
        }
    }
}
