package bz.ceiba.platform.cases;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Assurance;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@CeibaTest
class ApplyIT {
    @Autowired
    TestPeople people;

    @Autowired
    Cases cases;

    private static final Map<String, String> ABOUT =
            Map.of("name", "Ana Coc", "born.day", "3", "born.month", "5", "born.year", "1998");

    /** Begins the test permit and answers the draft's address. */
    private static String begin(TestSession browser) {
        String first = browser.location(browser.post("/cases/start/testing.permit", Map.of()));
        assertThat(first).endsWith("/kind");
        return first.substring(0, first.length() - "kind".length());
    }

    @Test
    void beforeOneAppliesOneCanReadWithoutAnAccountHowLongItReallyTakes() {
        assertThat(people.session(people.citizen())
                        .get("/cases/start/testing.permit")
                        .body())
                .contains("href=\"/insight/services/testing.permit\"");
        assertThat(people.anonymous().get("/insight/services/testing.permit").statusCode())
                .isEqualTo(200);
    }

    @Test
    void onePageFollowsAnotherAndTheReviewShowsAllAnswers() {
        TestSession ana = people.session(people.citizen());
        String draft = begin(ana);
        assertThat(ana.location(ana.post(draft + "kind", Map.of("purpose", "other"))))
                .isEqualTo(draft + "other");
        assertThat(ana.location(ana.post(draft + "other", Map.of("other", "Cart"))))
                .isEqualTo(draft + "person");
        assertThat(ana.location(ana.post(draft + "person", ABOUT))).isEqualTo(draft + "review");
        assertThat(ana.get(draft + "review").body())
                .contains("Ana Coc", "3 May 1998", "Cart", "BZ$20.00", "Send and go to payment");
    }

    @Test
    void aPageWithAnErrorKeepsWhatWasTypedAndNamesTheField() {
        TestSession ana = people.session(people.citizen());
        String draft = begin(ana);
        HttpResponse<String> answer = ana.post(
                draft + "person",
                Map.of("name", "<script>x</script>", "born.day", "31", "born.month", "2", "born.year", "1998"));
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body())
                .contains("href=\"#name\"", "href=\"#born\"", "value=\"31\"", "&lt;script")
                .doesNotContain("<script>x");
        assertThat(ana.get(draft + "person").body()).contains("value=\"31\"");
    }

    @Test
    void aFormCanBeLeftAndTakenUpLater() {
        Actor person = people.citizen();
        TestSession phone = people.session(person);
        String draft = begin(phone);
        assertThat(phone.location(phone.post(draft + "kind", Map.of("purpose", "paid", "later", "1"))))
                .isEqualTo("/portal/mine");
        TestSession library = people.session(person);
        assertThat(library.get("/portal/mine").body()).contains(draft + "kind");
        assertThat(library.get(draft + "kind").body()).contains("value=\"paid\" checked");
    }

    @Test
    void pressingSendTwiceLeadsToTheSameCase() {
        Actor person = people.citizen();
        TestSession ana = people.session(person);
        String draft = begin(ana);
        ana.post(draft + "kind", Map.of("purpose", "free"));
        ana.post(draft + "person", ABOUT);
        String first = ana.location(ana.post(draft + "submit", Map.of()));
        assertThat(ana.location(ana.post(draft + "submit", Map.of()))).isEqualTo(first);
        assertThat(cases.of(person.person())).hasSize(1);
    }

    @Test
    void anIncompleteFormIsNotSentAndLeadsBackToThePage() {
        TestSession ana = people.session(people.citizen());
        String draft = begin(ana);
        HttpResponse<String> answer = ana.post(draft + "submit", Map.of());
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains(draft + "kind?change=1");
    }

    @Test
    void anothersDraftAndAnothersCaseDoNotExist() {
        TestSession ana = people.session(people.citizen());
        String draft = begin(ana);
        ana.post(draft + "kind", Map.of("purpose", "free"));
        ana.post(draft + "person", ABOUT);
        TestSession other = people.session(people.citizen());
        assertThat(other.get(draft + "kind").statusCode()).isEqualTo(404);
        assertThat(other.post(draft + "submit", Map.of()).statusCode()).isEqualTo(404);
        String file = ana.location(ana.post(draft + "submit", Map.of()));
        assertThat(other.get(file).statusCode()).isEqualTo(404);
        assertThat(other.get(file + "/answers").statusCode()).isEqualTo(404);
        assertThat(people.session(people.officer("police"))
                        .get(file.replace("/cases/", "/cases/desk/"))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void aProgramGetsTheFieldsThatAreWrongAsProblemDetails() {
        TestSession ana = people.session(people.citizen());
        HttpResponse<String> answer = ana.send(ana.request("/cases/api/testing.permit")
                .setHeader("Accept", "application/json")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .header("X-XSRF-TOKEN", ana.csrf())
                .POST(BodyPublishers.ofString("{\"purpose\":\"gold\"}")));
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.body()).contains("\"field\":\"purpose\"", "\"status\":422");
    }

    @Test
    void whoIsNotKnownSurelyEnoughForAServiceIsAskedForMoreBeforeHeFillsItIn() {
        Actor ana = people.citizen();
        TestSession browser = people.session(ana);
        HttpResponse<String> refused = browser.post("/cases/start/testing.clearance", Map.of());
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body())
                .contains("What you have filled in is kept")
                .contains("/access/sign-in?level=SUBSTANTIAL&amp;back=%2Fcases%2Fstart%2Ftesting.clearance");
        TestSession surer =
                people.session(new Actor(ana.number(), ana.name(), Assurance.SUBSTANTIAL, ana.roles(), null));
        String first = surer.location(surer.post("/cases/start/testing.clearance", Map.of()));
        String draft = first.substring(0, first.length() - "reason".length());
        surer.post(first, Map.of("reason", "Travel"));
        HttpResponse<String> late = browser.post(draft + "submit", Map.of());
        assertThat(late.statusCode()).isEqualTo(403);
        assertThat(late.body()).contains("back=%2Fcases%2Fdrafts%2F").contains("review");
        assertThat(surer.location(surer.post(draft + "submit", Map.of()))).startsWith("/cases/TC-");
    }
}
