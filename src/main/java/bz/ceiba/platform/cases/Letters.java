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
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The letters that a definition offers: filled in in the applicant's language, sent, and kept with the case. */
@Component
class Letters {
    private static final int LONGEST = 2000;
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z]+)}");

    private final JdbcClient db;
    private final Services services;
    private final CaseAccess access;
    private final Effects effects;
    private final Notices notices;
    private final Audit audit;
    private final Clock clock;

    Letters(
            JdbcClient db,
            Services services,
            CaseAccess access,
            Effects effects,
            Notices notices,
            Audit audit,
            Clock clock) {
        this.db = db;
        this.services = services;
        this.access = access;
        this.effects = effects;
        this.notices = notices;
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
        String subject = filled(letter.subject().in(locale), values);
        String text = filled(letter.text().in(locale), values);
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

    UUID newKey() {
        return Ids.next(clock);
    }

    private static String filled(String text, Map<String, String> values) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), found.group())));
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
