package bz.ceiba.platform.cases;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.web.Urls;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Searching, noting, writing, handing out. */
@CeibaTest
class OfficersToolsIT {
    @Autowired
    Cases cases;

    @Autowired
    Licences licences;

    @Autowired
    TestPeople people;

    @Autowired
    JdbcClient db;

    private String found(Actor officer, String typed) {
        return people.session(officer)
                .get("/cases/find?number=" + Urls.encode(typed))
                .body();
    }

    @Test
    void aCaseIsFoundByNameNumberPhoneAndWhateverTheFormMarks() {
        Actor officer = people.officer("police");
        CaseFile file = licences.submit(
                people.citizen("Ixchél Zzyzxova"),
                Licences.form("free").put("phone", "+501 610-" + file4()).put("plate", "C-88" + file4()));
        String phone = file.form().path("phone").asString("");
        String number = file.number().text();
        assertThat(found(officer, "zzyzxova ixchel")).contains(number);
        assertThat(found(officer, "ZZYZX")).contains(number);
        assertThat(found(officer, file.person().grouped())).contains(number);
        assertThat(found(officer, phone)).contains(number);
        assertThat(found(officer, phone.substring("+501 ".length()))).contains(number);
        assertThat(found(officer, file.form().path("plate").asString(""))).contains(number);
        assertThat(found(officer, "zzyzxova somebody")).doesNotContain(number);
        assertThat(people.session(officer)
                        .location(people.session(officer)
                                .get("/cases/find?number=" + number.toLowerCase(java.util.Locale.ROOT))))
                .isEqualTo("/cases/desk/" + number);
    }

    private static String file4() {
        return UUID.randomUUID()
                .toString()
                .replaceAll("[^1-9]", "")
                .concat("12345")
                .substring(0, 4);
    }

    @Test
    void aRemarkThatTheFormDoesNotMarkFindsNothing() {
        CaseFile file = licences.submit(people.citizen(), Licences.form("free").put("remark", "Qwertzuiopa"));
        assertThat(found(people.officer("police"), "Qwertzuiopa"))
                .doesNotContain(file.number().text());
    }

    @Test
    void aWordOfUpToThreeLettersIsLookedForAsItIs() {
        CaseFile bo = licences.free(people.citizen("Wqx Bo"));
        CaseFile longer = licences.free(people.citizen("Wqxyz Boyd"));
        assertThat(found(people.officer("police"), "wqx"))
                .contains(bo.number().text())
                .doesNotContain(longer.number().text());
        assertThat(found(people.officer("police"), "wqxy"))
                .contains(longer.number().text());
    }

    @Test
    void ofManyTheNewestAreShownAndMoreIsAskedFor() {
        List<CaseFile> all = Stream.generate(() -> licences.free(people.citizen("Ana Manyfoundova")))
                .limit(52)
                .toList();
        String page = found(people.officer("police"), "manyfound");
        assertThat(page).contains(all.getLast().number().text());
        assertThat(all.stream().filter(file -> page.contains(file.number().text())))
                .hasSize(50);
        assertThat(page)
                .doesNotContain(all.get(0).number().text(), all.get(1).number().text());
    }

    @Test
    void aCaseIsFoundInWhicheverMonthItCame() {
        CaseFile file = licences.free(people.citizen());
        for (int months : new int[] {1, 13, 61}) {
            db.sql("""
                    insert into cases.search (number, agency, submitted_at, terms)
                    select number, agency, past, array_to_tsvector(array[
                      agency || ':' || to_char(past at time zone 'UTC', 'YYMM') || ':agedby' || :months])
                    from (select *, submitted_at - make_interval(months => :months) as past from cases.search) as search
                    where number = :number order by submitted_at desc limit 1
                    """)
                    .param("months", months)
                    .param("number", file.number().text())
                    .update();
            assertThat(found(people.officer("police"), "agedby" + months))
                    .contains(file.number().text());
        }
    }

    @Test
    void anotherAgencyFindsNothingHoweverItIsTyped() {
        CaseFile file = licences.free(people.citizen("Ana Yyzzxxova"));
        Actor other = people.officer("transport");
        assertThat(found(other, "Yyzzxxova")).doesNotContain(file.number().text());
        assertThat(found(other, "yyzzxxova' | 'police:yyzzxxova"))
                .doesNotContain(file.number().text());
        assertThat(found(other, "police:yyzzxxova"))
                .doesNotContain(file.number().text());
    }

    @Test
    void aSearchIsInTheLogAndTheOnePersonWhomItFoundCanReadIt() {
        Actor citizen = people.citizen("Ana Xxyyzzova");
        licences.free(citizen);
        Actor officer = people.officer("police");
        found(officer, "xxyyzzova");
        assertThat(db.sql(
                                "select detail ->> 'words' from audit.entry where event = 'CASES_SEARCHED' and actor = ? and subject = ?")
                        .param(officer.number())
                        .param(citizen.number())
                        .query(String.class)
                        .single())
                .isEqualTo("xxyyzzova");
    }

