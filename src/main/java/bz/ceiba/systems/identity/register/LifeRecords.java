package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.exchange.Message;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Ids;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.notifications.Notice;
import bz.ceiba.platform.notifications.Notices;
import bz.ceiba.systems.identity.register.LifeEvent.Common;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What all events of life need: whom they are about, what they verify of him, and that he is told. */
@Component
class LifeRecords {
    private final JdbcClient db;
    private final People people;
    private final Verifications verifications;
    private final Notices notices;
    private final Country country;
    private final Clock clock;

    LifeRecords(
            JdbcClient db, People people, Verifications verifications, Notices notices, Country country, Clock clock) {
        this.db = db;
        this.people = people;
        this.verifications = verifications;
        this.notices = notices;
        this.country = country;
        this.clock = clock;
    }

    /** The person, locked; at fault when nobody has the number, or the day is not of his life. */
    Person known(PersonNumber number, String field, Common common, LifeEventReader reader) {
        people.lock(number);
        Optional<Person> found = people.find(number);
        if (found.isEmpty()) {
            reader.fault("/" + field, "unknown");
            reader.done();
        }
        Person person = found.orElseThrow();
        if (person.status() == Person.Status.ENDED) {
            reader.fault("/" + field, "ended");
            reader.done();
        }
        if (common.on().isBefore(person.birthDate())) {
            reader.fault("/on", "before-birth");
        }
        if (person.status() == Person.Status.DECEASED
                && common.on().isAfter(people.diedOn(number).orElse(LocalDate.MIN))) {
            reader.fault("/on", "after-death");
        }
        return person;
    }

    /** Whether the two married after that day. */
    boolean marriedAfter(PersonNumber one, PersonNumber other, LocalDate day) {
        return db.sql("""
                select exists (select from identity.life_event
                  where kind = 'MARRIAGE' and person in (:one, :other) and message ->> 'spouse' in (:one, :other) and happened_on > :day)
                """)
                .param("one", one.digits())
                .param("other", other.digits())
                .param("day", day)
                .query(Boolean.class)
                .single();
    }

    /** That a register says this of him. */
    void verified(UUID person, Common common, Message message, String register, Map<String, @Nullable Object> claims) {
        verified(person, common.reference(), common.on(), message, register, claims);
    }

    /**
     * The same.
     *
     * @param process by which the register finds it again
     */
    void verified(
            UUID person,
            String process,
            LocalDate since,
            Message message,
            String register,
            Map<String, @Nullable Object> claims) {
        Instant now = clock.instant();
        Evidence.Issuer source =
                new Evidence.Issuer(country.nameOf(message.sender()).in(Locale.ENGLISH), DemoPapers.NATION);
        verifications.add(List.of(new Verification(
                Ids.next(clock),
                person,
                now,
                process,
                message.sender(),
                List.of(new Evidence.ElectronicRecord(
                        List.of(Evidence.Check.of(Evidence.DATA)), new Evidence.RecordDetails(register, null, source))),
                claims,
                since,
                now)));
    }

    /** Tells him, if he lives. */
    void tell(Person person, Message message, Map<String, String> values) {
        tell(person, message, message.purpose(), values);
    }

    /**
     * The same.
     *
     * @param template the last word of its key
     */
    void tell(Person person, Message message, String template, Map<String, String> values) {
        if (person.status() == Person.Status.ACTIVE) {
            Map<String, String> all = new HashMap<>(values);
            all.put("name", person.name());
            all.put("agency", country.nameOf(message.sender()).in(Locale.of(person.language())));
            notices.send(new Notice(
                    "life/" + message.sender() + "/"
                            + message.body().path("event").asString() + "/" + person.id(),
                    person.number(),
                    "identity.notice." + template,
                    all,
                    null));
        }
    }
}
