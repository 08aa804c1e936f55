package bz.ceiba.platform.notifications;

import bz.ceiba.platform.kernel.PersonNumber;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What each person was told, in the language in which he reads now. */
@Component
class Inbox {
    static final int PAGE = 20;

    private record Row(
            long id,
            String template,
            String arguments,
            OffsetDateTime at,
            @Nullable String caseNumber,
            boolean read) {}

    private final JdbcClient db;
    private final Texts texts;
    private final Clock clock;

    Inbox(JdbcClient db, Texts texts, Clock clock) {
        this.db = db;
        this.texts = texts;
        this.clock = clock;
    }

    /** Newest first, at most a page and one more, of those older than the given one. */
    List<InboxLine> before(PersonNumber person, long id, Locale locale) {
        return db
                .sql("""
                select id, template, arguments::text as arguments, at, case_number, read_at is not null as read
                from notifications.notice
                where person = :person and id < :before
                order by id desc limit :limit
                """)
                .param("person", person.digits())
                .param("before", id)
                .param("limit", PAGE + 1)
                .query(Row.class)
                .list()
                .stream()
                .map(row -> line(row, locale))
                .toList();
    }

    /** How many he has not opened, at most 100. */
    int unread(PersonNumber person) {
        return db.sql("""
                select count(*) from (
                  select 1 from notifications.notice where person = :person and read_at is null limit 100) unread
                """).param("person", person.digits()).query(Integer.class).single();
    }

    /** One of this person's own, marked as read. */
    Optional<InboxLine> open(PersonNumber person, long id, Locale locale) {
        return db.sql("""
                update notifications.notice set read_at = coalesce(read_at, :now)
                where id = :id and person = :person
                returning id, template, arguments::text as arguments, at, case_number, true as read
                """)
                .param("id", id)
                .param("person", person.digits())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .query(Row.class)
                .optional()
                .map(row -> line(row, locale));
    }

    private InboxLine line(Row row, Locale locale) {
        return new InboxLine(
                row.id(),
                texts.subject(locale, row.template(), row.arguments()),
                texts.text(locale, row.template(), row.arguments()),
                row.at().toInstant(),
                row.caseNumber(),
                row.read());
    }
}
