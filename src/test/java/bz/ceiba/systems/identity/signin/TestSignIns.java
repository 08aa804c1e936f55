package bz.ceiba.systems.identity.signin;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.notifications.TestPhones;
import bz.ceiba.platform.web.Urls;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Signs in as a citizen does: by his number and the code on his phone. */
@Component
public class TestSignIns {
    private static final Pattern GO_ON = Pattern.compile("name=\"continue\" value=\"([^\"]*)\"");

    private final TestPeople people;
    private final TestPhones phones;

    public TestSignIns(TestPeople people, TestPhones phones) {
        this.people = people;
        this.phones = phones;
    }

    public TestSession signedIn(Actor actor) {
        TestSession browser = people.anonymous();
        int before = phones.sms(people.phone(actor)).size();
        HttpResponse<String> question = browser.follow(browser.get("/probe/citizen"));
        HttpResponse<String> asked = sendCode(browser, actor.number(), goOn(question));
        typeCode(browser, phones.code(people.phone(actor), before + 1), goOn(asked));
        return browser;
    }

    /** The same in another session of a browser in which the person signed in before. */
    public TestSession signedInAgain(Actor actor, TestSession before) {
        TestSession browser = people.anonymous();
        browser.remember("ceiba_device", before.cookies().getOrDefault("ceiba_device", ""));
        int codes = phones.sms(people.phone(actor)).size();
        sendCode(browser, actor.number(), "/portal/help");
        typeCode(browser, phones.code(people.phone(actor), codes + 1), "/portal/help");
        return browser;
    }

    public static HttpResponse<String> sendCode(TestSession browser, String number, String goOn) {
        return browser.follow(browser.post("/identity/sign-in", Map.of("number", number, "continue", goOn)));
    }

    public static HttpResponse<String> typeCode(TestSession browser, String code, String goOn) {
        return browser.follow(browser.post("/identity/sign-in/code", Map.of("code", code, "continue", goOn)));
    }

    /** Asks as the script does what the authenticator is to do. */
    public static HttpResponse<String> options(TestSession browser, String path, boolean bound) {
        return browser.send(browser.request(path)
                .setHeader("Accept", "application/json")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("bound=" + bound + "&_csrf=" + Urls.encode(browser.csrf()))));
    }

    public static String goOn(HttpResponse<String> page) {
        Matcher matcher = GO_ON.matcher(page.body());
        assertThat(matcher.find()).as(page.body()).isTrue();
        return matcher.group(1).replace("&amp;", "&");
    }
}
