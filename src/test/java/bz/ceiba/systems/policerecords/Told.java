package bz.ceiba.systems.policerecords;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.TestPeople;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.SignedIn;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.notifications.TestPhones;
import bz.ceiba.platform.web.Messages;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What applicants are told, on each of the three ways. */
@Component
class Told {
    static final String ROOM = "policerecords.notice.";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String PLACE = "\\{[^}]*}";

    private final TestPeople people;
    private final TestPhones phones;
    private final Messages messages;
    private final JdbcClient db;
    private final ApplicationEventPublisher events;

    Told(TestPeople people, TestPhones phones, Messages messages, JdbcClient db, ApplicationEventPublisher events) {
        this.people = people;
        this.phones = phones;
        this.messages = messages;
        this.db = db;
        this.events = events;
    }

    /** A citizen who has signed in, with a phone and an address of his own. */
    Actor reachable() {
        Actor citizen = people.citizen();
        reach(citizen, people.phone(citizen));
        return citizen;
    }

    void reach(Actor citizen, String phone) {
        events.publishEvent(new SignedIn(citizen.person(), citizen.name(), phone, address(citizen), true, "en"));
    }

    static String address(Actor citizen) {
        return "told." + citizen.number() + "@example.bz";
    }

    /** Asserts that the notice about the case is in his inbox and came to his phone and his mail, in its own words. */
    void assertTold(Actor citizen, CaseFile file, String notice) {
        assertThat(inInbox(citizen, file, notice)).as("%s in the inbox", notice).isEqualTo(1);
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(phones.sms(people.phone(citizen)))
                    .as("%s by SMS", notice)
                    .anyMatch(said(notice + ".sms").asMatchPredicate());
            assertThat(phones.mail(address(citizen)))
                    .as("%s by e-mail", notice)
                    .map(mail -> mail.replaceAll("\\s+", " "))
                    .anyMatch(said(notice + ".text").asPredicate());
        });
    }

    int inInbox(Actor citizen, CaseFile file, String notice) {
        return db.sql("select count(*) from notifications.notice where person = ? and case_number = ? and template = ?")
                .params(List.of(citizen.number(), file.number().text(), ROOM + notice))
                .query(Integer.class)
                .single();
    }

    /** The template's words, with anything in its places. */
    private Pattern said(String key) {
        String text = messages.text(Locale.ENGLISH, ROOM + key).replaceAll("\\s+", " ");
        return Pattern.compile(
                Arrays.stream(text.split(PLACE, -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
    }
}
