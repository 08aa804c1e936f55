package bz.ceiba.platform.notifications;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.WriteBehind;
import java.sql.Types;
import java.time.Clock;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.stereotype.Component;

/** The rows of notices: they are the inbox, and what deliveries are made of. */
@Component
class NoticeRows {
    private final WriteBehind writes;
    private final Texts texts;
    private final Clock clock;

    NoticeRows(WriteBehind writes, Texts texts, Clock clock) {
        this.writes = writes;
        this.texts = texts;
        this.clock = clock;
    }

    /**
     * Adds a notice in the current transaction; one whose key was used before changes nothing.
     *
     * @throws IllegalArgumentException when the template lacks its subject, text or sms
     */
    void add(Notice notice) {
        write(notice, """
                with added as (
                  insert into notifications.notice (key, person, template, arguments, case_number, at)
                  values (?, ?, ?, cast(? as jsonb), ?, ?)
                  on conflict (key) do nothing returning id)
                insert into notifications.unspread (notice) select id from added
                """);
    }

    /** Adds one likewise that goes nowhere but to the inbox. */
    void addToInbox(Notice notice) {
        write(notice, """
                insert into notifications.notice (key, person, template, arguments, case_number, at)
                values (?, ?, ?, cast(? as jsonb), ?, ?)
                on conflict (key) do nothing
                """);
    }

    private void write(Notice notice, String sql) {
        texts.requireAll(notice.template());
        CaseNumber about = notice.caseNumber();
        writes.add(
                sql,
                notice.key(),
                notice.to().digits(),
                notice.template(),
                texts.written(notice.values()),
                new SqlParameterValue(Types.VARCHAR, about == null ? null : about.text()),
                clock.instant().atOffset(ZoneOffset.UTC));
    }
}
