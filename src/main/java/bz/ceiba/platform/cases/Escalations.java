package bz.ceiba.platform.cases;

import bz.ceiba.platform.access.Officers;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.notifications.Notice;
import bz.ceiba.platform.notifications.Notices;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What happens to cases whose deadline has passed: they go up the organogram, first to the agency's own supervisors, some
 * working days later to those of the agency above it, and so on to the top.
 */
@Component
class Escalations {
    private final JdbcClient db;
    private final CaseFiles files;
    private final Services services;
    private final Effects effects;
    private final Officers officers;
    private final Notices notices;
    private final Audit audit;
    private final Country country;
    private final Clock clock;
    private final String baseUrl;

    Escalations(
            JdbcClient db,
            CaseFiles files,
            Services services,
            Effects effects,
            Officers officers,
            Notices notices,
            Audit audit,
            Country country,
            Clock clock,
            @Value("${ceiba.base-url}") String baseUrl) {
        this.db = db;
        this.files = files;
        this.services = services;
        this.effects = effects;
        this.officers = officers;
        this.notices = notices;
        this.audit = audit;
        this.country = country;
        this.clock = clock;
        this.baseUrl = baseUrl;
    }

    /** The moment at which a day is over, where the agency is. */
    static Instant dayAfter(LocalDate day) {
        return day.plusDays(1).atStartOfDay(Country.ZONE).toInstant();
    }

    /** Takes a case that is overdue a level up, in the transaction that has its row locked. */
    void climb(CaseFile file) {
        LocalDate due = Optional.ofNullable(file.dueOn()).orElseThrow();
        ServiceDefinition definition = services.of(file);
        List<String> ladder = new ArrayList<>(List.of(file.agency()));
        ladder.addAll(country.above(file.agency()));
        int level = files.escalationLevel(file.number()) + 1;
        String agency = ladder.get(Math.min(level, ladder.size()) - 1);
        Instant next = level < ladder.size() ? nextAt(definition) : null;
        files.escalated(file.number(), level, agency, next);
        db.sql("insert into cases.escalation (number, due_on, level, agency, at) values (?, ?, ?, ?, ?)")
                .param(file.number().text())
                .param(due)
                .param(level)
                .param(agency)
                .param(Timestamp.from(clock.instant()))
                .update();
        audit.record(AuditEntry.bySystem(
                AuditEvent.CASE_ESCALATED,
                file.person(),
                file.number(),
                Map.of("due", due.toString(), "level", Integer.toString(level), "agency", agency)));
        tell(file, due, level, agency);
        if (level == 1) {
            effects.apply(definition, services.expressions(definition), file, definition.onBreach(), "");
        }
    }

    private Instant nextAt(ServiceDefinition definition) {
        LocalDate today = Country.today(clock);
        return dayAfter(country.workingDays().after(today, definition.escalateAfter()));
    }

    private void tell(CaseFile file, LocalDate due, int level, String agency) {
        for (Officers.Officer supervisor : officers.of(agency, Role.SUPERVISOR)) {
            notices.send(new Notice(
                    file.number() + "/late/" + due + "/" + level + "/"
                            + supervisor.person().digits(),
                    supervisor.person(),
                    "cases.notice.late",
                    Map.of(
                            "number",
                            file.number().text(),
                            "due",
                            due.toString(),
                            "officer",
                            Optional.ofNullable(file.officerName()).orElse("–"),
                            "link",
                            baseUrl + "/cases/desk/" + file.number()),
                    null));
        }
    }

    /** Whether the case, as it is now, has gone up to one of these agencies. */
    @Transactional(readOnly = true)
    boolean reached(CaseNumber number, List<String> agencies) {
        @Nullable LocalDate due = files.find(number).map(CaseFile::dueOn).orElse(null);
        return due != null
                && of(number).stream().anyMatch(step -> step.due().equals(due) && agencies.contains(step.agency()));
    }

    /** The times that a case went up, oldest first. */
    @Transactional(readOnly = true)
    List<Escalation> of(CaseNumber number) {
        return db.sql("select due_on, level, agency, at from cases.escalation where number = ? order by at, level")
                .param(number.text())
                .query((row, i) -> new Escalation(
                        row.getObject("due_on", LocalDate.class),
                        row.getInt("level"),
                        row.getString("agency"),
                        row.getTimestamp("at").toInstant()))
                .list();
    }
}
