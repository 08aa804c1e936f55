package bz.ceiba.platform.access;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.RoomMigration;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.kernel.Country;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletRequest;

@CeibaTest
class StaffTest {
    private static final String AGENCY = "forensic";
    private static final String ABOVE = "home-affairs";

    @Autowired
    TestPeople people;

    @Autowired
    TestStaff staff;

    @Autowired
    Tenures tenures;

    @Autowired
    Officers officers;

    @Autowired
    Appointments appointments;

    @Autowired
    ConsentChannel register;

    @Autowired
    Endings endings;

    @Autowired
    Audit audit;

    @Autowired
    JdbcClient db;

    @Autowired
    Clock clock;

    private Map<String, String> form(Actor whom, String agency, Role role, LocalDate from, LocalDate to) {
        Map<String, String> form =
                new HashMap<>(Map.of("number", whom.number(), "agency", agency, "role", role.name()));
        form.putAll(TestStaff.day("from", from));
        form.putAll(TestStaff.day("to", to));
        return form;
    }

    private HttpResponse<String> appoint(Actor by, Actor whom, String agency, Role role) {
        LocalDate today = staff.today();
        return people.session(by).post("/access/staff/appoint", form(whom, agency, role, today, today.plusDays(100)));
    }

    /** Somebody enrolled as staff who holds nothing yet. */
    private Actor recruit() {
        return people.staff(AGENCY);
    }

    private boolean holds(Actor who, String agency, Role role) {
        return appointments.of(who.person()).contains(new Actor.Appointment(agency, role));
    }

    @Test
    void aSupervisorAppointsInHisAgencyAndThoseBelowItAndNobodyElseDoes() {
        Actor above = people.supervisor(ABOVE);
        Actor own = people.supervisor(AGENCY);
        Actor whom = recruit();
        assertThat(appoint(above, whom, AGENCY, Role.OFFICER).statusCode()).isEqualTo(303);
        assertThat(holds(whom, AGENCY, Role.OFFICER)).isTrue();
        assertThat(staff.notices(whom, "access.notice.appointed")).isEqualTo(1);
        assertThat(staff.events(whom)).containsExactly("APPOINTMENT_MADE");
        assertThat(appoint(own, whom, AGENCY, Role.CASHIER).statusCode()).isEqualTo(303);

        Map<Actor, String> refused = Map.of(
                own,
                ABOVE,
                people.supervisor("lands"),
                AGENCY,
                people.officer(AGENCY),
                AGENCY,
                people.auditor(AGENCY),
                AGENCY,
                people.citizen(),
                AGENCY,
                // The agency has a supervisor of its own.
                people.supervisor("egov"),
                AGENCY);
        refused.forEach((by, agency) -> assertThat(
                        appoint(by, recruit(), agency, Role.ASSISTANT).statusCode())
                .as("%s in %s", by.roles(), agency)
                .isEqualTo(403));
        assertThat(appoint(own, recruit(), "no-agency", Role.OFFICER).statusCode())
                .isEqualTo(403);
    }

    @Test
    void nobodyAppointsHimself() {
        Actor own = people.supervisor(AGENCY);
        assertThat(appoint(own, own, AGENCY, Role.OFFICER).statusCode()).isEqualTo(403);
        assertThat(holds(own, AGENCY, Role.OFFICER)).isFalse();
    }

