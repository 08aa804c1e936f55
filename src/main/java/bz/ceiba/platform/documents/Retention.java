package bz.ceiba.platform.documents;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Destroys content whose time is over, and proves it: an audit entry and a row with hash and rule. What an open case or a form
 * names, and what is under a legal hold, stays. Rows stay too, so that a number still says what happened to it.
 */
@Component
class Retention {
    static final String UPLOAD = "upload";
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final int BATCH = 100;

    private record Due(String what, String owner, String caseNumber, String[] sha256, OffsetDateTime createdAt) {}

    private final JdbcClient db;
    private final DocumentsSettings settings;
    private final ObjectProvider<RetentionSchedule> schedules;
    private final CaseReferences cases;
    private final Erasing erasing;
    private final Destructions destructions;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Retention(
            JdbcClient db,
            DocumentsSettings settings,
            ObjectProvider<RetentionSchedule> schedules,
            CaseReferences cases,
            Erasing erasing,
            Destructions destructions,
            TransactionTemplate transaction,
            Clock clock) {
        this.db = db;
        this.settings = settings;
        this.schedules = schedules;
        this.cases = cases;
        this.erasing = erasing;
        this.destructions = destructions;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Goes once through all that is old enough by the configured schedule; answers how many were destroyed. */
    int round() {
        return round(schedule());
    }

    /** What services say of the documents that they issue, and over it what the operator has set. */
    Map<String, Period> schedule() {
        Map<String, Period> schedule = new TreeMap<>();
        schedules.orderedStream().forEach(said -> schedule.putAll(said.periods()));
        schedule.putAll(settings.retention());
        return schedule;
    }

    int round(Map<String, Period> schedule) {
        int count = 0;
        for (Map.Entry<String, Period> rule : schedule.entrySet()) {
            count += round(rule.getKey(), rule.getValue());
        }
        erase();
        return count;
    }

    private int round(String documentClass, Period kept) {
        Instant before = clock.instant().atZone(Country.ZONE).minus(kept).toInstant();
        int count = 0;
        String after = "";
        List<String> page = candidates(documentClass, before, after);
        while (!page.isEmpty()) {
            for (String what : page) {
                Boolean destroyed =
                        transaction.execute(status -> destroy(documentClass, kept.toString(), what, before));
                count += Boolean.TRUE.equals(destroyed) ? 1 : 0;
            }
            after = page.getLast();
            page = candidates(documentClass, before, after);
        }
        return count;
    }

    /** A page, by key: what must stay is passed over and does not hide what is due. */
    private List<String> candidates(String documentClass, Instant before, String after) {
        String sql = documentClass.equals(UPLOAD) ? """
                  select id::text from documents.file
                  where greatest(at, used_at) < :before and destroyed_at is null and id > coalesce(nullif(:after, '')::uuid, :nil::uuid)
                  order by id limit :limit
                  """ : """
                  select number from documents.document
                  where type = :class and greatest(issued_at, valid_until::timestamptz) < :before
                    and destroyed_at is null and number > :after
                  order by number limit :limit
                  """;
        return db.sql(sql)
                .param("class", documentClass)
                .param("before", before.atOffset(ZoneOffset.UTC))
                .param("after", after)
                .param("nil", "00000000-0000-0000-0000-000000000000")
                .param("limit", BATCH)
                .query(String.class)
                .list();
    }

    private boolean destroy(String documentClass, String rule, String what, Instant before) {
        return documentClass.equals(UPLOAD)
                ? destroyUpload(rule, UUID.fromString(what), before)
                : destroyDocument(documentClass, rule, what, before);
    }

    private static Due due(ResultSet row, int n) throws SQLException {
        return new Due(
                row.getString("what"),
                row.getString("owner"),
                row.getString("case_number"),
                (String[]) row.getArray("sha256").getArray(),
                row.getObject("created_at", OffsetDateTime.class));
    }

    /** A case that is being made with the file holds its row; then it stays for this time. */
    private boolean destroyUpload(String rule, UUID id, Instant before) {
        List<Due> due = db.sql("""
                select id::text as what, owner, '' as case_number, array[sha256] as sha256, at as created_at
                from documents.file where id = :id and greatest(at, used_at) < :before and destroyed_at is null
                for update skip locked
                """)
                .param("id", id)
                .param("before", before.atOffset(ZoneOffset.UTC))
                .query(Retention::due)
                .list();
        if (due.isEmpty()) {
            return false;
        }
        PersonNumber owner = new PersonNumber(due.getFirst().owner());
        List<CaseNumber> naming = cases.naming(owner, id);
        if (cases.inDraft(owner, id)
                || naming.stream().anyMatch(number -> cases.isOpen(number) || destructions.isHeld(number))) {
            return false;
        }
        db.sql("update documents.file set destroyed_at = :now where id = :id")
                .param("now", now())
                .param("id", id)
                .update();
        prove(due.getFirst(), UPLOAD, rule, naming.isEmpty() ? null : naming.getLast());
        return true;
    }

    private boolean destroyDocument(String type, String rule, String number, Instant before) {
        List<Due> due = db.sql("""
                select number as what, holder as owner, case_number, issued_at as created_at,
                       array(select sha256 from documents.revision r where r.number = d.number
                             union select d.sha256) as sha256
                from documents.document d
                where number = :number and greatest(issued_at, valid_until::timestamptz) < :before
                  and destroyed_at is null
                for update skip locked
                """)
                .param("number", number)
                .param("before", before.atOffset(ZoneOffset.UTC))
                .query(Retention::due)
                .list();
        if (due.isEmpty()) {
            return false;
        }
        CaseNumber about = new CaseNumber(due.getFirst().caseNumber());
        if (cases.isOpen(about) || destructions.isHeld(about)) {
            return false;
        }
        db.sql("update documents.document set destroyed_at = :now where number = :number")
                .param("now", now())
                .param("number", number)
                .update();
        prove(due.getFirst(), type, rule, about);
        return true;
    }

    private void prove(Due due, String documentClass, String rule, @Nullable CaseNumber about) {
        destructions.record(
                due.what(),
                documentClass,
                rule,
                new PersonNumber(due.owner()),
                due.sha256(),
                due.createdAt().toInstant(),
                about);
    }

    private record Unerased(long id, String[] sha256) {}

    /** After the commit, and again after a crash in between; what another one still uses is looked at again each time. */
    private void erase() {
        long after = 0;
        List<Unerased> page = unerased(after);
        while (!page.isEmpty()) {
            page.forEach(this::erase);
            after = page.getLast().id();
            page = unerased(after);
        }
    }

    private List<Unerased> unerased(long after) {
        return db.sql("""
                select id, sha256 from documents.destruction where erased_at is null and id > :after
                order by id limit :limit
                """)
                .param("after", after)
                .param("limit", BATCH)
                .query((row, n) -> new Unerased(
                        row.getLong("id"), (String[]) row.getArray("sha256").getArray()))
                .list();
    }

    /** A disk that refuses one content must not keep the others. */
    private void erase(Unerased one) {
        boolean all = true;
        try {
            for (String sha256 : one.sha256()) {
                all &= erasing.erase(sha256);
            }
        } catch (UncheckedIOException | DataAccessException e) {
            LOG.error("content of destruction {} can't be erased and is tried again at the next run", one.id(), e);
            return;
        }
        db.sql("""
                update documents.destruction
                set erased_at = case when :all then :now end,
                    still_used_at = case when :all then still_used_at else coalesce(still_used_at, :now) end
                where id = :id
                """).param("all", all).param("now", now()).param("id", one.id()).update();
    }

    private OffsetDateTime now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }
}
