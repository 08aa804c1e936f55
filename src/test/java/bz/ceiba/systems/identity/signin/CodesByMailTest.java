package bz.ceiba.systems.identity.signin;

import static bz.ceiba.systems.identity.signin.TestSignIns.typeCode;
import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.notifications.TestPhones;
import bz.ceiba.systems.identity.register.TestRegister;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@CeibaTest
class CodesByMailTest {
    private static final Pattern CODE = Pattern.compile("\\b(\\d{6})\\b");

    @Autowired
    TestPeople people;

    @Autowired
    TestPhones phones;

    @Autowired
    TestRegister register;

    private TestSession asked(String number) {
        TestSession browser = people.anonymous();
        browser.post("/identity/sign-in", Map.of("number", number, "continue", "/portal/help"));
        return browser;
    }

    private static HttpResponse<String> byMail(TestSession browser) {
        return browser.follow(browser.post("/identity/sign-in/code/mail", Map.of("continue", "/portal/help")));
    }

    private String mailed(String address) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !phones.mail(address)
                .isEmpty());
        Matcher code = CODE.matcher(phones.mail(address).getFirst());
        assertThat(code.find()).isTrue();
        return code.group(1);
    }

    @Test
    void aCodeByMailSignsInAndVoidsTheOneBySms() {
        Actor ana = people.citizen();
        String address = "code." + ana.number() + "@example.bz";
        register.email(ana.number(), address, true);
        TestSession browser = asked(ana.number());
        String sms = phones.code(people.phone(ana), 1);
        assertThat(byMail(browser).body()).contains("an e-mail address that was confirmed");
        String mail = mailed(address);
        if (!sms.equals(mail)) {
            assertThat(typeCode(browser, sms, "/portal/help").body()).contains("That code is wrong");
        }
        assertThat(browser.location(
                        browser.post("/identity/sign-in/code", Map.of("code", mail, "continue", "/portal/help"))))
                .isEqualTo("/portal/help");
        assertThat(browser.location(browser.get("/identity/sign-in?level=SUBSTANTIAL&continue=/portal/help")))
                .startsWith("/identity/sign-in/more");
    }

    @Test
    void aCodeByMailOpensNoOtherSignIn() {
        Actor ana = people.citizen();
        String address = "other." + ana.number() + "@example.bz";
        register.email(ana.number(), address, true);
        TestSession one = asked(ana.number());
        byMail(one);
        String mail = mailed(address);
        TestSession other = asked(ana.number());
        String sms = phones.code(people.phone(ana), 2);
        if (!sms.equals(mail)) {
            assertThat(typeCode(other, mail, "/portal/help").body()).contains("That code is wrong");
        }
    }

    @Test
    void whoHasNoConfirmedAddressKeepsHisCodeBySms() {
        Actor ana = people.citizen();
        String address = "unproved." + ana.number() + "@example.bz";
        register.email(ana.number(), address, false);
        TestSession browser = asked(ana.number());
        byMail(browser);
        assertThat(typeCode(browser, phones.code(people.phone(ana), 1), "/portal/help")
                        .statusCode())
                .isEqualTo(200);
        assertThat(phones.mail(address)).isEmpty();
    }

    @Test
    void anUnknownNumberIsAnsweredLikeOneWithAndOneWithoutAnAddress() {
        Actor with = people.citizen();
        register.email(with.number(), "same." + with.number() + "@example.bz", true);
        String known = seen(byMail(asked(with.number())));
        assertThat(seen(byMail(asked(people.citizen().number())))).isEqualTo(known);
        assertThat(seen(byMail(asked(TestPeople.number())))).isEqualTo(known);
    }

    private static String seen(HttpResponse<String> page) {
        return page.statusCode() + page.body().replaceAll("name=\"_csrf\" value=\"[^\"]*\"", "…");
    }
}