    @Test
    void whereOneGetsPowerOverOthersASecondPersonAgreesFirst() throws Exception {
        Actor proposer = people.supervisor(AGENCY);
        Actor whom = people.auditor(AGENCY);
        assertThat(appoint(proposer, whom, AGENCY, Role.SUPERVISOR).statusCode())
                .isEqualTo(303);
        assertThat(holds(whom, AGENCY, Role.SUPERVISOR)).isFalse();
        assertThat(staff.notices(whom, "access.notice.appointed")).isZero();
        String path = "/access/staff/" + staff.appointment(whom, AGENCY, Role.SUPERVISOR);
        for (Actor other : List.of(proposer, whom, people.supervisor("lands"), people.officer(AGENCY))) {
            assertThat(people.session(other).post(path + "/agree", Map.of()).statusCode())
                    .isEqualTo(403);
        }
        assertThat(holds(whom, AGENCY, Role.SUPERVISOR)).isFalse();
        List<Callable<Integer>> both = List.of(
                () -> people.session(people.supervisor(ABOVE))
                        .post(path + "/agree", Map.of())
                        .statusCode(),
                () -> people.session(people.auditor(AGENCY))
                        .post(path + "/decline", Map.of())
                        .statusCode());
        assertThat(TestStaff.atOnce(both)).containsExactlyInAnyOrder(303, 409);
        assertThat(staff.events(whom).stream()
                        .filter(event -> event.startsWith("APPOINTMENT_"))
                        .toList())
                .hasSize(2)
                .startsWith("APPOINTMENT_PROPOSED");
        assertThat(holds(whom, AGENCY, Role.SUPERVISOR))
                .isEqualTo(staff.events(whom).contains("APPOINTMENT_MADE"));
    }

    @Test
    void theTreasurysOfficersNeedASecondPersonAndThoseOfOthersDoNot() {
        Actor whom = recruit();
        Actor finance = people.supervisor("finance");
        appoint(finance, whom, "treasury", Role.OFFICER);
        appoint(finance, whom, "customs", Role.OFFICER);
        assertThat(holds(whom, "treasury", Role.OFFICER)).isFalse();
        assertThat(holds(whom, "customs", Role.OFFICER)).isTrue();
    }

    @Test
    void theTopAgencyAppointsTheFirstSupervisorAndNothingElse() {
        String agency = "hopkins-council";
        Actor top = people.supervisor("egov");
        Actor whom = recruit();
        assertThat(appoint(top, whom, agency, Role.OFFICER).statusCode()).isEqualTo(403);
        assertThat(appoint(top, whom, agency, Role.SUPERVISOR).statusCode()).isEqualTo(303);
        long id = staff.appointment(whom, agency, Role.SUPERVISOR);
        people.session(people.auditor("egov")).post("/access/staff/" + id + "/agree", Map.of());
        assertThat(holds(whom, agency, Role.SUPERVISOR)).isTrue();
        assertThat(appoint(top, recruit(), agency, Role.SUPERVISOR).statusCode())
                .isEqualTo(403);
        assertThat(people.session(top).get("/access/staff?agency=" + agency).body())
                .doesNotContain("Appoint somebody");
    }

    @Test
    void theDaysAreCheckedAndWhatWasTypedStays() {
        Actor own = people.supervisor(AGENCY);
        Actor whom = recruit();
        LocalDate today = staff.today();
        Map<String, Map<String, String>> wrong = Map.of(
                "The first day must be today or later",
                form(whom, AGENCY, Role.OFFICER, today.minusDays(1), today),
                "The last day must not be before the first",
                form(whom, AGENCY, Role.OFFICER, today.plusDays(2), today.plusDays(1)),
                "That last day is too far away",
                form(whom, AGENCY, Role.OFFICER, today, today.plusDays(367)),
                "Type the last day",
                Map.of("number", whom.number(), "agency", AGENCY, "role", "OFFICER"));
        wrong.forEach((message, form) -> {
            HttpResponse<String> answer = people.session(own).post("/access/staff/appoint", form);
            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(answer.body()).contains(message).contains(whom.number());
        });
        assertThat(people.session(own)
                        .post("/access/staff/appoint", form(whom, AGENCY, Role.OFFICER, today, today.plusDays(366)))
                        .statusCode())
                .isEqualTo(303);
    }

    @Test
    void onlyWhomTheRegisterHasAsStaffIsAppointed() {
        HttpResponse<String> answer = appoint(people.supervisor(AGENCY), people.citizen(), AGENCY, Role.OFFICER);
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("nobody with this number who signs in as staff");
    }

