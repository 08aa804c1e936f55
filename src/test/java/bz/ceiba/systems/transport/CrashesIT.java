package bz.ceiba.systems.transport;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.HeldAbout;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Crashes as officers report them, what becomes known later, and what everybody learns. */
@CeibaTest
class CrashesIT {
    @Autowired
    Crashes crashes;

    @Autowired
    Register register;

    @Autowired
    HeldTransport held;

    @Autowired
    TestPeople people;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    JdbcClient db;

    @Autowired
    Clock clock;

    private Map<String, String> form(Instant at) {
        return new HashMap<>(Map.ofEntries(
                Map.entry("key", UUID.randomUUID().toString()),
                Map.entry("at", Instants.text(at)),
                Map.entry("district", "cayo"),
                Map.entry("road", "GPH"),
                Map.entry("mile", "100 km"),
                Map.entry("collision", "HEAD_ON"),
                Map.entry("light", "DARK"),
                Map.entry("weather", "RAIN"),
                Map.entry("surface", "WET"),
                Map.entry("factor-SPEED", "true"),
                Map.entry("v1-kind", "PICKUP"),
                Map.entry("v3-kind", "BICYCLE"),
                Map.entry("p1-role", "DRIVER"),
                Map.entry("p1-vehicle", "1"),
                Map.entry("p1-age", "ADULT"),
                Map.entry("p1-injury", "NONE"),
                Map.entry("p2-role", "DRIVER"),
                Map.entry("p2-vehicle", "3"),
                Map.entry("p2-age", "YOUTH"),
                Map.entry("p2-injury", "SERIOUS")));
    }

    private Instant daysAgo(int days) {
        return clock.instant().minus(Duration.ofDays(days));
    }

    private static CaseNumber number(HttpResponse<String> reported) {
        assertThat(reported.statusCode()).as(reported.body()).isEqualTo(302);
        String location = reported.headers().firstValue("location").orElseThrow();
        return new CaseNumber(location.substring(location.lastIndexOf('/') + 1));
    }

    private Crash crash(CaseNumber number) {
        return crashes.find(number).orElseThrow();
    }

    private static HttpResponse<String> add(TestSession session, CaseNumber to, Map<String, String> what) {
        Map<String, String> all = new HashMap<>(Map.of("why", "letter of the hospital at Belmopan"));
        all.putAll(what);
        return session.post("/transport/crashes/" + to, all);
    }

