package bz.ceiba.platform.cases;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestDatabase;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.web.Urls;
import java.time.Period;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Other tests' cases are younger than the period here. */
@CeibaTest
class AnswerRetentionIT {
    private static final Map<String, Period> YEAR = Map.of("testing.licence", Period.ofDays(366));
    private static final String PLATE = "C-99171";

    @Autowired
    AnswerRetention retention;

    @Autowired
    Licences licences;

    @Autowired
    Cases cases;

    @Autowired
    TestPeople people;

    @Autowired
    JdbcClient db;

    @Value("${ceiba.test.owner-url}")
    String ownerUrl;

    private final Actor officer;

    AnswerRetentionIT(@Autowired TestPeople people) {
        this.officer = people.officer("police");
    }

    private CaseFile closed(Actor citizen, int daysAgo) {
        CaseFile open = licences.submit(
                citizen, Licences.form("free").put("plate", PLATE).put("remark", "In a hurry"));
        people.session(officer)
                .post("/cases/desk/" + open.number() + "/notes", Map.of("text", "Seemed nervous at the counter"));
        CaseFile asked = licences.move(officer, open, "ask", Cases.empty().put("message", "The picture is of a dog"));
        CaseFile file = licences.move(officer, licences.move(citizen, asked, "reply"), "grant");
        TestDatabase.execute(
                ownerUrl,
                "update cases.case_file set closed_at = closed_at - interval '" + daysAgo + " days' where number = '"
                        + file.number() + "'");
        return file;
    }

    private String everything(CaseFile file) {
        return db.sql("""
                select concat_ws(' ', (select to_jsonb(c)::text from cases.case_file c where number = :number),
                  (select jsonb_agg(e)::text from cases.event e where number = :number),
                  (select jsonb_agg(n)::text from cases.note n where number = :number),
                  (select jsonb_agg(l)::text from cases.letter l where number = :number),
                  (select jsonb_agg(s)::text from cases.search s where number = :number))
                """)
                .param("number", file.number().text())
                .query(String.class)
                .single();
    }

    private CaseFile now(CaseFile file) {
        return cases.find(file.number()).orElseThrow();
    }

    @Test
    void whatWasAnsweredAndWrittenGoesWhenItsTimeIsOverAndStepsAndOutcomeStay() {
        Actor citizen = people.citizen("Zoraida Quetzalli");
        CaseFile file = closed(citizen, 367);
        CaseFile young = closed(citizen, 365);
        assertThat(everything(file)).contains(PLATE, "In a hurry", "nervous", "a dog", "Zoraida", "quetzalli");

        assertThat(retention.round(YEAR)).isEqualTo(1);
        assertThat(retention.round(YEAR)).isZero();

        assertThat(everything(file))
                .doesNotContain(PLATE, "99171", "In a hurry", "nervous", "a dog", "Zoraida", "quetzalli")
                .contains("granted", officer.name());
        assertThat(everything(young)).contains(PLATE, "In a hurry", "nervous", "a dog", "Zoraida", "quetzalli");
        TestSession own = people.session(citizen);
        assertThat(own.get("/cases/" + file.number()).body())
                .contains("was erased")
                .doesNotContain("/answers\"");
        assertThat(own.get("/cases/" + file.number() + "/answers").statusCode()).isEqualTo(200);
        TestSession desk = people.session(officer);
        assertThat(desk.location(desk.get("/cases/find?number=" + file.number())))
                .isEqualTo("/cases/desk/" + file.number());
        assertThat(desk.get("/cases/desk/" + file.number()).body()).contains("The answers of this case were erased");
        assertThat(desk.get("/cases/find?number=" + Urls.encode("zoraida quetzalli"))
                        .body())
                .contains(young.number().text())
                .doesNotContain(file.number().text());
        assertThat(desk.get("/cases/desk/" + file.number() + "/bundle.pdf").statusCode())
                .isEqualTo(200);
        assertThat(people.session(people.auditor("egov"))
                        .get("/documents/destructions")
                        .body())
                .contains(file.number().text(), "P366D");
    }

    @Test
    void underALegalHoldNothingGoes() {
        CaseFile file = closed(people.citizen(), 400);
        people.session(people.supervisor("police"))
                .post("/documents/holds", Map.of("number", file.number().text(), "reason", "A court asked for it"));
        assertThat(retention.round(YEAR)).isZero();
        assertThat(now(file).isErased()).isFalse();
        TestDatabase.execute(
                ownerUrl,
                "update documents.hold set ended_at = now(), ended_by = set_by where case_number = '" + file.number()
                        + "'");
        assertThat(retention.round(YEAR)).isEqualTo(1);
        assertThat(now(file).isErased()).isTrue();
    }

    @Test
    void whatIsOpenStaysAndNumbersThatNobodyConfirmedEraseNothing() {
        CaseFile open = licences.free(people.citizen());
        CaseFile old = closed(people.citizen(), 500);
        assertThat(retention.schedule()).containsEntry("policerecords.certificate", Period.ofDays(183));
        assertThat(retention.round()).isZero();
        assertThat(now(old).isErased()).isFalse();
        retention.round(YEAR);
        assertThat(now(open).isErased()).isFalse();
        assertThat(now(old).isErased()).isTrue();
        // The application's own role can do no such thing to a case that is open or young.
        assertThat(db.sql("select cases.erase(:number, now() - interval '1 day')")
                        .param("number", open.number().text())
                        .query(Boolean.class)
                        .single())
                .isFalse();
    }
}