    @Test
    void twoSupervisorsWhoAppointTheSamePersonAtOnceAppointHimOnce() throws Exception {
        Actor whom = recruit();
        List<Callable<Integer>> both = List.of(
                () -> appoint(people.supervisor(AGENCY), whom, AGENCY, Role.OFFICER)
                        .statusCode(),
                () -> appoint(people.supervisor(ABOVE), whom, AGENCY, Role.OFFICER)
                        .statusCode());
        assertThat(TestStaff.atOnce(both)).containsExactlyInAnyOrder(303, 422);
        assertThat(staff.notices(whom, "access.notice.appointed")).isEqualTo(1);
    }

    private static String sessionId(TestSession session) {
        return new String(
                Base64.getDecoder()
                        .decode(Objects.requireNonNull(session.cookies().get("ceiba_session"))),
                StandardCharsets.UTF_8);
    }

    @Test
    void anEarlyEndIsOverAtOnceInRunningSessionsOnAllProcesses() {
        Actor whom = people.officer(AGENCY);
        TestSession running = people.session(whom);
        assertThat(running.get("/probe/officer").statusCode()).isEqualTo(200);
        StoredSessions elsewhere = new StoredSessions(db, clock, Duration.ofMinutes(30));
        assertThat(elsewhere.findById(sessionId(running))).isNotNull();
        String path = "/access/staff/" + staff.appointment(whom, AGENCY, Role.OFFICER) + "/end";
        for (Actor other : List.of(people.supervisor("lands"), people.officer(AGENCY), people.auditor(AGENCY))) {
            assertThat(people.session(other).post(path, Map.of("reason", "No")).statusCode())
                    .isEqualTo(403);
        }
        TestSession supervisor = people.session(people.supervisor(AGENCY));
        assertThat(supervisor.post(path, Map.of("reason", " ")).statusCode()).isEqualTo(422);
        assertThat(running.get("/probe/officer").statusCode()).isEqualTo(200);

        assertThat(supervisor.post(path, Map.of("reason", "Left the service")).statusCode())
                .isEqualTo(303);
        assertThat(running.get("/probe/officer").statusCode()).isEqualTo(303);
        assertThat(elsewhere.findById(sessionId(running))).isNull();
        assertThat(appointments.of(whom.person())).isEmpty();
        assertThat(staff.notices(whom, "access.notice.ended")).isEqualTo(1);
        assertThat(staff.events(whom)).contains("APPOINTMENT_ENDED");
        assertThat(supervisor.post(path, Map.of("reason", "Again")).statusCode())
                .isEqualTo(409);
        assertThat(supervisor.get("/access/staff?agency=" + AGENCY).body()).contains("Left the service");
    }

