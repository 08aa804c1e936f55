package bz.ceiba.platform.notifications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.SignedIn;
import bz.ceiba.platform.kernel.Problem;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.context.ApplicationEventPublisher;

@CeibaTest
class InboxTest {
    private static final Pattern LINK = Pattern.compile("/notifications/inbox/([0-9]+)");

    @Autowired
    private Notices notices;

    @Autowired
    private TestPeople people;

    @Autowired
    private ApplicationEventPublisher events;

    private void tell(Actor person) {
        notices.send(new Notice(
                "inbox/" + person.number(),
                person.person(),
                NotificationsHouse.TEMPLATE,
                Map.of("name", "<b>Ana</b>", "channels", "SMS"),
                null));
    }

    @Test
    void aPersonReadsHisOwnNoticesAndAnothersDoNotExistForHim() {
        Actor ana = people.citizen();
        TestSession session = people.session(ana);
        assertThat(session.get("/notifications/inbox").body()).contains("You have no messages yet");
        tell(ana);
        String list = session.get("/notifications/inbox").body();
        assertThat(list).contains("You changed how we reach you").contains("1 new");
        Matcher link = LINK.matcher(list);
        assertThat(link.find()).isTrue();
        assertThat(session.get(link.group()).body()).contains("Hello &lt;b&gt;Ana&lt;/b&gt;");
        assertThat(session.get("/notifications/inbox").body()).doesNotContain("1 new");
        assertThat(people.session(people.citizen()).get(link.group()).statusCode())
                .isEqualTo(404);
        assertThat(people.anonymous().get(link.group()).statusCode()).isIn(302, 303, 401);
    }

    @Test
    void channelsAndLanguageAreChosenAndTheChangeIsTold() {
        Actor ana = people.citizen();
        events.publishEvent(new SignedIn(ana.person(), ana.name(), "+5016009999", "ana@example.bz", true, "en"));
        TestSession session = people.session(ana);
        assertThat(session.get("/notifications/preferences").body())
                .contains("+5016009999")
                .contains("ana@example.bz");
        assertThat(session.post("/notifications/preferences", Map.of("email", "true", "language", "xx"))
                        .statusCode())
                .isEqualTo(422);
        session.post("/notifications/preferences", Map.of("email", "true", "language", "es"));
        org.awaitility.Awaitility.await().until(() -> people.anonymous()
                .get("/notifications/outbox")
                .body()
                .contains("Usted cambió cómo le avisamos"));
        assertThat(session.get("/notifications/inbox").body()).contains("You changed how we reach you");
    }

    @Test
    void theOutboxIsHeadedDemonstrationAndDoesNotExistWithoutIt() {
        assertThat(people.anonymous().get("/notifications/outbox").body()).contains("Demonstration only");
        ObjectProvider<DemoOutbox> none = new StaticListableBeanFactory().getBeanProvider(DemoOutbox.class);
        assertThatThrownBy(() -> new OutboxController(none).show())
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.NOT_FOUND));
    }
}
