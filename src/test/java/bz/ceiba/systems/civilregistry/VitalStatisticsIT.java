package bz.ceiba.systems.civilregistry;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.Browser;
import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.platform.kernel.CaseNumber;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What everybody reads of births and deaths: counted as the register holds them, and nobody can be found in it. */
@CeibaTest
class VitalStatisticsIT {
    private static final SecureRandom RANDOM = new SecureRandom();
    /** Nobody else writes of this year. */
    private static final int YEAR = 1951;

    @Autowired
    Entries entries;

    @Autowired
    TestBirths births;

    @Autowired
    TestPeople people;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    JsonMapper json;

    @Value("${ceiba.base-url}")
    String base;

    private Reference enter(Kind kind, LocalDate on, LocalDate registered, Map<Field, String> facts) {
        Map<Field, String> all = new EnumMap<>(Field.class);
        all.put(kind.event().dated(), on.toString());
        all.putAll(facts);
        return transaction.execute(status -> entries.register(
                new Entries.New(
                        kind,
                        Timing.ORDINARY,
                        Facts.of(all),
                        CaseNumber.random("DR", YEAR, RANDOM),
                        registered.atTime(12, 0).toInstant(ZoneOffset.UTC),
                        "system",
                        null,
                        null,
                        null),
                registered.getYear()));
    }

    private void births(int many, String sex, String district, String mother, LocalDate on, LocalDate registered) {
        for (int i = 0; i < many; i++) {
            enter(
                    Kind.LIVE,
                    on,
                    registered,
                    Map.of(
                            Field.SEX,
                            sex,
                            Field.DISTRICT,
                            "belize",
                            Field.HOME_DISTRICT,
                            district,
                            Field.MOTHER_BORN_ON,
                            mother));
        }
    }

    private void deaths(int many, String code, String bornOn) {
        for (int i = 0; i < many; i++) {
            enter(
                    Kind.DEATH,
                    LocalDate.of(YEAR, 3, 4),
                    LocalDate.of(YEAR, 3, 10),
                    Map.of(
                            Field.SEX,
                            "M",
                            Field.DISTRICT,
                            "cayo",
                            Field.HOME_DISTRICT,
                            "cayo",
                            Field.DEAD_BORN_ON,
                            bornOn,
                            Field.CAUSE_CODE,
                            code));
        }
    }

    private JsonNode data(String query) {
        return json.readTree(people.anonymous()
                .get("/civilregistry/statistics.json?" + query)
                .body());
    }

