package bz.ceiba.platform.documents;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.PersonNumber;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Looks for malware in what was handed in. A file is in quarantine from the moment its row exists until the scanner has
 * answered; a scanner that is away is asked again, at first soon and then every ten minutes, for as long as it takes. What is larger than it takes is
 * refused.
 */
final class Scanning {
    private static final Logger LOG = LoggerFactory.getLogger(Scanning.class);
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration AT_LAST = Duration.ofMinutes(10);
    private static final int BATCH = 20;

    /** A file that waits. */
    record Waiting(UUID id, String owner, String name, String sha256, int tries) {}

    private final @Nullable Clamd clamd;
    private final Contents contents;
    private final Erasing erasing;
    private final JdbcClient db;
    private final Audit audit;
    private final TransactionTemplate transaction;
    private final Clock clock;

    /**
     * @param clamd the scanner, or null when none is configured
     */
    Scanning(
            @Nullable Clamd clamd,
            Contents contents,
            Erasing erasing,
            JdbcClient db,
            Audit audit,
            TransactionTemplate transaction,
            Clock clock) {
        this.clamd = clamd;
        this.contents = contents;
        this.erasing = erasing;
        this.db = db;
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
    }

    private OffsetDateTime in(Duration wait) {
        return clock.instant().plus(wait).atOffset(ZoneOffset.UTC);
    }

    /** How a file begins. */
    Scan first() {
        return clamd == null ? Scan.NONE : Scan.WAITING;
    }

    /** When a file that begins in quarantine is looked at again, should this process die before it has an answer. */
    @Nullable
    OffsetDateTime firstDue() {
        return clamd == null ? null : in(SOON);
    }

    /** Asks the scanner about one file now; never within a transaction, as it may take long. */
    Scan scan(UploadedFile file) {
        return scan(new Waiting(file.id(), file.owner().digits(), file.name(), file.sha256(), 0));
    }

    /** Asks about what is due; answers how many files got an answer. */
    int round() {
        if (clamd == null) {
            return 0;
        }
        List<Waiting> due = db.sql("""
                with due as materialized (
                  select id from documents.file where scan = 'waiting' and scan_due <= :now
                  order by scan_due limit :limit for update skip locked)
                update documents.file f set scan_due = :lease, scan_tries = f.scan_tries + 1
                where f.id = any (array(select id from due))
                returning f.id, f.owner, f.name, f.sha256, f.scan_tries as tries
                """)
                .param("now", in(Duration.ZERO))
                .param("limit", BATCH)
                .param("lease", in(AT_LAST))
                .query(Waiting.class)
                .list();
        int answered = 0;
        for (Waiting file : due) {
            answered += scan(file) == Scan.WAITING ? 0 : 1;
        }
        return answered;
    }

    private Scan scan(Waiting file) {
        Clamd scanner = clamd;
        if (scanner == null) {
            return Scan.NONE;
        }
        Optional<String> found;
        try (InputStream content = contents.open(file.sha256())) {
            found = scanner.scan(content);
        } catch (Clamd.TooLarge e) {
            oversize(file, String.valueOf(e.getMessage()));
            return Scan.OVERSIZE;
        } catch (IOException e) {
            LOG.warn("file {} stays in quarantine and is scanned again: {}", file.id(), e.getMessage());
            later(file, String.valueOf(e.getMessage()));
            return Scan.WAITING;
        }
        if (found.isEmpty()) {
            db.sql("""
                    update documents.file set scan = 'clean', scan_due = null, finding = null
                    where id = :id and scan = 'waiting'
                    """).param("id", file.id()).update();
            return Scan.CLEAN;
        }
        infected(file, found.get());
        return Scan.INFECTED;
    }

    private void later(Waiting file, String why) {
        Duration wait = SOON.multipliedBy(1L << Math.min(file.tries(), 5));
        db.sql("update documents.file set scan_due = :due, finding = :why where id = :id and scan = 'waiting'")
                .param("due", in(wait.compareTo(AT_LAST) < 0 ? wait : AT_LAST))
                .param("why", why.length() > 200 ? why.substring(0, 200) : why)
                .param("id", file.id())
                .update();
    }

    /** It would be too large at every further look. */
    private void oversize(Waiting file, String why) {
        LOG.warn(
                "file {} is larger than the scanner takes, see StreamMaxLength; its content is thrown away", file.id());
        db.sql("""
                update documents.file set scan = 'oversize', scan_due = null, finding = :why
                where sha256 = :sha256 and scan = 'waiting'
                """).param("why", why).param("sha256", file.sha256()).update();
        erasing.erase(file.sha256());
    }

    /** The same content is infected whoever sent it. */
    private void infected(Waiting file, String found) {
        LOG.warn("file {} carries malware ({}) and its content is thrown away", file.id(), found);
        transaction.executeWithoutResult(status -> {
            db.sql("""
                    update documents.file set scan = 'infected', scan_due = null, finding = :found
                    where sha256 = :sha256
                    """).param("found", found).param("sha256", file.sha256()).update();
            audit.record(AuditEntry.bySystem(
                    AuditEvent.FILE_INFECTED,
                    new PersonNumber(file.owner()),
                    null,
                    Map.of("name", file.name(), "sha256", file.sha256(), "found", found)));
        });
        erasing.erase(file.sha256());
    }
}
