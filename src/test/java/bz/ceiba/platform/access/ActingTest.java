package bz.ceiba.platform.access;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.notifications.TestPhones;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@CeibaTest
class ActingTest {
    @Autowired
    TestPeople people;

    @Autowired
    TestPhones phones;

    @Autowired
    ActForSomebody acting;

    @Autowired
    JdbcClient db;

    @Test
    void anAssistantActsForACitizenWhoConsentsByCode() {
        Actor assistant = people.staff("egov", Role.ASSISTANT, Role.OFFICER);
        Actor citizen = people.citizen();
        TestSession desk = people.session(assistant);
        String code = ask(desk, citizen);
        assertThat(phones.sms(people.phone(citizen)).getFirst())
                .contains("Digital Connect Centre Dangriga")
                .contains(assistant.name())
                .contains("2 hours");
        HttpResponse<String> given = desk.post("/access/acting/code", Map.of("id", id, "code", code));
        assertThat(given.statusCode()).isEqualTo(303);
        assertThat(desk.get("/probe/citizen").body()).isEqualTo(citizen.name());
        assertThat(desk.get("/access/acting").body()).contains("You are acting for " + citizen.name());
        HttpResponse<String> asOfficer = desk.get("/probe/officer");
        assertThat(asOfficer.statusCode()).isEqualTo(403);
        assertThat(asOfficer.body()).contains("while you act for somebody");
        desk.post("/access/acting/end", Map.of());
        assertThat(desk.get("/probe/citizen").body()).isEqualTo(assistant.name());
        assertThat(desk.get("/probe/officer").statusCode()).isEqualTo(200);
        assertThat(events(citizen)).contains("REPRESENTATION_GIVEN", "REPRESENTATION_ENDED");
        assertThat(phones.sms(people.phone(citizen), 2)).contains("an assistant acted for you");
    }

    private String id = "";

    private String ask(TestSession desk, Actor citizen) {
        HttpResponse<String> asked =
                desk.post("/access/acting", Map.of("number", citizen.number(), "centre", "dangriga"));
        id = desk.location(asked).replace("/access/acting/code?id=", "");
        return phones.code(people.phone(citizen), 1);
    }

    @Test
    void fiveWrongCodesSpendTheRightOneToo() {
        TestSession desk = people.session(people.assistant("egov"));
        Actor citizen = people.citizen();
        String right = ask(desk, citizen);
        String wrong = right.equals("000000") ? "000001" : "000000";
        for (int i = 0; i < 5; i++) {
            assertThat(desk.post("/access/acting/code", Map.of("id", id, "code", wrong))
                            .statusCode())
                    .isEqualTo(422);
        }
        assertThat(desk.post("/access/acting/code", Map.of("id", id, "code", right))
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void anotherAssistantCanNotUseTheCode() {
        TestSession desk = people.session(people.assistant("egov"));
        String code = ask(desk, people.citizen());
        assertThat(people.session(people.assistant("egov"))
                        .post("/access/acting/code", Map.of("id", id, "code", code))
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void onlyAssistantsMayAsk() {
        for (Actor other : List.of(people.citizen(), people.officer("police"))) {
            TestSession session = people.session(other);
            assertThat(session.post("/access/acting", Map.of("number", "", "centre", "dangriga"))
                            .statusCode())
                    .isEqualTo(403);
            assertThat(session.get("/access/acting").body()).doesNotContain("Send them a code");
        }
    }

    @Test
    void anUnknownNumberIsAnsweredLikeAKnownOne() {
        TestSession desk = people.session(people.assistant("egov"));
        HttpResponse<String> asked =
                desk.post("/access/acting", Map.of("number", TestPeople.number(), "centre", "dangriga"));
        assertThat(asked.statusCode()).isEqualTo(303);
        assertThat(desk.location(asked)).startsWith("/access/acting/code?id=");
    }

    @Test
    void timeEndsItForThoseWhoForget() {
        Actor assistant = people.assistant("egov");
        Actor citizen = people.citizen();
        TestSession desk = people.session(assistant);
        String code = ask(desk, citizen);
        desk.post("/access/acting/code", Map.of("id", id, "code", code));
        acting.expire(java.util.UUID.fromString(id));
        acting.expire(java.util.UUID.fromString(id));
        assertThat(events(citizen)).containsOnlyOnce("REPRESENTATION_ENDED");
        HttpResponse<String> over = desk.get("/probe/citizen");
        assertThat(over.statusCode()).isEqualTo(403);
        assertThat(over.body()).contains("You may not act for this person any more");
        assertThat(desk.get("/probe/citizen").body()).isEqualTo(assistant.name());
    }

    private List<String> events(Actor about) {
        return db.sql("select event from audit.entry where subject = :subject")
                .param("subject", about.number())
                .query(String.class)
                .list();
    }
}