    @Test
    void anOfficerReportsACrashOnceAndTheDriversNumberIsSealedAndInHisLog() {
        Actor driver = people.citizen();
        String plate = TestVehicles.plate();
        transaction.executeWithoutResult(status -> {
            Change change = register.change(new Origin("test", null, null, "entered for a test"));
            register.plate(change, plate, register.enter(change, TestVehicles.any()), Span.from(daysAgo(400)));
        });
        TestSession officer = people.session(people.officer("police"));
        Map<String, String> form = form(daysAgo(20));
        form.putAll(Map.of("v1-plate", plate.toLowerCase(java.util.Locale.ROOT), "p1-driver", driver.number()));
        CaseNumber number = number(officer.post("/transport/crashes/new", form));
        assertThat(number(officer.post("/transport/crashes/new", form))).isEqualTo(number);

        Crash crash = crash(number);
        assertThat(crash.severity()).isEqualTo(Injury.SERIOUS);
        assertThat(crash.facts().mile()).isEqualTo(62.1);
        assertThat(crash.facts().vehicles()).extracting(Crash.Involved::known).containsExactly("Toyota Hilux", null);
        assertThat(crash.facts().drivers()).containsExactly(driver.person());
        assertThat(db.sql("select row_to_json(p)::text from transport.crash_person p where crash = ?")
                        .param(number.text())
                        .query(String.class)
                        .list())
                .hasSize(2)
                .noneMatch(row -> row.contains(driver.number()));

        assertThat(officer.get("/transport/crashes").body()).contains(number.text(), "George Price Highway, mile 62.1");
        assertThat(officer.get("/transport/crashes/" + number).body()).contains("Toyota Hilux", "Serious injury");
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() ->
                        people.session(driver).get("/portal/disclosures").body().contains("Belize Police Department"));
        List<HeldAbout.Held> told = new ArrayList<>();
        held.tell(driver.person(), told::add);
        assertThat(told).singleElement().satisfies(one -> {
            assertThat(one.kind()).isEqualTo("crash");
            assertThat(one.json()).contains(number.text(), "\"result\": \"NONE\"");
        });
    }

    @Test
    void aNumberThatIsTakenIsGivenToNoOtherCrash() {
        Actor writer = people.officer("police");
        CaseNumber number = number(people.session(writer).post("/transport/crashes/new", form(daysAgo(3))));
        Crash first = crash(number);
        assertThat(crashes.enter(new Crashes.Reported(first, writer.number(), UUID.randomUUID())))
                .isFalse();
        assertThat(crash(number)).isEqualTo(first);
        UUID form = UUID.randomUUID();
        CaseNumber other = crashes.report(writer, "police", form, first.facts());
        assertThat(other).isNotEqualTo(number);
        assertThat(crashes.report(writer, "police", form, first.facts())).isEqualTo(other);
    }

    @Test
    void whoDroveIsForgottenAfterSixYearsAndTheCrashStays() {
        Actor driver = people.citizen();
        TestSession officer = people.session(people.officer("police"));
        Map<String, String> old = form(daysAgo(6 * 365 + 3));
        old.put("p1-driver", driver.number());
        Map<String, String> fresh = form(daysAgo(6 * 365 - 3));
        fresh.put("p1-driver", driver.number());
        CaseNumber forgotten = number(officer.post("/transport/crashes/new", old));
        CaseNumber kept = number(officer.post("/transport/crashes/new", fresh));
        crashes.forgetDrivers();
        assertThat(crash(forgotten).facts().drivers()).isEmpty();
        assertThat(crash(forgotten).severity()).isEqualTo(Injury.SERIOUS);
        assertThat(crash(kept).facts().drivers()).containsExactly(driver.person());
    }

    @Test
    void aDeathWithinThirtyDaysMakesItFatalAndALaterOneDoesNot() {
        TestSession officer = people.session(people.officer("police"));
        Instant at = daysAgo(60);
        LocalDate day = LocalDate.ofInstant(at, Country.ZONE);
        CaseNumber number = number(officer.post("/transport/crashes/new", form(at)));
        HttpResponse<String> late = add(
                officer,
                number,
                Map.of("what", "p2", "injury", "FATAL", "died", day.plusDays(31).toString()));
        assertThat(late.statusCode()).isEqualTo(422);
        assertThat(late.body()).contains("it is no death of the crash");
        assertThat(crash(number).severity()).isEqualTo(Injury.SERIOUS);

        assertThat(add(
                                officer,
                                number,
                                Map.of(
                                        "what",
                                        "p2",
                                        "injury",
                                        "FATAL",
                                        "died",
                                        day.plusDays(30).toString()))
                        .statusCode())
                .isEqualTo(302);
        Crash now = crash(number);
        assertThat(now.severity()).isEqualTo(Injury.FATAL);
        assertThat(now.facts().persons()).extracting(Crash.Person::injury).containsExactly(Injury.NONE, Injury.SERIOUS);
        assertThat(db.sql("select severity from transport.crash_now where number = ?")
                        .param(number.text())
                        .query(String.class)
                        .single())
                .isEqualTo("FATAL");
        assertThat(officer.get("/transport/crashes/" + number).body())
                .contains("at first: Seriously hurt", "letter of the hospital");
    }

    @Test
    void onlyASupervisorSaysThatOneDoesNotCountAndOnlyItsAgencyAndTheMinistrySeeIt() {
        TestSession officer = people.session(people.officer("police"));
        CaseNumber number = number(officer.post("/transport/crashes/new", form(daysAgo(1))));
        assertThat(add(officer, number, Map.of("what", "VOID")).statusCode()).isEqualTo(403);
        assertThat(people.session(people.officer("immigration"))
                        .get("/transport/crashes/" + number)
                        .statusCode())
                .isEqualTo(403);
        TestSession ministry = people.session(people.supervisor("transport"));
        assertThat(ministry.get("/transport/crashes").body()).contains(number.text());
        assertThat(add(ministry, number, Map.of("what", "VOID")).statusCode()).isEqualTo(302);
        assertThat(ministry.get("/transport/crashes").body()).doesNotContain(number.text());
        assertThat(crash(number).isVoid()).isTrue();
    }

    @Test
    void whatIsWrongIsSaidAtItsFieldAndWhatWasTypedStays() {
        Actor writer = people.officer("police");
        TestSession officer = people.session(writer);
        Map<String, String> form = form(clock.instant().plus(Duration.ofHours(1)));
        form.putAll(Map.of("mile", "300", "place", "near the bridge", "p1-driver", "12", "p2-vehicle", "2"));
        HttpResponse<String> wrong = officer.post("/transport/crashes/new", form);
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body())
                .contains(
                        "href=\"#at\"",
                        "href=\"#mile\"",
                        "href=\"#p1-driver\"",
                        "href=\"#p2-vehicle\"",
                        "near the bridge")
                .doesNotContain("href=\"#road\"");

        Map<String, String> harmless = form(daysAgo(1));
        harmless.putAll(Map.of("p1-driver", people.citizen().number(), "p2-injury", "NONE"));
        assertThat(officer.post("/transport/crashes/new", harmless).body())
                .contains("Only a driver’s number, and only when somebody was hurt");
        Map<String, String> own = form(daysAgo(1));
        own.put("p1-driver", writer.number());
        assertThat(officer.post("/transport/crashes/new", own).statusCode()).isEqualTo(403);
    }

    @Test
    void everybodySeesCrashesByRoadAndHourWithoutPersonsOrSmallNumbers() {
        Actor driver = people.citizen();
        TestSession officer = people.session(people.officer("police"));
        Instant at = LocalDate.ofInstant(daysAgo(2), Country.ZONE)
                .atTime(LocalTime.of(3, 10))
                .atZone(Country.ZONE)
                .toInstant();
        for (int i = 0; i < 12; i++) {
            Map<String, String> form = form(at.plus(Duration.ofHours(i < 2 ? 2 : 0)));
            form.putAll(Map.of("road", "CRR", "mile", "20", "p1-driver", driver.number()));
            number(officer.post("/transport/crashes/new", form));
        }
        TestSession anybody = people.anonymous();
        assertThat(anybody.get("/transport/figures.csv?show=crashes").body())
                .contains(
                        "road,CRR,10+",
                        "road-hour,CRR 3,10+",
                        "road-hour,CRR 5,<5",
                        "road-hour,CRR 4,0",
                        "\"16.9, -89.0\",10+")
                .doesNotContain(driver.number());
        assertThat(anybody.get("/transport/figures.json?show=crashes").body())
                .contains("{\"measure\":\"road-hour\",\"key\":\"CRR 3\",\"count\":\"10+\"}");
        assertThat(anybody.get("/transport/figures?show=crashes").body()).contains("Caracol Road", "<svg");
        assertThat(anybody.get("/transport/figures?show=licences").body()).contains("Driving without a valid licence");
    }
}