    private static JsonNode table(JsonNode data, String measure, String item) {
        return data.path("tables")
                .valueStream()
                .filter(one -> one.path("measure").asString().equals(measure)
                        && one.path("item").asString().equals(item))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void eventsAreCountedByWhatTheRegisterHoldsAndSmallCountsAreHeldBack() {
        LocalDate soon = LocalDate.of(YEAR, 5, 20);
        births(12, "F", "cayo", "1930-01-01", LocalDate.of(YEAR, 5, 1), soon);
        births(9, "M", "toledo", "1921-01-01", LocalDate.of(YEAR, 6, 1), LocalDate.of(YEAR + 1, 2, 1));
        births(2, "M", "corozal", "1930-12-31", LocalDate.of(YEAR, 6, 1), LocalDate.of(YEAR + 2, 2, 1));
        deaths(6, "I21.9", "1880-01-01");
        deaths(7, "V03.1", "1951-01-01");
        Reference wrong =
                enter(Kind.DEATH, LocalDate.of(YEAR, 3, 4), LocalDate.of(YEAR, 3, 10), Map.of(Field.DISTRICT, "cayo"));
        transaction.executeWithoutResult(status -> entries.annotate(
                entries.find(wrong).orElseThrow(),
                new Annotation(
                        1,
                        Annotation.Ground.ANNULLED,
                        List.of(),
                        "He is alive after all",
                        "Passport",
                        "1",
                        "One",
                        "2",
                        "Two",
                        soon.atStartOfDay().toInstant(ZoneOffset.UTC))));
        enter(Kind.ABROAD, LocalDate.of(YEAR, 3, 4), LocalDate.of(YEAR, 3, 10), Map.of(Field.COUNTRY, "Mexico"));
        for (String twice : List.of("A", "B")) {
            births.notify(births.notification(
                            twice + UUID.randomUUID().toString().substring(0, 8),
                            people.citizen("Vita Unregistered"),
                            LocalDate.of(YEAR, 7, 1))
                    .put("birth_order", "1"));
        }

        JsonNode data = data("year=" + YEAR);
        assertThat(data.path("final").asBoolean()).isTrue();
        JsonNode month = table(data, "live-births", "month");
        assertThat(month.path("total").asString()).isEqualTo("23");
        assertThat(month.path("counts").path("5").asString()).isEqualTo("12");
        JsonNode residence = table(data, "live-births", "residence").path("counts");
        assertThat(residence.path("corozal").asString()).isEqualTo("<5");
        assertThat(residence.path("toledo").asString())
                .as("so that nobody subtracts")
                .isEqualTo("x");
        assertThat(table(data, "live-births", "mother-age")
                        .path("counts")
                        .path("20-24")
                        .asString())
                .isEqualTo("14");
        JsonNode deaths = table(data, "deaths", "cause");
        assertThat(deaths.path("total").asString())
                .as("neither what was annulled nor a death abroad")
                .isEqualTo("13");
        assertThat(deaths.path("counts").path("IX").asString()).isEqualTo("6");
        assertThat(deaths.path("counts").path("XX").asString()).isEqualTo("7");
        assertThat(table(data, "deaths", "age-at-death")
                        .path("counts")
                        .path("0")
                        .asString())
                .isEqualTo("7");

        JsonNode later = data("by=registration&year=" + (YEAR + 1));
        assertThat(table(later, "live-births", "sex").path("total").asString()).isEqualTo("9");
        assertThat(people.anonymous()
                        .get("/civilregistry/statistics.csv?year=" + YEAR)
                        .body())
                .contains("1951,occurrence,live-births,month,5,12", "1951,occurrence,deaths,cause,all,13");

        var page = people.anonymous().get("/civilregistry/statistics?year=" + YEAR);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("52%", "at least 82%", "fewer than 5", "Deaths by underlying cause", "Infectious")
                .contains("Deaths in the first year of life", "304.3")
                .doesNotContain("Unregistered");
        assertThat(page.body().length()).isLessThan(100_000);
        look();
    }

    /** Charts and tables on both widths, with axe. */
    private void look() {
        for (String language : List.of("en", "es")) {
            try (BrowserContext browser =
                    language.equals("en") ? Browser.desk(language) : Browser.phone(language, true)) {
                Page shown = browser.newPage();
                shown.navigate(base + "/civilregistry/statistics?year=" + YEAR);
                Browser.assertAccessible(shown);
                Browser.assertFits(shown);
                Browser.picture(shown, "statistics-" + (language.equals("en") ? "en-1280" : "es-360"));
            }
        }
    }

    @Test
    void whatIsAskedWronglyIsSaidAndAYearWithoutEntriesIsEmpty() {
        for (String query : List.of("year=51", "year=2999", "year=abcd", "by=heart")) {
            assertThat(people.anonymous()
                            .get("/civilregistry/statistics?" + query)
                            .statusCode())
                    .as(query)
                    .isEqualTo(400);
        }
        assertThat(people.anonymous().get("/civilregistry/statistics?year=1890").body())
                .contains("The register holds nothing of this year");
        assertThat(CauseChapter.of("S72"))
                .as("an injury is no underlying cause")
                .isEmpty();
        assertThat(CauseChapter.of("D50").orElseThrow().name().toUpperCase(Locale.ROOT))
                .isEqualTo("III");
    }
}
