package bz.ceiba.systems.policerecords;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The registrar's desk, over HTTP. */
@CeibaTest
class RegisterIT {
    @Autowired
    TestPeople people;

    @Autowired
    Register register;

    @Autowired
    JdbcClient db;

    private static Map<String, String> person(String given, String family) {
        return new HashMap<>(Map.of(
                "given",
                given,
                "family",
                family,
                "aliases",
                "",
                "birth.year",
                "1985",
                "sex",
                "F",
                "district",
                "cayo",
                "reason",
                "Sent by the court of San Ignacio"));
    }

    private static Map<String, String> conviction(String reference) {
        return new HashMap<>(Map.ofEntries(
                Map.entry("court", "San Ignacio Magistrate's Court"),
                Map.entry("reference", reference),
                Map.entry("offence", "Theft"),
                Map.entry("category", "DISHONESTY"),
                Map.entry("convictedOn.day", "4"),
                Map.entry("convictedOn.month", "5"),
                Map.entry("convictedOn.year", "2024"),
                Map.entry("sentence", "Fine of BZ$300"),
                Map.entry("kind", "FINE"),
                Map.entry("reason", "Sent by the court of San Ignacio")));
    }

    private long open(TestSession browser, String given, String family) {
        HttpResponse<String> answer = browser.post("/policerecords/register", person(given, family));
        assertThat(answer.statusCode()).isBetween(302, 303);
        return Long.parseLong(browser.location(answer).replaceAll(".*/", ""));
    }

    private int reads(Actor registrar) {
        return db.sql("select count(*) from audit.entry where actor = ? and event = 'REGISTER_READ'")
                .param(registrar.number())
                .query(Integer.class)
                .single();
    }

    @Test
    void aRecordIsOpenedFoundCorrectedAndKeepsItsVersions() {
        Actor registrar = people.registrar("police");
        TestSession browser = people.session(registrar);
        long id = open(browser, "Perpetua", "Quixot");
        assertThat(browser.post("/policerecords/register/" + id + "/convictions", conviction("SIM 900/2024"))
                        .statusCode())
                .isBetween(302, 303);
        int before = reads(registrar);
        assertThat(browser.get("/policerecords/register?name=quixott+perpetua").body())
                .contains("Perpetua Quixot");
        assertThat(browser.get("/policerecords/register?reference=sim+900/2024").body())
                .contains("Perpetua Quixot");
        assertThat(browser.get("/policerecords/register/" + id).body()).contains("Theft", "SIM 900/2024");
        assertThat(reads(registrar)).as("each search and each record is noted").isEqualTo(before + 3);
        Map<String, String> corrected = person("Perpetua Maria", "Quixot");
        corrected.put("version", "1");
        browser.post("/policerecords/register/" + id + "/person", corrected);
        assertThat(register.versions(id))
                .extracting(v -> v.value().given())
                .containsExactly("Perpetua Maria", "Perpetua");
        assertThat(register.versions(id).get(1).to()).isNotNull();
        HttpResponse<String> late = browser.post("/policerecords/register/" + id + "/person", corrected);
        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(late.body()).contains("Somebody has changed this record", "Perpetua Maria");
    }

    @Test
    void nothingInTheRegisterCanBeOverwrittenOrDeleted() {
        for (String sql : List.of(
                "update policerecords.person_version set given = 'X'",
                "update policerecords.conviction_version set court = 'X'",
                "delete from policerecords.conviction_version",
                "delete from policerecords.person",
                "update policerecords.judgement set verdict = 'NO'")) {
            assertThatThrownBy(() -> db.sql(sql).update()).isInstanceOf(DataAccessException.class);
        }
    }

    @Test
    void badInputIsToldFieldByFieldAndWhatWasTypedStays() {
        TestSession browser = people.session(people.registrar("police"));
        HttpResponse<String> answer = browser.post(
                "/policerecords/register",
                Map.of(
                        "given",
                        "<script>alert(1)</script>",
                        "family",
                        "",
                        "number",
                        "1234",
                        "birth.year",
                        "1985",
                        "birth.month",
                        "2",
                        "birth.day",
                        "30",
                        "reason",
                        "short"));
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body())
                .contains("A name begins with a letter", "Write the family names", "This is no identity number")
                .contains("Write a real date", "Write at least 10 characters")
                .contains("&lt;script>")
                .doesNotContain("<script>alert");
        assertThat(browser.get("/policerecords/register?number=12").statusCode())
                .isEqualTo(422);
        long id = open(browser, "Bad", "Inputs");
        Map<String, String> wrong = conviction("SIM 1/2024");
        wrong.put("convictedOn.year", "2924");
        wrong.put("category", "NONSENSE");
        wrong.put("court", "x".repeat(500));
        HttpResponse<String> second = browser.post("/policerecords/register/" + id + "/convictions", wrong);
        assertThat(second.statusCode()).isEqualTo(422);
        assertThat(second.body())
                .contains("This date can't be right", "Choose the kind of offence", "at most 120 characters");
    }

    @Test
    void aSealedConvictionIsNoLongerThereButTheRegistrarSeesThatOneExists() {
        Actor registrar = people.registrar("police");
        TestSession browser = people.session(registrar);
        long id = open(browser, "Seraphina", "Sealing");
        browser.post("/policerecords/register/" + id + "/convictions", conviction("SIM 901/2024"));
        long conviction = register.convictions(id).getFirst().id();
        String seal = "/policerecords/register/" + id + "/convictions/" + conviction + "/seal";
        assertThat(browser.post(seal, Map.of("version", "1", "order", "")).statusCode())
                .isEqualTo(422);
        assertThat(browser.post(seal, Map.of("version", "1", "order", "HC 12/2026"))
                        .statusCode())
                .isBetween(302, 303);
        assertThat(browser.get("/policerecords/register/" + id).body())
                .contains("One more conviction is sealed")
                .doesNotContain("Theft", "SIM 901/2024");
        assertThat(browser.get("/policerecords/register/" + id + "/convictions/" + conviction)
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void onlyRegistrarsOfThePoliceKeepTheRegister() {
        for (Actor actor : List.of(
                people.citizen(), people.officer("police"), people.supervisor("police"), people.registrar("egov"))) {
            TestSession browser = people.session(actor);
            for (String path : List.of(
                    "/policerecords/register",
                    "/policerecords/register/1",
                    "/policerecords/register/new",
                    "/policerecords/register/1/person",
                    "/policerecords/register/1/convictions/new")) {
                assertThat(browser.get(path).statusCode()).as(path).isEqualTo(403);
            }
            assertThat(browser.post("/policerecords/register", person("No", "Body"))
                            .statusCode())
                    .isEqualTo(403);
        }
        assertThat(people.session(people.citizen())
                        .post("/policerecords/judgements", Map.of("number", "x"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(people.session(people.registrar("police"))
                        .get("/policerecords/cases/PR-26-000000-0/records/1")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void nobodyChangesTheRecordAboutHimself() {
        Actor registrar = people.registrar("police");
        Map<String, String> own = person("Own", "Record");
        own.put("number", registrar.number());
        assertThat(people.session(registrar)
                        .post("/policerecords/register", own)
                        .statusCode())
                .isEqualTo(403);
    }
}
