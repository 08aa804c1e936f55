package bz.ceiba.systems.civilregistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.exchange.Message;
import bz.ceiba.platform.kernel.Problem;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What notifiers tell: once, in any order, and whatever breaks on the way. */
@CeibaTest
class BirthNotificationsIT {
    @Autowired
    TestBirths births;

    @Autowired
    TestPeople people;

    @Autowired
    Notifications notifications;

    @Autowired
    BirthNotifications receiver;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    JsonMapper json;

    @Autowired
    JdbcClient db;

    private static String number() {
        return "SRH-" + UUID.randomUUID().toString().substring(0, 12);
    }

    private int kept(String number) {
        return db.sql("select count(*) from civilregistry.notification where number = ?")
                .param(number)
                .query(Integer.class)
                .single();
    }

    @Test
    void theSameNotificationAtOnceAndAgainIsTakenOnceAndAnotherUnderItsNumberIsRefused() throws Exception {
        Actor mother = people.citizen("Rosa Notified");
        String number = number();
        ObjectNode body = births.notification(number, mother, births.today().minusDays(1));
        List<Callable<Boolean>> tells = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            tells.add(() -> births.notify(body.deepCopy()).path("known").asBoolean());
        }
        List<Boolean> known = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> one : executor.invokeAll(tells)) {
                known.add(one.get());
            }
        }
        assertThat(known).filteredOn(one -> !one).hasSize(1);
        assertThat(kept(number)).isEqualTo(1);
        assertThatThrownBy(() -> births.notify(body.deepCopy().put("sex", "M")))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.fields())
                        .extracting(Problem.FieldError::field)
                        .containsExactly("/number"));
        assertThat(db.sql("select count(*) from notifications.notice where person = ? and template = ?")
                        .params(mother.number(), "civilregistry.notice.notified")
                        .query(Integer.class)
                        .single())
                .as("the mother is told once")
                .isEqualTo(1);
    }

    @Test
    void aNotificationWhoseProcessDiesIsTakenWhenItIsToldAgain() {
        Actor mother = people.citizen("Rosa Killed");
        String number = number();
        ObjectNode body = births.notification(number, mother, births.today());
        Message message = new Message(
                VitalEvent.BIRTH.notifications(),
                "health",
                "birth",
                mother.person(),
                "system",
                null,
                Locale.ENGLISH,
                body);
        transaction.executeWithoutResult(status -> {
            receiver.receive(message);
            status.setRollbackOnly();
        });
        assertThat(kept(number)).isZero();
        assertThat(births.notify(body).path("known").asBoolean()).isFalse();
        assertThat(kept(number)).isEqualTo(1);
    }

    @Test
    void itIsLinkedWithItsEntryWhicheverComesFirst() {
        LocalDate born = births.today().minusDays(4);
        Actor early = people.citizen("Rosa Early");
        String first = number();
        births.notify(births.notification(first, early, born));
        CaseFile file = births.received(early, births.form(early, "Luz", born));
        assertThat(file.facts().path("notification").asString()).isEqualTo("health/" + first);
        births.move(people.officer(RegisterEntry.AGENCY), file, "register", births.seen());
        births.await(file, "registered");
        assertThat(notifications
                        .find(VitalEvent.BIRTH, "health", first)
                        .orElseThrow()
                        .entry())
                .isPresent();

        Actor late = people.citizen("Rosa Late");
        Entry entry = births.registered(late, births.form(late, "Luz", born));
        String second = number();
        JsonNode answer = births.notify(births.notification(second, late, born));
        assertThat(answer.path("entry").asString()).isEqualTo(entry.reference().text());

        Actor between = people.citizen("Rosa Between");
        CaseFile waiting = births.received(between, births.form(between, "Luz", born));
        String third = number();
        births.notify(births.notification(third, between, born));
        births.move(people.officer(RegisterEntry.AGENCY), waiting, "register", births.seen());
        births.await(waiting, "registered");
        assertThat(notifications
                        .find(VitalEvent.BIRTH, "health", third)
                        .orElseThrow()
                        .entry())
                .isPresent();
    }

    @Test
    void whatIsWrongIsSaidFieldByFieldAndNothingOfItIsKept() {
        String number = number();
        ObjectNode wrong = json.createObjectNode()
                .put("number", number)
                .put("kind", "live")
                .put("born_on", births.today().plusDays(1).toString())
                .put("sex", "X")
                .put("weight", 30)
                .put("district", "atlantis")
                .put("mother_number", "1234");
        assertThatThrownBy(() -> births.notify(wrong)).isInstanceOfSatisfying(Problem.class, p -> assertThat(p.fields())
                .extracting(Problem.FieldError::field)
                .contains("/born_on", "/sex", "/weight", "/district", "/town", "/mother_name", "/mother_number"));
        assertThatThrownBy(() -> births.notify(births.notification(number, people.citizen(), births.today())
                        .put("father_name", "Gossip")))
                .as("what the agreement does not grant")
                .isInstanceOf(Problem.class);
        assertThat(kept(number)).isZero();
    }

    @Test
    void manyInOneFileAreAnsweredEachByItself() {
        TestSession midwife = people.session(people.officer("health"));
        Actor mother = people.citizen("Rosa Filed");
        String good = number();
        String bad = number();
        String lines = births.notification(good, mother, births.today().minusDays(9)) + "\n"
                + births.notification(bad, mother, births.today().minusDays(8)).put("district", "atlantis") + "\n"
                + births.notification(good, mother, births.today().minusDays(9)) + "\n";
        HttpResponse<String> page = midwife.postMultipart(
                "/civilregistry/notify/birth/file",
                Map.of(),
                Map.of(
                        "file",
                        new TestSession.Upload(
                                "births.jsonl", "application/json", lines.getBytes(StandardCharsets.UTF_8))));
        assertThat(page.body()).contains(good, bad, "Taken", "Was there already", "There is no such district");
        assertThat(kept(good)).isEqualTo(1);
        assertThat(kept(bad)).isZero();
        String third = number();
        HttpResponse<String> program = midwife.send(midwife.request("/civilregistry/notifications")
                .setHeader("Accept", "application/json")
                .header("Content-Type", "application/json")
                .header("X-XSRF-TOKEN", midwife.csrf())
                .POST(BodyPublishers.ofString(
                        "[" + births.notification(third, mother, births.today().minusDays(7)) + "]")));
        assertThat(program.statusCode()).as(program.body()).isEqualTo(200);
        assertThat(json.readTree(program.body()).path(0).path("result").asString())
                .isEqualTo("TAKEN");
    }

    @Test
    void onlyWhoHasAnAgreementNotifiesAndOnlyTheUnitReads() {
        Actor mother = people.citizen("Rosa Guarded");
        ObjectNode body = births.notification(number(), mother, births.today());
        TestSession treasury = people.session(people.officer("treasury"));
        HttpResponse<String> refused = treasury.send(treasury.request("/civilregistry/notifications")
                .setHeader("Accept", "application/json")
                .header("Content-Type", "application/json")
                .header("X-XSRF-TOKEN", treasury.csrf())
                .POST(BodyPublishers.ofString("[" + body + "]")));
        assertThat(refused.statusCode()).isEqualTo(403);
        births.notify(body);
        String path = "/civilregistry/notification?sender=health&number="
                + body.path("number").asString();
        assertThat(people.session(people.officer("health")).get(path).statusCode())
                .isEqualTo(403);
        Actor registrar = people.registrar(RegisterEntry.AGENCY);
        assertThat(people.session(registrar).get(path).body()).contains("Rosa Guarded", "3120 g");
        assertThat(db.sql(
                                "select count(*) from audit.entry where actor = ? and subject = ? and event = 'REGISTER_READ'")
                        .params(registrar.number(), mother.number())
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
        assertThat(people.session(registrar).get("/civilregistry/desk").body())
                .contains(body.path("number").asString());
    }

    @Test
    void theMotherRegistersWithAFormThatIsFilledInAndNobodyElseSeesIt() {
        Actor mother = people.citizen("Rosa Filled");
        String number = number();
        births.notify(births.notification(number, mother, births.today().minusDays(2)));
        assertThat(people.session(people.citizen())
                        .get("/civilregistry/children")
                        .body())
                .doesNotContain(number);
        TestSession browser = people.session(mother);
        String page = browser.get("/civilregistry/children").body();
        assertThat(page).contains("Southern Regional Hospital", "Until", number);
        Map<String, String> hidden = new java.util.HashMap<>();
        java.util.regex.Matcher inputs = java.util.regex.Pattern.compile(
                        "<input type=\"hidden\" name=\"(\\w+)\" value=\"([^\"]*)\">")
                .matcher(page.substring(page.indexOf("/cases/start/civilregistry.birth")));
        while (inputs.find()) {
            hidden.put(inputs.group(1), inputs.group(2));
        }
        hidden.remove("_csrf");
        String draft = browser.location(browser.post("/cases/start/civilregistry.birth", hidden));
        String base = draft.substring(0, draft.lastIndexOf('/'));
        assertThat(browser.get(base + "/mother").body()).contains("Rosa Filled", mother.number());
        assertThat(browser.get(base + "/day").body())
                .contains("value=\"" + births.today().minusDays(2).getYear() + "\"", "03:20");
        assertThat(browser.get(base + "/evidence").body()).contains(number);
    }
}
