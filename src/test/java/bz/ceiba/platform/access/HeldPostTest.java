package bz.ceiba.platform.access;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.web.Urls;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.web.util.HtmlUtils;

@CeibaTest
class HeldPostTest {
    private static final String SESSION = "ceiba_session";

    @Autowired
    TestPeople people;

    @Autowired
    TestVisits visits;

    @Value("${ceiba.base-url}")
    String baseUrl;

    @Test
    void whatWasTypedWhenTheSessionEndedIsGivenBackAfterSignIn() {
        Actor ana = people.citizen("Ana Pérez");
        TestSession browser = people.session(ana);
        String answer = "a long answer with \"quotes\" & <b>é</b>";
        expire(browser);
        HttpResponse<String> away = browser.post("/probe/form", Map.of("answer", answer));
        assertThat(away.statusCode()).isEqualTo(303);
        assertThat(browser.location(away)).isEqualTo("/access/sign-in?back=%2Faccess%2Fheld");
        signInAgain(browser, ana);
        HttpResponse<String> held = browser.get("/access/held");
        assertThat(held.body())
                .contains("What you typed is kept")
                .contains("action=\"/probe/form\"")
                .contains("type=\"hidden\" name=\"answer\" value=\"a long answer with &#34;quotes&#34; &amp; ");
        assertThat(HtmlUtils.htmlUnescape(held.body())).contains(answer);
        assertThat(browser.post("/probe/form", Map.of("answer", answer)).body()).contains(answer);
    }

    @Test
    void anotherWhoSignsInOnTheSamePhoneSeesNothingOfIt() {
        Actor ana = people.citizen();
        TestSession browser = people.session(ana);
        expire(browser);
        browser.post("/probe/form", Map.of("answer", "only for Ana"));
        signInAgain(browser, people.citizen());
        HttpResponse<String> held = browser.get("/access/held");
        assertThat(held.statusCode()).isEqualTo(303);
        assertThat(held.body()).doesNotContain("only for Ana");
        signInAgain(browser, ana);
        assertThat(browser.get("/access/held").statusCode()).isEqualTo(303);
    }

    @Test
    void whatAnUnknownBrowserSendsIsNotKept() {
        TestSession browser = people.anonymous();
        HttpResponse<String> away = browser.post("/probe/form", Map.of("answer", "whose?"));
        assertThat(browser.location(away)).isEqualTo("/access/sign-in?back=%2F");
        assertThat(browser.cookies()).doesNotContainKey("ceiba_held");
    }

    @Test
    void moreThanAFormHoldsIsNotKept() {
        TestSession browser = people.session(people.citizen());
        expire(browser);
        browser.post("/probe/form", Map.of("answer", "x".repeat(300_000)));
        assertThat(browser.cookies()).doesNotContainKey("ceiba_held");
    }

    @Test
    void aFormOfOursThatLostItsTokenIsKeptAndOneFromElsewhereIsNot() {
        TestSession browser = people.session(people.citizen());
        HttpResponse<String> ours = browser.send(form(browser, baseUrl));
        assertThat(ours.statusCode()).isEqualTo(303);
        assertThat(browser.location(ours)).isEqualTo("/access/held");
        assertThat(browser.get("/access/held").body()).contains("value=\"typed\"");
        TestSession other = people.session(people.citizen());
        assertThat(other.send(form(other, "https://evil.example")).statusCode()).isEqualTo(403);
        assertThat(other.cookies()).doesNotContainKey("ceiba_held");
    }

    @Test
    void whatWasTypedByOneWhoIsNotKnownSurelyEnoughIsGivenBackWhenHeIs() {
        Actor ana = people.citizen("Ana Pérez");
        TestSession browser = people.session(ana);
        HttpResponse<String> refused = browser.post("/probe/surely", Map.of("answer", "a long answer"));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("/access/sign-in?level=SUBSTANTIAL&amp;back=%2Faccess%2Fheld");
        HttpResponse<String> asked = browser.get("/access/sign-in?level=SUBSTANTIAL&back=%2Faccess%2Fheld");
        assertThat(browser.location(asked)).contains("acr_values=http://eidas.europa.eu/LoA/substantial");
        signInAgain(browser, new Actor(ana.number(), ana.name(), Assurance.SUBSTANTIAL, ana.roles(), null));
        assertThat(browser.get("/access/held").body())
                .contains("action=\"/probe/surely\"")
                .contains("value=\"a long answer\"");
        assertThat(browser.post("/probe/surely", Map.of("answer", "a long answer"))
                        .body())
                .isEqualTo("Ana Pérez surely sent [a long answer]");
    }

    @Test
    void aProgramThatIsNotKnownSurelyEnoughIsToldSoAndGetsNoCookie() {
        TestSession program = people.session(people.citizen());
        HttpResponse<String> refused = program.send(program.request("/probe/surely")
                .setHeader("Accept", "application/json")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("answer=typed&_csrf=" + Urls.encode(program.csrf()))));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("access.problem.assurance");
        assertThat(program.cookies()).doesNotContainKey("ceiba_held");
    }

    @Test
    void whatWasTypedForSomebodyElseIsSentOnlyWhileActingForHimAgain() {
        Actor assistant = people.assistant("egov");
        Actor citizen = people.citizen();
        Actor acting = new Actor(
                assistant.number(),
                assistant.name(),
                assistant.assurance(),
                assistant.roles(),
                new Actor.Represented(citizen.number(), citizen.name()));
        TestSession browser = people.session(acting);
        expire(browser);
        browser.post("/probe/form", Map.of("answer", "for the citizen"));
        signInAgain(browser, assistant);
        assertThat(browser.get("/access/held").body())
                .contains("Act for the same person again")
                .doesNotContain("for the citizen");
    }

    private static java.net.http.HttpRequest.Builder form(TestSession browser, String origin) {
        return browser.request("/probe/form")
                .header("Origin", origin)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("answer=typed"));
    }

    private void expire(TestSession browser) {
        visits.expire(browser.cookies().getOrDefault(SESSION, ""));
    }

    private void signInAgain(TestSession browser, Actor actor) {
        browser.remember(SESSION, visits.open(actor));
    }
}
