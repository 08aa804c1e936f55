package bz.ceiba.systems.identity.signin;

import static bz.ceiba.systems.identity.signin.TestSignIns.sendCode;
import static bz.ceiba.systems.identity.signin.TestSignIns.typeCode;
import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.notifications.TestPhones;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.test.context.TestPropertySource;

@CeibaTest
@TestPropertySource(properties = "ceiba.identity.staff-passkey=true")
class StaffPasskeyTest {
    @Autowired
    TestPeople people;

    @Autowired
    TestPhones phones;

    @Value("${ceiba.base-url}")
    String base;

    @Test
    void anOfficerMakesHisFirstPasskeyAfterCodeAndPasswordAndFromThenOnThePasswordIsWorthNothing() {
        Actor officer = people.officer("police");
        people.password(officer, "craboo-tapir-77");
        TestSession browser = people.anonymous();
        browser.get("/identity/sign-in");
        HttpResponse<String> asked = sendCode(browser, officer.number(), "/portal/help");
        assertThat(asked.statusCode()).isEqualTo(200);
        HttpResponse<String> password = typeCode(browser, phones.code(people.phone(officer), 1), "/portal/help");
        assertThat(password.body()).contains("What is your password?");
        assertThat(TestSignIns.options(browser, "/identity/sign-in/first-passkey/options", false)
                        .statusCode())
                .isEqualTo(410);
        HttpResponse<String> first = browser.follow(browser.post(
                "/identity/sign-in/password", Map.of("password", "craboo-tapir-77", "continue", "/portal/help")));
        assertThat(first.body()).contains("Make your passkey");
        // He is not in yet.
        assertThat(browser.get("/identity/sign-in?level=LOW&continue=/portal/help")
                        .statusCode())
                .isEqualTo(200);
        SoftAuthenticator device = new SoftAuthenticator(base);
        String options = TestSignIns.options(browser, "/identity/sign-in/first-passkey/options", false)
                .body();
        HttpResponse<String> in = browser.post(
                "/identity/sign-in/first-passkey",
                Map.of("credential", device.make(options), "name", "Key", "continue", "/portal/help"));
        assertThat(in.statusCode()).isEqualTo(303);
        assertThat(browser.location(browser.get("/identity/sign-in?level=SUBSTANTIAL&continue=/portal/help")))
                .isEqualTo("/portal/help");

        TestSession again = people.anonymous();
        again.get("/identity/sign-in");
        sendCode(again, officer.number(), "/portal/help");
        org.awaitility.Awaitility.await()
                .until(() -> phones.sms(people.phone(officer)).stream()
                                .filter(text -> text.contains("is your code"))
                                .count()
                        == 2);
        String code = phones.sms(people.phone(officer)).stream()
                .filter(text -> text.contains("is your code"))
                .findFirst()
                .orElseThrow()
                .substring(0, 6);
        assertThat(typeCode(again, code, "/portal/help").body())
                .contains("for you the code alone is not enough")
                .doesNotContain("Use your password");
        assertThat(again.post("/identity/sign-in/password", Map.of("password", "craboo-tapir-77"))
                        .statusCode())
                .isEqualTo(422);
        String assertion = device.use(TestSignIns.options(again, "/identity/sign-in/passkey/options", true)
                .body());
        assertThat(again.post(
                                "/identity/sign-in/passkey",
                                Map.of("credential", assertion, "bound", "true", "continue", "/portal/help"))
                        .statusCode())
                .isEqualTo(303);
    }
}
