package bz.ceiba.platform.notifications;

import bz.ceiba.platform.access.Forgotten;
import bz.ceiba.platform.access.SignedIn;
import bz.ceiba.platform.kernel.PersonNumber;
import java.sql.Types;
import java.time.Clock;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How people can be reached: proved to the provider or to us, chosen by them. */
@Component
class Contacts {
    private final JdbcClient db;
    private final Clock clock;

    Contacts(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /**
     * Keeps what the provider states, in the transaction of the sign-in. Mail goes only to an address that it vouches for; of
     * another one the person is asked whether it is his.
     */
    @EventListener
    void keep(SignedIn signedIn) {
        db.sql("""
                insert into notifications.contact as known (person, name, phone, email, email_unproved, language, changed_at)
                values (:person, :name, :phone, :email, :unproved, :language, :now)
                on conflict (person) do update
                set name = excluded.name, phone = excluded.phone,
                    email = case when known.email_chosen then known.email else excluded.email end,
                    email_unproved = case when not known.email_chosen then excluded.email_unproved end,
                    email_refused_at = case when known.email_chosen or known.email = excluded.email
                      then known.email_refused_at end,
                    email_refusal = case when known.email_chosen or known.email = excluded.email
                      then known.email_refusal end,
                    language = case when known.language_chosen then known.language else excluded.language end,
                    changed_at = excluded.changed_at
                where (known.name, known.phone, known.email, known.email_unproved, known.language)
                   is distinct from
                      (excluded.name, excluded.phone, excluded.email, excluded.email_unproved, excluded.language)
                """)
                .param("person", signedIn.person().digits())
                .param("name", signedIn.name())
                .param("phone", signedIn.phone())
                .param("email", signedIn.emailVerified() ? signedIn.email() : null)
                .param("unproved", signedIn.emailVerified() ? null : signedIn.email())
                .param("language", signedIn.language())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    /** Of who was deleted from the register neither an address stays nor what he was told. */
    @EventListener
    void forget(Forgotten forgotten) {
        db.sql("""
                update notifications.contact set name = '—', phone = null, email = null, email_unproved = null, email_chosen = false,
                  email_refused_at = null, email_refusal = null, changed_at = :now
                where person = :person
                """)
                .param("person", forgotten.person().digits())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        db.sql("update notifications.notice set arguments = '{}' where person = :person")
                .param("person", forgotten.person().digits())
                .update();
    }

    Optional<Contact> of(PersonNumber person) {
        return db.sql("""
                select person, name, phone, email, email_unproved, language, by_sms, by_email, email_refused_at, quiet_from, quiet_to
                from notifications.contact where person = :person
                """)
                .param("person", person.digits())
                .query((row, n) -> {
                    OffsetDateTime refused = row.getObject("email_refused_at", OffsetDateTime.class);
                    return new Contact(
                            row.getString("person"),
                            row.getString("name"),
                            row.getString("phone"),
                            row.getString("email"),
                            row.getString("email_unproved"),
                            row.getString("language"),
                            row.getBoolean("by_sms"),
                            row.getBoolean("by_email"),
                            refused == null ? null : refused.toInstant(),
                            row.getObject("quiet_from", LocalTime.class),
                            row.getObject("quiet_to", LocalTime.class));
                })
                .optional();
    }

    /** Writes to the address that the person proved to be his from now on; answers false for one who never signed in. */
    boolean useEmail(PersonNumber person, String email) {
        return db.sql("""
                update notifications.contact
                set email = :email, email_chosen = true, by_email = true, email_unproved = null, email_refused_at = null,
                    email_refusal = null, changed_at = :now
                where person = :person
                """)
                        .param("person", person.digits())
                        .param("email", email)
                        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    /** Writes no more to an address that takes no mail; answers whose it is, if they were not told before. */
    List<PersonNumber> refuseEmail(String email, String why) {
        return db
                .sql("""
                update notifications.contact set email_refused_at = :now, email_refusal = :why
                where email = :email and email_refused_at is null
                returning person
                """)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("why", why)
                .param("email", email)
                .query(String.class)
                .list()
                .stream()
                .map(PersonNumber::new)
                .toList();
    }

    /**
     * What the person chose; nothing happens for one who has never signed in.
     *
     * @param quiet his own quiet hours, or null for the national ones
     */
    void choose(PersonNumber person, boolean bySms, boolean byEmail, String language, @Nullable QuietHours quiet) {
        db.sql("""
                update notifications.contact
                set by_sms = :sms, by_email = :email, language = :language, language_chosen = true,
                    quiet_from = :quietFrom, quiet_to = :quietTo, changed_at = :now
                where person = :person
                """)
                .param("person", person.digits())
                .param("sms", bySms)
                .param("email", byEmail)
                .param("language", language)
                .param("quietFrom", quiet == null ? null : quiet.from(), Types.TIME)
                .param("quietTo", quiet == null ? null : quiet.to(), Types.TIME)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }
}