    private Actor seen(MockHttpServletRequest earlier, Instant at) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setSession(Objects.requireNonNull(earlier.getSession()));
        return staff.at(at).visits().actor(request).orElseThrow();
    }

    @Test
    void anAppointmentEndsAtMidnightInBelizeInARunningSessionToo() {
        Actor whom = recruit();
        LocalDate last = staff.today().plusDays(5);
        people.session(people.supervisor(AGENCY))
                .post("/access/staff/appoint", form(whom, AGENCY, Role.OFFICER, staff.today(), last));
        Instant midnight = last.plusDays(1).atStartOfDay(Country.ZONE).toInstant();
        MockHttpServletRequest request = new MockHttpServletRequest();
        Instant before = midnight.minusSeconds(10);
        Actor signedIn = new Actor(
                whom.number(),
                whom.name(),
                Assurance.SUBSTANTIAL,
                staff.at(before).appointments().of(whom.person()),
                null);
        assertThat(signedIn.isStaff()).isTrue();
        staff.at(before).visits().keep(request, new Visit(signedIn, "", before, before, List.of()));
        assertThat(seen(request, midnight.minusMillis(1)).isStaff()).isTrue();
        assertThat(seen(request, midnight).isStaff()).isFalse();
    }

    @Test
    void whatHasEndedElsewhereIsReadWithinAMinute() {
        Actor whom = people.officer(AGENCY);
        Instant now = clock.instant();
        MockHttpServletRequest request = new MockHttpServletRequest();
        staff.at(now).visits().keep(request, new Visit(whom, "", now, now, List.of()));
        tenures.end(staff.appointment(whom, AGENCY, Role.OFFICER), null, "access.reason.lapsed");
        assertThat(seen(request, now.plusSeconds(60)).isStaff()).isFalse();
    }

    @Test
    void whoDiedOrIsNoMoreStaffHoldsNothing() {
        Actor dead = people.officer(AGENCY);
        staff.in(() -> endings.all(dead.person(), "nobody"));
        assertThat(appointments.of(dead.person())).isEmpty();
        assertThat(staff.events(dead)).contains("APPOINTMENT_ENDED");

        Actor gone = people.citizen();
        appointments.appoint(gone.person(), AGENCY, Role.OFFICER);
        Actor stays = people.officer(AGENCY);
        String before = gone.number().substring(0, 11);
        staff.in(() -> staff.at(clock.instant()).appointing().endOfOthers(before));
        assertThat(appointments.of(gone.person())).isEmpty();
        assertThat(holds(stays, AGENCY, Role.OFFICER)).isTrue();
    }

    private void nameFirst(String agency, Actor... named) {
        Set<String> numbers = Arrays.stream(named).map(Actor::number).collect(Collectors.toSet());
        AccessSettings settings = new AccessSettings(null, agency, 366, 90, 14, numbers);
        staff.in(() -> new FirstSupervisors(settings, tenures, officers, register, audit).appointIfNobodySupervises());
    }

    @Test
    void theOperatorsSettingNamesTwoSupervisorsAndOnlyWhileTheTopAgencyHasNone() {
        String agency = "barranco-council";
        Actor one = recruit();
        Actor two = recruit();
        Actor late = recruit();
        nameFirst(agency, one);
        nameFirst(agency, one, people.citizen());
        assertThat(officers.of(agency, Role.SUPERVISOR)).isEmpty();
        nameFirst(agency, one, two);
        nameFirst(agency, one, late);
        assertThat(officers.of(agency, Role.SUPERVISOR))
                .extracting(Officers.Officer::person)
                .containsExactlyInAnyOrder(one.person(), two.person());
        assertThat(staff.events(one)).contains("APPOINTMENT_MADE");
    }

    @Test
    void whatHadNoLastDayGetsOneWhenItIsUpgraded() {
        RoomMigration room = new RoomMigration("access");
        JdbcClient old = room.to(8);
        old.sql("""
                insert into access.appointment (person, agency, role, valid_from, valid_to) values
                  ('1', 'police', 'OFFICER', '2020-01-01', null), ('2', 'police', 'OFFICER', '2020-01-01', '2021-01-01')
                """).update();
        room.to(10);
        LocalDate today = staff.today();
        assertThat(old.sql("select valid_to from access.appointment where state = 'HELD' order by person")
                        .query(LocalDate.class)
                        .list())
                .containsExactly(today.plusDays(365), LocalDate.of(2021, 1, 1));
    }

    @Test
    void theSettingsHaveTheirDefaults() {
        AccessSettings defaults = new Binder(new MapConfigurationPropertySource(Map.of("ceiba.access.none", "")))
                .bindOrCreate("ceiba.access", AccessSettings.class);
        assertThat(defaults).isEqualTo(new AccessSettings(null, "egov", 366, 90, 14, Set.of()));
    }

    @Test
    void anOfficerSeesHisPostsAndASupervisorWhoHoldsWhat() {
        Actor supervisor = people.supervisor(AGENCY);
        Actor whom = recruit();
        appoint(supervisor, whom, AGENCY, Role.CASHIER);
        assertThat(people.session(whom).get("/access/posts").body())
                .contains("National Forensic Science Service")
                .contains("Cashier")
                .contains("Appointed by " + supervisor.name());
        assertThat(people.session(people.auditor(ABOVE))
                        .get("/access/staff?agency=" + AGENCY)
                        .body())
                .contains(whom.name());
        for (Actor other : List.of(people.auditor("lands"), people.officer(AGENCY), people.citizen())) {
            assertThat(people.session(other)
                            .get("/access/staff?agency=" + AGENCY)
                            .statusCode())
                    .isEqualTo(403);
        }
    }
}
