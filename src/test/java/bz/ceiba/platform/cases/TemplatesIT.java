package bz.ceiba.platform.cases;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.documents.Files;
import bz.ceiba.platform.documents.UploadedFile;
import java.io.ByteArrayInputStream;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@CeibaTest
class TemplatesIT {
    private static final byte[] PHOTO = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
    private static final String PAGE = "/cases/templates/policerecords.certificate";

    @Autowired
    Cases cases;

    @Autowired
    Services services;

    @Autowired
    Files files;

    @Autowired
    TestPeople people;

    @Autowired
    JdbcClient db;

    private CaseFile applied(Actor citizen) {
        UploadedFile proof = files.store(citizen.subject(), "card.png", new ByteArrayInputStream(PHOTO));
        CaseFile file = cases.submit(new Submission(
                UUID.randomUUID().toString(),
                services.current("policerecords.certificate").orElseThrow(),
                citizen,
                Cases.empty()
                        .put("purpose", "employment")
                        .put("proof", proof.id().toString())
                        .put("speed", "ordinary"),
                "en"));
        return cases.advance(file.number(), "pay", Cases.empty());
    }

    private int reads(CaseFile file) {
        return db.sql("select count(*) from audit.entry where case_number = ? and event = 'CASE_READ'")
                .param(file.number().text())
                .query(Integer.class)
                .single();
    }

    @Test
    void showsEachNoticeInEachLanguageWithSamplesAndLooksAtNobody() {
        TestSession desk = people.session(people.officer("police"));
        String page = desk.get(PAGE).body();
        assertThat(page)
                .contains("We have your application PR-26-000000-0", "Tenemos su solicitud PR-26-000000-0")
                .contains("Ana Sample", "Ana Muestra", "27 November 2026", "27 de noviembre de 2026")
                .contains("policerecords.notice.breached", "one SMS")
                .doesNotContain("{name}", "{due|date}", "{number}");
        assertThat(desk.get("/cases/templates").body()).contains(PAGE);
    }

    @Test
    void fillsThemInFromACaseAndTheApplicantCanReadThatItWasLookedAt() {
        Actor citizen = people.citizen("Ixchél Previewed");
        CaseFile file = applied(citizen);
        Actor officer = people.officer("police");
        int before = reads(file);
        String page =
                people.session(officer).get(PAGE + "?number=" + file.number()).body();
        String due = java.util.Objects.requireNonNull(file.dueOn()).getDayOfMonth() + " de ";
        assertThat(page).contains("Ixchél Previewed", file.number().text(), due);
        assertThat(reads(file)).isEqualTo(before + 1);
        assertThat(people.session(citizen).get("/portal/disclosures").body()).contains(officer.name());
    }

    @Test
    void anotherAgencyAndACitizenSeeNothingOfIt() {
        CaseFile file = applied(people.citizen("Hidden Previewed"));
        int before = reads(file);
        String page = PAGE + "?number=" + file.number();
        assertThat(people.session(people.officer("transport")).get(page).statusCode())
                .isEqualTo(404);
        assertThat(people.session(people.citizen()).get(page).statusCode()).isEqualTo(403);
        assertThat(people.session(people.officer("police"))
                        .get(PAGE + "?number=PR-26-AAAAAA-1")
                        .statusCode())
                .isEqualTo(422);
        assertThat(reads(file)).isEqualTo(before);
    }

    @Test
    void anSmsThatNeedsSeveralPartsSaysSo() {
        assertThat(people.session(people.officer("police")).get(PAGE).body())
                .containsPattern("\\d+ characters, one SMS");
    }
}
