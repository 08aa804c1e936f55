package bz.ceiba.platform.oversight;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.audit.AuditSearch;
import bz.ceiba.platform.audit.Disclosures;
import bz.ceiba.platform.audit.WithheldLookUps;
import bz.ceiba.platform.kernel.PersonNumber;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Tells people that somebody had no reason to look at their data; not while a court's order keeps the look from them. */
@Component
class Telling {
    private static final int BATCH = 200;

    /** After how long it is asked again whether an order still stands. */
    private static final Duration AGAIN = Duration.ofHours(12);

    private record Due(UUID finding, String agency, PersonNumber officer, LocalDate day, PersonNumber person) {}

    private final JdbcClient db;
    private final Disclosures disclosures;
    private final ObjectProvider<WithheldLookUps> withheld;
    private final Reviewers reviewers;
    private final Audit audit;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Telling(
            JdbcClient db,
            Disclosures disclosures,
            ObjectProvider<WithheldLookUps> withheld,
            Reviewers reviewers,
            Audit audit,
            TransactionTemplate transaction,
            Clock clock) {
        this.db = db;
        this.disclosures = disclosures;
        this.withheld = withheld;
        this.reviewers = reviewers;
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * Tells some of those who are to be told, each once.
     *
     * @return whether there are likely more
     */
    boolean step() {
        List<Due> due = db.sql("""
                select f.id, f.agency, f.officer, f.day, c.person
                  from oversight.concerned c join oversight.finding f on f.id = c.finding
                 where c.told_at is null and (c.not_before is null or c.not_before <= :now)
                   and f.verdict = 'BREACH' and c.person <> f.officer
                 order by f.judged_at, c.person limit :limit
                """)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("limit", BATCH)
                .query((row, n) -> new Due(
                        row.getObject("id", UUID.class),
                        row.getString("agency"),
                        new PersonNumber(row.getString("officer")),
                        row.getObject("day", LocalDate.class),
                        new PersonNumber(row.getString("person"))))
                .list();
        due.forEach(one -> transaction.executeWithoutResult(status -> tell(one)));
        return due.size() == BATCH;
    }

    private void tell(Due due) {
        boolean kept = isWithheld(due.agency(), due.officer(), due.person(), due.day());
        int rows = db.sql("""
                update oversight.concerned set told_at = :told, not_before = :later
                 where finding = :finding and person = :person and told_at is null
                """)
                .param(
                        "told",
                        kept ? null : clock.instant().atOffset(ZoneOffset.UTC),
                        java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
                .param(
                        "later",
                        kept ? clock.instant().plus(AGAIN).atOffset(ZoneOffset.UTC) : null,
                        java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
                .param("finding", due.finding())
                .param("person", due.person().digits())
                .update();
        if (kept || rows == 0) {
            return;
        }
        audit.record(new AuditEntry(
                AuditEvent.BREACH_TOLD,
                AuditEntry.SYSTEM,
                null,
                due.agency(),
                due.person(),
                null,
                null,
                Map.of("finding", due.finding().toString())));
        reviewers.tell(
                "oversight/breach/" + due.finding() + "/" + due.person().digits(),
                due.person(),
                "oversight.notice.breach",
                due.agency(),
                "/portal/disclosures",
                Map.of("day", due.day().toString()));
    }

    /** Whether a court's order keeps one of an officer's looks at somebody on a day from that person now. */
    boolean isWithheld(String agency, PersonNumber officer, PersonNumber person, LocalDate day) {
        List<String> cases = withheld.stream()
                .flatMap(one -> one.now().stream())
                .filter(order -> order.agency().equals(agency))
                .map(order -> order.caseNumber().text())
                .toList();
        return !cases.isEmpty()
                && disclosures.search(new AuditSearch(null, officer, person, null, day), 0).entries().stream()
                        .map(bz.ceiba.platform.audit.Disclosure::caseNumber)
                        .filter(Objects::nonNull)
                        .anyMatch(cases::contains);
    }
}