    @Test
    void aNoteIsForOfficersOnly() {
        Actor citizen = people.citizen();
        CaseFile file = licences.free(citizen);
        TestSession desk = people.session(people.officer("police"));
        String path = "/cases/desk/" + file.number();
        assertThat(desk.post(path + "/notes", Map.of("text", "Secret doubt <b>"))
                        .statusCode())
                .isEqualTo(302);
        assertThat(desk.get(path).body()).contains("Secret doubt &lt;b&gt;");
        TestSession applicant = people.session(citizen);
        for (String page : new String[] {
            "/cases/" + file.number(),
            "/cases/" + file.number() + "/answers",
            "/cases/api/case/" + file.number(),
            "/portal/disclosures",
            "/portal/mine",
            "/notifications"
        }) {
            assertThat(applicant.get(page).body()).as(page).doesNotContain("Secret doubt");
        }
        assertThat(applicant.post(path + "/notes", Map.of("text", "x")).statusCode())
                .isEqualTo(403);
        assertThat(desk.post(path + "/notes", Map.of("text", " ")).statusCode()).isEqualTo(422);
    }

    @Test
    void aLetterIsFilledInSentOnceAndKept() {
        Actor citizen = people.citizen();
        CaseFile file = licences.free(citizen);
        TestSession desk = people.session(people.officer("police"));
        String path = "/cases/desk/" + file.number();
        String page = desk.get(path + "/letters").body();
        String key = page.replaceAll("(?s).*name=\"key\" value=\"([^\"]+)\".*", "$1");
        Map<String, String> letter = Map.of("key", key, "letter", "missing", "message", "A photo $1 {due}");
        assertThat(desk.post(path + "/letters", letter).statusCode()).isEqualTo(302);
        assertThat(desk.post(path + "/letters", letter).statusCode()).isEqualTo(302);
        String text = "Dear " + citizen.name() + ", for your Test licence we need this: A photo $1 {due}";
        assertThat(desk.get(path).body()).containsOnlyOnce(text);
        assertThat(people.session(citizen).get("/cases/" + file.number()).body())
                .contains(text);
        assertThat(db.sql(
                                "select count(*) from notifications.notice where person = ? and template = 'cases.notice.letter'")
                        .param(citizen.number())
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void aLetterIsInTheApplicantsLanguageWhateverTheOfficers() {
        Actor citizen = people.citizen();
        CaseFile file = cases.submit(new Submission(
                UUID.randomUUID().toString(), licences.version(1), citizen, Licences.form("free"), "es"));
        TestSession desk = people.session(people.officer("police"));
        String path = "/cases/desk/" + file.number();
        String page = desk.get(path + "/letters").body();
        String text = "Hola " + citizen.name() + ", para su Licencia de prueba necesitamos esto: ";
        assertThat(page).contains("<html lang=\"en\"", text);
        String key = page.replaceAll("(?s).*name=\"key\" value=\"([^\"]+)\".*", "$1");
        desk.post(path + "/letters", Map.of("key", key, "letter", "missing", "message", "Una foto"));
        String letter = text + "Una foto";
        assertThat(desk.get(path).body()).contains(letter, "Sobre " + file.number());
        assertThat(people.session(citizen).get("/cases/" + file.number()).body())
                .contains(letter);
        assertThat(db.sql("select arguments ->> 'subject' || ': ' || (arguments ->> 'text') from notifications.notice"
                                + " where person = ? and template = 'cases.notice.letter'")
                        .param(citizen.number())
                        .query(String.class)
                        .single())
                .isEqualTo("Sobre " + file.number() + ": " + letter);
    }

    @Test
    void aSupervisorHandsOutManyCasesAtOnceAndIsToldWhichCouldNotBe() {
        Actor supervisor = people.supervisor("police");
        Actor officer = people.officer("police");
        CaseFile one = licences.free(people.citizen());
        CaseFile two = licences.free(people.citizen());
        CaseFile own = licences.free(officer);
        TestSession desk = people.session(supervisor);
        String path = "/cases/worklist/assign";
        HttpResponse<String> answer =
                desk.post(path, Map.of("cases", one.number() + "," + two.number(), "officer", officer.number()));
        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(cases.find(one.number()).orElseThrow().officer()).isEqualTo(officer.person());
        assertThat(cases.find(two.number()).orElseThrow().officer()).isEqualTo(officer.person());
        HttpResponse<String> refused =
                desk.post(path, Map.of("cases", own.number().text(), "officer", officer.number()));
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains(own.number().text() + ": ");
        assertThat(cases.find(own.number()).orElseThrow().officer()).isNull();
        assertThat(people.session(officer)
                        .post(path, Map.of("cases", one.number().text()))
                        .statusCode())
                .isEqualTo(403);
    }
}
