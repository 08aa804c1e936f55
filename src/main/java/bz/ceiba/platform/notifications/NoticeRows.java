package bz.ceiba.platform.notifications;

import bz.ceiba.platform.kernel.CaseNumber;
import java.time.Clock;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of notices: they are the inbox, and what deliveries are made of. */
@Component
class NoticeRows {
    private final JdbcClient db;
    private final Texts texts;
    private final Clock clock;

    NoticeRows(JdbcClient db, Texts texts, Clock clock) {
        this.db = db;
        this.texts = texts;
        this.clock = clock;
    }

    /**
     * Adds a notice in the current transaction; one whose key was used before changes nothing.
     *
     * @throws IllegalArgumentException when the template lacks its subject, text or sms
     */
    void add(Notice notice) {
        texts.requireAll(notice.template());
        CaseNumber about = notice.caseNumber();
        db.sql("""
                insert into notifications.notice (key, person, template, arguments, case_number, at)
                values (:key, :person, :template, cast(:arguments as jsonb), :case, :now)
                on conflict (key) do nothing
                """)
                .param("key", notice.key())
                .param("person", notice.to().digits())
                .param("template", notice.template())
                .param("arguments", texts.written(notice.values()))
                .param("case", about == null ? null : about.text())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }
}
