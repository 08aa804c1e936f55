package bz.ceiba.systems.identity.signin;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.notifications.TestPhones;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.springframework.stereotype.Component;

/** Registers visitors as they do it themselves. */
@Component
public class TestVisitors {
    private static final Pattern CODE = Pattern.compile("\\b(\\d{6})\\b");
    private static final Pattern NUMBER = Pattern.compile("\\b(\\d{4} \\d{4} \\d{4})\\b");

    private final TestPeople people;
    private final TestPhones phones;

    public TestVisitors(TestPeople people, TestPhones phones) {
        this.people = people;
        this.phones = phones;
    }

    public static String email() {
        return "visitor." + UUID.randomUUID().toString().substring(0, 12) + "@example.com";
    }

    /** A browser in which the address is proved. */
    TestSession proved(String email) {
        TestSession phone = people.anonymous();
        long before = codes(email);
        phone.post("/identity/visitors", Map.of("email", email, "continue", "/portal/help"));
        assertThat(phone.location(phone.post(
                        "/identity/visitors/code",
                        Map.of("code", code(email, before + 1), "continue", "/portal/help"))))
                .startsWith("/identity/visitors/passport");
        return phone;
    }

    long codes(String email) {
        return phones.mail(email).stream()
                .filter(text -> CODE.matcher(text).find())
                .count();
    }

    /** Waits until he was sent a number so often. */
    void mailed(String email, PersonNumber number, int times) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> phones.mail(email).stream()
                                .filter(text -> text.contains(number.grouped()))
                                .count()
                        == times);
    }

    /** The code in the newest mail that has one, when so many have come. */
    public String code(String email, long count) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> codes(email) == count);
        return phones.mail(email).stream()
                .map(CODE::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow();
    }

    HttpResponse<String> register(String email, String zone) {
        TestSession phone = proved(email);
        return phone.follow(
                phone.post("/identity/visitors/passport", Map.of("zone", zone, "continue", "/portal/help")));
    }

    /** The one of the number on the page after a registration. */
    public static PersonNumber number(String page) {
        Matcher number = NUMBER.matcher(page);
        assertThat(number.find()).as(page).isTrue();
        return PersonNumber.parse(number.group(1)).orElseThrow();
    }

    /** A visitor who registered himself and is signed in. */
    public Actor visitor(String email, String zone, String name) {
        return new Actor(number(register(email, zone).body()).digits(), name, Assurance.LOW, List.of(), null);
    }
}
