package bz.ceiba.platform.insight;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.web.Messages;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@CeibaTest
class FiguresIT {
    private static final String SERVICE = "/insight/services/testing.permit";

    @Autowired
    TestPeople people;

    @Autowired
    JdbcClient db;

    @Autowired
    Clock clock;

    /** Three months ago: a month in which no other test counts anything. */
    private LocalDate month() {
        return LocalDate.now(clock.withZone(Country.ZONE)).withDayOfMonth(1).minusMonths(3);
    }

    private void daily(String agency, LocalDate day, String district, Counts c) {
        db.sql("""
                insert into insight.daily (service, day, district, agency, submitted, decided, late, granted, refused, withdrawn)
                values ('testing.permit', ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing
                """)
                .params(
                        day,
                        district,
                        agency,
                        c.submitted(),
                        c.decided(),
                        c.late(),
                        c.granted(),
                        c.refused(),
                        c.withdrawn())
                .update();
    }

    private void waits(String agency, LocalDate day, int workingDays, int cases) {
        db.sql("""
                insert into insight.wait (service, day, district, agency, working_days, cases)
                values ('testing.permit', ?, 'cayo', ?, ?, ?) on conflict do nothing
                """).params(day, agency, workingDays, cases).update();
    }

    private void revenue(String agency, LocalDate day, String district, int payments, long cents) {
        db.sql("""
                insert into insight.revenue (agency, day, head, service, district, payments, cents)
                values (?, ?, 'TRA-01', 'testing.permit', ?, ?, ?) on conflict do nothing
                """).params(agency, day, district, payments, cents).update();
    }

    @BeforeEach
    void threeMonthsAgo() {
        daily("transport", month(), "cayo", new Counts(31, 30, 2, 30, 0, 0));
        daily("transport", month().plusDays(1), "cayo", new Counts(7, 7, 0, 7, 0, 0));
        daily("transport", month(), "toledo", new Counts(2, 2, 0, 2, 0, 0));
        daily("transport", month(), "belize", new Counts(12, 12, 0, 12, 0, 0));
        waits("transport", month(), 2, 20);
        waits("transport", month(), 4, 10);
        waits("transport", month(), 9, 2);
        revenue("transport", month(), "cayo", 37, 740_00);
        revenue("transport", month(), "toledo", 2, 40_00);
        revenue("transport", month(), "belize", 12, 240_00);
    }

    @Test
    void everybodySeesHowServicesDo() {
        HttpResponse<String> all = people.anonymous().get("/insight");
        assertThat(all.statusCode()).isEqualTo(200);
        assertThat(all.body()).contains("How we are doing", SERVICE, "How we count");
    }

    @Test
    void aServicesPageTellsTheMonthsWithPicturesTablesAndCsv() {
        String page = people.anonymous().get(SERVICE).body();
        assertThat(page)
                .contains("role=\"img\"", "Show as a table", SERVICE + ".csv", "at least 92%")
                .contains("<td class=\"n\">51</td>")
                .doesNotContain("insight.");
    }

    @Test
    void everybodyReadsHowLongHalfOfThePeopleWaited() {
        String page = people.anonymous().get(SERVICE).body();
        String month = new Wording(Messages.load(), Country.load(), Locale.ENGLISH).month(month());
        assertThat(page)
                // The sentence is of the newest month with enough decisions, to which other tests may add theirs.
                .contains("How long people wait", " half waited at most ")
                .contains("<td>" + month + "</td><td class=\"n\">2</td><td class=\"n\">4</td>");
    }

    @Test
    void inSpanishToo() {
        TestSession browser = people.anonymous();
        browser.remember("ceiba_language", "es");
        HttpResponse<String> page = browser.send(
                browser.request(SERVICE).setHeader("Accept-Language", "es").GET());
        assertThat(page.body()).contains("Cómo contamos", "Ver como tabla").doesNotContain("How we count");
    }

    @Test
    void theCsvHoldsBackSmallCountsAndWhatWouldTellThem() {
        String csv = people.anonymous()
                .get(SERVICE + ".csv?from=" + month() + "&to="
                        + month().plusMonths(1).minusDays(1))
                .body();
        assertThat(csv.lines().findFirst())
                .contains("period,district,submitted,decided,late,median_wait,slowest_tenth_wait,revenue");
        assertThat(csv)
                .contains(month() + ",toledo,<5,<5,,,,\r\n")
                .contains(month() + ",belize,x,x,,,,\r\n")
                .contains(month() + ",corozal,0,0,,,,\r\n");
        assertThat(csv.lines().count()).isEqualTo(1 + 8 + 7L * month().lengthOfMonth());
        String period = month().toString().substring(0, 7);
        assertThat(csv)
                .as("late and revenue would tell what Toledo's and Belize's counts hold back")
                .contains(period + ",cayo,38,37,x,2,4,x\r\n")
                .contains(period + ",toledo,<5,<5,x,,,x\r\n")
                .contains(period + ",belize,x,x,x,,,x\r\n")
                .contains(period + ",corozal,0,0,0,,,0.00\r\n")
                .contains(period + ",all,52,51,<5,2,4,1020.00\r\n");
    }

