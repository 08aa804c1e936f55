package bz.ceiba.systems.border;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.Browser;
import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.systems.border.carrier.ToldLists;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A ship with twelve on its list, of whom seven declared, at a port where no other test arrives. */
@CeibaTest
class ArrivalFiguresIT {
    private static final String PORT = "dangriga-port";

    @Autowired
    TestPeople people;

    @Autowired
    ToldLists told;

    @Autowired
    ForgetDeclarations forget;

    @Autowired
    JdbcClient db;

    @Autowired
    Clock clock;

    @Value("${ceiba.base-url}")
    String base;

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), Country.ZONE);
    }

    private String declared(TestSession phone, String ship, int travellers) {
        TestDeclarations one = TestDeclarations.begin(phone);
        one.answer("journey", TestDeclarations.journey(PORT, ship, today(), "family"));
        for (int i = 0; i < travellers; i++) {
            TravelDocument passport = TestTravellers.passport("Durand", "Claire", "ISL");
            one.answer("travellers", Map.of("zone", WrittenZone.of(passport)));
        }
        one.answer("stay", TestDeclarations.stay());
        one.answer("goods", Map.of("goods", "false"));
        return one.send();
    }

    private void decide(TestSession desk, String number, int position, String outcome, String words) {
        Map<String, String> posted = Map.of(
                "position",
                String.valueOf(position),
                "version",
                "1",
                "key",
                UUID.randomUUID().toString(),
                "outcome",
                outcome,
                "words",
                words,
                "until",
                today().plusDays(7).toString(),
                "rights",
                "true");
        assertThat(desk.post("/border/desk/" + number, posted).statusCode()).isEqualTo(302);
    }

    private static List<String> of(String csv, String key) {
        return csv.lines().filter(line -> line.contains(key + ",")).toList();
    }

    @Test
    void managersSeeAtOnceWhoArrivedWhoWaitsAndWhoWasForecastAndEverybodySeesNoSmallCount() {
        String code = ThreadLocalRandom.current()
                .ints(4, 'A', 'Z' + 1)
                .mapToObj(c -> String.valueOf((char) c))
                .collect(Collectors.joining());
        String ship = code + "7";
        // The carrier's time is past, and on the same day of Belize.
        Duration since = Duration.ofMinutes(Math.min(
                30,
                Duration.between(today().atStartOfDay(Country.ZONE).toInstant(), clock.instant())
                        .toMinutes()));
        told.tell(code, ship, "BZDGA", clock.instant().minus(since), 12);
        TestSession manager = people.session(people.supervisor("immigration"));
        TestSession customs = people.session(people.supervisor("customs"));
        String number = declared(people.anonymous(), ship, 7);
        String today = today().toString();
        assertThat(manager.get("/border/figures/desk.csv").body())
                .contains(
                        today + ",forecast-by-port," + PORT + ",12",
                        today + ",declared-by-port," + PORT + ",7",
                        today + ",arrived-by-port," + PORT + ",0",
                        today + ",queue-by-port," + PORT + ",7");
        TestSession desk = people.session(people.officer("immigration"));
        desk.get("/border/desk/" + number);
        for (int position = 1; position <= 5; position++) {
            decide(desk, number, position, "ADMIT", "");
        }
        decide(desk, number, 6, "REFUSE", "No means for the stay that he wants");
        decide(desk, number, 7, "REFER", "The hostel is closed since October");
        String exact = manager.get("/border/figures/desk.csv").body();
        assertThat(exact)
                .contains(
                        today + ",arrived-by-port," + PORT + ",5",
                        today + ",queue-by-port," + PORT + ",1",
                        today + ",minutes-since-look-by-port," + PORT + ",",
                        ",arrived-by-nationality,ISL,5")
                .doesNotContain("purpose", "duty", "Durand", number);
        assertThat(of(exact, "minutes-since-landing-by-port," + PORT))
                .as("the half of six waited at least since the carrier's time")
                .allMatch(line -> Long.parseLong(line.substring(line.lastIndexOf(',') + 1)) >= since.toMinutes());
        assertThat(of(exact, "decisions,REFER")).isNotEmpty();
        assertThat(customs.get("/border/figures/desk.csv").body())
                .contains(today + ",arrived-by-port," + PORT + ",5", "decisions,CLEAR")
                .doesNotContain("decisions,ADMIT");
        assertThat(people.anonymous().get("/border/figures.csv").body())
                .contains(
                        today + ",forecast-by-port," + PORT + ",10+",
                        today + ",declared-by-port," + PORT + ",5+",
                        today + ",queue-by-port," + PORT + ",<5",
                        ",arrived-by-nationality,ISL,5+")
                .doesNotContain("minutes-since-look-by-port," + PORT, "decisions", "duty", number);
        assertThat(people.session(people.supervisor("police"))
                        .get("/border/figures/desk")
                        .statusCode())
                .isEqualTo(403);
        assertThat(people.anonymous().get("/insight").body()).contains("/border/figures", "/transport/figures");
        decide(desk, number, 7, "ADMIT", "");
        assertThat(manager.get("/border/figures/desk.csv").body())
                .contains(today + ",arrived-by-port," + PORT + ",6", today + ",queue-by-port," + PORT + ",0");
        pages(manager, customs);
        erased(number);
    }

    /** A declaration that is erased leaves counts, and nothing by which they could be traced to it. */
    private void erased(String number) {
        int before = rows("day = :today and port = '" + PORT + "'");
        db.sql("update border.declaration set erased_at = now() where number = ?")
                .param(number)
                .update();
        forget.round();
        assertThat(rows("number = '" + number + "' and day = :today")).isZero();
        assertThat(rows("day = :today and port = '" + PORT + "'")).isEqualTo(before);
        assertThat(rows("number is null and decided_at <> date_trunc('hour', decided_at) and day <= :today"))
                .isZero();
    }

    private int rows(String where) {
        return db.sql("select count(*) from border.arrival where " + where)
                .param("today", today())
                .query(Integer.class)
                .single();
    }

    private void pages(TestSession manager, TestSession customs) {
        try (BrowserContext phone = Browser.phone("es", true);
                BrowserContext wide = Browser.desk("en");
                BrowserContext second = Browser.desk("en")) {
            look(phone, "/border/figures", "Llegadas ahora", "public-es-360");
            Browser.signIn(wide, base, manager);
            look(wide, "/border/figures/desk", "Arrivals now", "immigration-en-1280");
            Browser.signIn(second, base, customs);
            look(second, "/border/figures/desk", "Arrivals now", "customs-en-1280");
        }
    }

    private void look(BrowserContext context, String path, String heading, String name) {
        Page page = context.newPage();
        page.navigate(base + path);
        assertThat(page.locator("h1").textContent()).isEqualTo(heading);
        Browser.assertAccessible(page);
        Browser.assertFits(page);
        Browser.picture(page, "border-figures-" + name);
    }
}
