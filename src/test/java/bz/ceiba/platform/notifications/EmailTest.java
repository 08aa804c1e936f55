package bz.ceiba.platform.notifications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestDatabase;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.SignedIn;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationEventPublisher;

@CeibaTest
class EmailTest {
    private static final Pattern LINK = Pattern.compile("/notifications/email/([A-Za-z0-9_-]{43})");

    @Autowired
    private TestPeople people;

    @Autowired
    private ApplicationEventPublisher events;

    @Autowired
    private Contacts contacts;

    @Autowired
    private DemoOutbox outbox;

    @Value("${ceiba.test.owner-url}")
    private String ownerUrl;

    private Actor person() {
        Actor ana = people.citizen();
        events.publishEvent(new SignedIn(ana.person(), ana.name(), "+5016009998", null, false, "en"));
        return ana;
    }

    private String link(String address) {
        await().until(() -> text(address).isPresent());
        Matcher link = LINK.matcher(text(address).orElseThrow());
        assertThat(link.find()).isTrue();
        return link.group();
    }

    private Optional<String> text(String address) {
        return outbox.newestFirst().stream()
                .filter(message -> message.to().equals(address))
                .map(DemoOutbox.Received::text)
                .findFirst();
    }

    private @org.jspecify.annotations.Nullable String email(Actor person) {
        return contacts.of(person.person()).orElseThrow().email();
    }

    @Test
    void anAddressIsUsedOnlyAfterItsOwnerOpenedTheLinkAndSigningInDoesNotChangeItBack() {
        Actor ana = person();
        String address = "ana." + ana.number() + "@example.bz";
        TestSession session = people.session(ana);
        assertThat(session.post("/notifications/email", Map.of("email", "no address"))
                        .statusCode())
                .isEqualTo(422);
        assertThat(session.post("/notifications/email", Map.of("email", address))
                        .body())
                .contains("Look into your mail");
        assertThat(email(ana)).as("before it is proved").isNull();

        String link = link(address);
        assertThat(people.session(person()).post(link, Map.of()).statusCode())
                .as("another's link")
                .isEqualTo(410);
        assertThat(people.anonymous().get(link).statusCode()).isIn(302, 303, 401);
        assertThat(session.get(link).body()).contains(address);
        assertThat(email(ana)).as("a scanner that opens links proves nothing").isNull();
        session.post(link, Map.of());
        assertThat(email(ana)).isEqualTo(address);
        assertThat(session.post(link, Map.of()).statusCode()).as("once only").isEqualTo(410);

        events.publishEvent(new SignedIn(ana.person(), ana.name(), null, "other@example.bz", true, "en"));
        assertThat(email(ana)).isEqualTo(address);
    }

    @Test
    void anAddressThatTheProviderDoesNotVouchForGetsNoMailAndThePersonIsAskedToProveIt() {
        Actor ana = people.citizen();
        String address = "unproved." + ana.number() + "@example.bz";
        events.publishEvent(new SignedIn(ana.person(), ana.name(), null, address, false, "en"));
        assertThat(email(ana)).isNull();
        TestSession session = people.session(ana);
        assertThat(session.get("/notifications/inbox").body())
                .contains("The register has the address " + address, "/notifications/email");
        assertThat(session.get("/notifications/preferences").body()).contains(address);
        assertThat(session.get("/notifications/email").body()).contains("value=\"" + address + "\"");

        session.post("/notifications/email", Map.of("email", address));
        session.post(link(address), Map.of());
        assertThat(email(ana)).isEqualTo(address);
        events.publishEvent(new SignedIn(ana.person(), ana.name(), null, address, false, "en"));
        assertThat(email(ana)).as("he proved it to us").isEqualTo(address);
        assertThat(session.get("/notifications/inbox").body()).doesNotContain("The register has the address");
    }

    @Test
    void anAddressThatTheProviderVouchesForNoMoreGetsNoMoreMail() {
        Actor ana = people.citizen();
        events.publishEvent(new SignedIn(ana.person(), ana.name(), null, "ana@example.bz", true, "en"));
        assertThat(email(ana)).isEqualTo("ana@example.bz");
        events.publishEvent(new SignedIn(ana.person(), ana.name(), null, "new@example.bz", false, "en"));
        assertThat(email(ana)).isNull();
    }

    @Test
    void aLinkExpires() {
        Actor ana = person();
        String address = "late." + ana.number() + "@example.bz";
        people.session(ana).post("/notifications/email", Map.of("email", address));
        String link = link(address);
        TestDatabase.execute(
                ownerUrl,
                "update notifications.email_check set expires_at = now() - interval '1 second' where email = '"
                        + address + "'");
        assertThat(people.session(ana).post(link, Map.of()).statusCode()).isEqualTo(410);
        assertThat(email(ana)).isNull();
    }

    @Test
    void atMostThreeLinksAnHourGoOut() {
        Actor ana = person();
        TestSession session = people.session(ana);
        for (int i = 0; i < 3; i++) {
            assertThat(session.post("/notifications/email", Map.of("email", "a" + i + "@example.bz"))
                            .statusCode())
                    .isEqualTo(200);
        }
        assertThat(session.post("/notifications/email", Map.of("email", "a3@example.bz"))
                        .statusCode())
                .isEqualTo(429);
    }

    @Test
    void whoseMailComesBackIsAskedForAnotherAddressOnHisPages() {
        Actor ana = people.citizen();
        String address = "gone." + ana.number() + "@example.bz";
        events.publishEvent(new SignedIn(ana.person(), ana.name(), null, address, true, "en"));
        TestSession session = people.session(ana);
        assertThat(session.get("/notifications/inbox").body()).doesNotContain("comes back to us");
        contacts.refuseEmail(address, "5.1.1");
        assertThat(session.get("/notifications/inbox").body())
                .contains("Mail to " + address + " comes back to us")
                .contains("/notifications/email");
        assertThat(session.get("/notifications/preferences").body()).contains("Mail to " + address);
    }

    @Test
    void quietHoursAreChosenAndCheckedAndKept() {
        Actor ana = person();
        TestSession session = people.session(ana);
        Map<String, String> half = Map.of("language", "en", "quiet", "own", "quietFrom", "22:00", "quietTo", "");
        assertThat(session.post("/notifications/preferences", half).statusCode())
                .isEqualTo(422);
        session.post(
                "/notifications/preferences",
                Map.of("language", "en", "quiet", "own", "quietFrom", "22:00", "quietTo", "06:30"));
        assertThat(contacts.of(ana.person()).orElseThrow().quietTo()).hasHour(6).hasMinute(30);
        assertThat(session.get("/notifications/preferences").body()).contains("value=\"22:00\"");
    }
}
