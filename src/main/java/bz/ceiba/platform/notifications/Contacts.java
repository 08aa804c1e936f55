package bz.ceiba.platform.notifications;

import bz.ceiba.platform.access.SignedIn;
import bz.ceiba.platform.kernel.PersonNumber;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How people can be reached: verified at sign-in, chosen by them. */
@Component
class Contacts {
    private final JdbcClient db;
    private final Clock clock;

    Contacts(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** Keeps what the provider verified; in the transaction of the sign-in. */
    @EventListener
    void keep(SignedIn signedIn) {
        db.sql("""
                insert into notifications.contact (person, name, phone, email, language, changed_at)
                values (:person, :name, :phone, :email, :language, :now)
                on conflict (person) do update
                set name = excluded.name, phone = excluded.phone, email = excluded.email,
                    language = case when contact.language_chosen then contact.language else excluded.language end,
                    changed_at = excluded.changed_at
                where (contact.name, contact.phone, contact.email, contact.language)
                   is distinct from (excluded.name, excluded.phone, excluded.email, excluded.language)
                """)
                .param("person", signedIn.person().digits())
                .param("name", signedIn.name())
                .param("phone", signedIn.phone())
                .param("email", signedIn.email())
                .param("language", signedIn.language())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    Optional<Contact> of(PersonNumber person) {
        return db.sql("""
                select person, name, phone, email, language, by_sms, by_email
                from notifications.contact where person = :person
                """).param("person", person.digits()).query(Contact.class).optional();
    }

    /** What the person chose; nothing happens for one who has never signed in. */
    void choose(PersonNumber person, boolean bySms, boolean byEmail, String language) {
        db.sql("""
                update notifications.contact
                set by_sms = :sms, by_email = :email, language = :language, language_chosen = true, changed_at = :now
                where person = :person
                """)
                .param("person", person.digits())
                .param("sms", bySms)
                .param("email", byEmail)
                .param("language", language)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }
}
