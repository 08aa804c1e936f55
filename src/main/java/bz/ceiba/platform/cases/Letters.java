package bz.ceiba.platform.cases;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.cases.ServiceDefinition.Letter;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Ids;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.notifications.Notice;
import bz.ceiba.platform.notifications.Notices;
import bz.ceiba.platform.web.Messages;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The letters that a definition offers: filled in in the applicant's language, sent, and kept with the case. */
@Component
class Letters {
    private static final int LONGEST = 2000;

    private final JdbcClient db;
    private final Services services;
    private final CaseAccess access;
    private final Effects effects;
    private final Notices notices;
    private final Messages messages;
    private final Audit audit;
    private final Clock clock;

    Letters(
            JdbcClient db,
            Services services,
            CaseAccess access,
            Effects effects,
            Notices notices,
            Messages messages,
            Audit audit,
            Clock clock) {
        this.db = db;
        this.services = services;
        this.access = access;
        this.effects = effects;
        this.notices = notices;
        this.messages = messages;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Sends one.
     *
     * @param key makes it recognisable, so that pressing twice sends one letter
     * @param added what the officer adds where the letter has {@code {message}}
     * @throws Problem NOT_FOUND when the definition has no such letter; INVALID when too much is added; FORBIDDEN when he
     *     may not work on the case
     */
    @Transactional
    void send(Actor officer, CaseFile file, UUID key, String letterId, String added) {
        access.requireOfficer(
                officer, file, officer.holds(Role.OFFICER, file.agency()) ? Role.OFFICER : Role.SUPERVISOR);
        ServiceDefinition definition = services.of(file);
        Letter letter = definition
                .letter(letterId)
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "cases.problem.no-letter"));
        if (added.length() > LONGEST) {
            throw new Problem(Problem.Kind.INVALID, "cases.problem.letter");
        }
        Locale locale = Locale.of(file.language());
        Map<String, String> values = effects.values(definition, file, added.strip());
        String subject = messages.filled(locale, letter.subject().in(locale), values);
        String text = messages.filled(locale, letter.text().in(locale), values);
        int inserted = db.sql("""
                insert into cases.letter (id, number, at, letter, author, author_name, subject, text)
                values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (id) do nothing
                """)
                .param(key)
                .param(file.number().text())
                .param(Timestamp.from(clock.instant()))
                .param(letter.id())
                .param(officer.number())
                .param(officer.name())
                .param(subject)
                .param(text)
                .update();
        if (inserted == 0) {
            return;
        }
        notices.send(new Notice(
                file.number() + "/letter/" + key,
                file.person(),
                "cases.notice.letter",
                Map.of(
                        "subject",
                        subject,
                        "text",
                        text,
                        "link",
                        values.getOrDefault("link", ""),
                        "number",
                        file.number().text()),
                file.number()));
        audit.record(officer.doesFor(
                file.agency(),
                AuditEvent.LETTER_SENT,
                file.person(),
                file.number(),
                null,
                Map.of("letter", letter.id())));
    }

    /** What each letter of the case's service would say; in the place of the officer's own words stands {@code added}. */
    Map<String, String> previews(CaseFile file, String added) {
        ServiceDefinition definition = services.of(file);
        Locale locale = Locale.of(file.language());
        Map<String, String> values = effects.values(definition, file, added);
        Map<String, String> previews = new LinkedHashMap<>();
        for (Letter letter : definition.letters()) {
            previews.put(letter.id(), messages.filled(locale, letter.text().in(locale), values));
        }
        return previews;
    }

    UUID newKey() {
        return Ids.next(clock);
    }

    /** A case's letters, oldest first; at most 200. */
    @Transactional(readOnly = true)
    List<SentLetter> of(CaseNumber number) {
        return db.sql(
                        "select at, author_name, subject, text from cases.letter where number = ? order by at, id limit 200")
                .param(number.text())
                .query((row, i) -> new SentLetter(
                        row.getTimestamp("at").toInstant(),
                        row.getString("author_name"),
                        row.getString("subject"),
                        row.getString("text")))
                .list();
    }
}