    @Test
    void theCsvTellsLateDecisionsWaitsAndRevenueByDistrictWhereNoCountIsHeldBack() {
        LocalDate month = month().minusMonths(1);
        daily("transport", month.plusDays(2), "cayo", new Counts(21, 20, 6, 20, 0, 0));
        daily("transport", month.plusDays(3), "belize", new Counts(12, 12, 0, 12, 0, 0));
        waits("transport", month.plusDays(2), 3, 20);
        revenue("transport", month.plusDays(2), "cayo", 20, 400_00);
        revenue("transport", month.plusDays(3), "belize", 12, 235_50);
        String period = month.toString().substring(0, 7);
        String csv = people.anonymous()
                .get(SERVICE + ".csv?from=" + month + "&to=" + month().minusDays(1))
                .body();
        assertThat(csv)
                .contains(period + ",cayo,21,20,6,3,3,400.00\r\n")
                .contains(period + ",belize,12,12,0,,,235.50\r\n")
                .contains(period + ",toledo,0,0,0,,,0.00\r\n")
                .contains(period + ",all,33,32,6,3,3,635.50\r\n");
        assertThat(people.anonymous()
                        .get(SERVICE + ".csv?from=" + month.plusDays(1) + "&to=" + month().minusDays(1))
                        .body())
                .as("a month that is cut off has its days only")
                .contains(month.plusDays(2) + ",cayo,21,20,,,,\r\n")
                .doesNotContain(period + ",");
    }

    @Test
    void datesThatAreNoneAreRefusedWithWords() {
        for (String query : new String[] {
            "from=22/11/2026",
            "from=2026-13-01",
            "from=2026-11-22&to=2026-11-01",
            "from=1900-01-01",
            "to=+999999999-01-01",
            "to=-999999999-01-01",
            "from=0000-01-01&to=0000-01-05x"
        }) {
            HttpResponse<String> answer = people.anonymous().get(SERVICE + ".csv?" + query.replace("+", "%2B"));
            assertThat(answer.statusCode()).as(query).isEqualTo(400);
            assertThat(answer.body()).contains("We could not read these dates");
        }
    }

    @Test
    void aServiceThatIsNoneIsNotFound() {
        assertThat(people.anonymous().get("/insight/services/none.such").statusCode())
                .isEqualTo(404);
        assertThat(people.anonymous().get("/insight/services/none.such.csv").statusCode())
                .isEqualTo(404);
    }

    @Test
    void aSupervisorSeesHisAgencysExactFigures() {
        LocalDate today = LocalDate.now(clock.withZone(Country.ZONE));
        daily("lands", today, "toledo", new Counts(3, 2, 1, 2, 0, 0));
        db.sql("""
                insert into insight.wait (service, day, district, agency, working_days, cases)
                values ('testing.permit', ?, 'toledo', 'lands', 2, 2) on conflict do nothing
                """).param(today).update();
        revenue("lands", today, "toledo", 3, 61_50);
        db.sql("""
                insert into insight.case_fact (key, service, agency, district, revision, waiting, submitted_on, due_on, stopped_on,
                  decided, open, ended)
                values ('figures-it-1', 'testing.permit', 'lands', 'toledo', 2, 'officer', ?, ?, null, false, true, false),
                  ('figures-it-2', 'testing.permit', 'lands', 'toledo', 2, 'applicant', ?, ?, ?, false, true, false)
                on conflict do nothing
                """)
                .params(
                        today.minusDays(9),
                        today.minusDays(1),
                        today.minusDays(9),
                        today.minusDays(1),
                        today.minusDays(5))
                .update();
        TestSession desk = people.session(people.supervisor("lands"));
        assertThat(desk.get("/insight/desk").body())
                .contains("<p class=\"c-one\">50%</p>", "<b>2</b>cases open", "<b>1</b>open and late")
                .contains("/cases/worklist?which=all", "2 cases are open; 1 of them wait for an officer.");
        assertThat(desk.get("/insight/desk").body())
                .contains("most was decided in Toledo: 2, of which 1 late.")
                .contains("<td>Toledo</td><td class=\"n\">3</td><td class=\"n\">2</td><td class=\"n\">1</td>"
                        + "<td class=\"n\">2</td><td class=\"n\">2</td><td class=\"n\">BZ$61.50</td>");
        assertThat(desk.get("/insight/desk.csv").body())
                .contains(",median_wait,slowest_tenth_wait,payments,revenue\r\n")
                .contains(today + ",testing.permit,toledo,3,2,1,2,0,0,2,2,3,61.50\r\n");
    }

    @Test
    void anAgencyWithoutCasesReadsThatThereAreNoFiguresYet() {
        HttpResponse<String> page =
                people.session(people.supervisor("shipyard-council")).get("/insight/desk");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("No figures yet").doesNotContain("<svg class=\"c-chart\"");
    }

    @Test
    void officersAndCitizensAreRefusedTheDesk() {
        assertThat(people.session(people.officer("police")).get("/insight/desk").statusCode())
                .isEqualTo(403);
        assertThat(people.session(people.citizen()).get("/insight/desk.csv").statusCode())
                .isEqualTo(403);
        assertThat(people.anonymous().get("/insight/desk").statusCode()).isEqualTo(303);
    }
}
