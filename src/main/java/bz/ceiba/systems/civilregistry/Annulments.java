package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes back an entry that should never have been made: somebody is alive after all, or a birth was registered twice. One registrar
 * proposes it, another one decides. The entry stays as it was made; an annotation says that it is annulled, and its certificates end.
 */
@Component
class Annulments {
    private final JdbcClient db;
    private final Entries entries;
    private final RulesOfEvents rules;
    private final IssueCertificate certificates;
    private final Cases cases;
    private final Audit audit;
    private final TransactionTemplate transaction;
    private final Clock clock;

    /**
     * One that waits for a second registrar.
     *
     * @param birth why a birth is taken back, or null for entries of other events
     */
    record Waiting(
            Reference entry,
            String why,
            String evidence,
            @Nullable Annulled birth,
            String proposedBy,
            String proposedByName,
            Instant proposedAt) {}

    Annulments(
            JdbcClient db,
            Entries entries,
            RulesOfEvents rules,
            IssueCertificate certificates,
            Cases cases,
            Audit audit,
            TransactionTemplate transaction,
            Clock clock) {
        this.db = db;
        this.entries = entries;
        this.rules = rules;
        this.certificates = certificates;
        this.cases = cases;
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * Proposes it. Not in a transaction: the register of people is asked whether he is a relative.
     *
     * @param birth why a birth is taken back, or null for entries of other events
     * @throws Problem FORBIDDEN for an entry of his own or a relative's application; CONFLICT when one waits, or it is annulled
     */
    void propose(Actor registrar, Reference reference, String why, String evidence, @Nullable Annulled birth) {
        Entry entry = impartially(registrar, reference);
        if ((entry.event() == VitalEvent.BIRTH) != (birth != null)) {
            throw new IllegalArgumentException("of a birth, and of nothing else, it is said why it is annulled");
        }
        Reference stays = birth == null ? null : birth.stays();
        transaction.executeWithoutResult(status -> {
            int proposed = db.sql("""
                            insert into civilregistry.annulment (book, number, why, evidence, cause, stays_book, stays_number, proposed_by,
                              proposed_by_name, proposed_at)
                            values (:book, :number, :why, :evidence, :cause, :staysBook, :staysNumber, :by, :name, :at) on conflict do nothing
                            """)
                    .param("book", reference.book())
                    .param("number", reference.number())
                    .param("why", why)
                    .param("evidence", evidence)
                    .param("cause", birth == null ? null : birth.cause().name(), Types.VARCHAR)
                    .param("staysBook", stays == null ? null : stays.book(), Types.VARCHAR)
                    .param("staysNumber", stays == null ? null : stays.number(), Types.INTEGER)
                    .param("by", registrar.number())
                    .param("name", registrar.name())
                    .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                    .update();
            if (proposed == 0) {
                throw new Problem(Problem.Kind.CONFLICT, "civilregistry.problem.changed");
            }
            logged(registrar, entry, AuditEvent.ANNULMENT_PROPOSED, Map.of("record", reference.text()));
        });
    }

    /**
     * Decides what another registrar proposed. Not in a transaction.
     *
     * @throws Problem FORBIDDEN for the one who proposed it, unless he declines, and for an entry of his own; CONFLICT when none waits
     */
    void decide(Actor registrar, Reference reference, boolean approve) {
        impartially(registrar, reference);
        transaction.executeWithoutResult(status -> {
            entries.lock();
            Waiting waiting = of(reference)
                    .orElseThrow(() -> new Problem(Problem.Kind.CONFLICT, "civilregistry.problem.changed"));
            if (approve && waiting.proposedBy().equals(registrar.number())) {
                throw new Problem(Problem.Kind.FORBIDDEN, "civilregistry.problem.four-eyes");
            }
            db.sql("""
                            update civilregistry.annulment set state = :state, decided_by = :by, decided_by_name = :name, decided_at = :at
                            where book = :book and number = :number and state = 'WAITING'
                            """)
                    .param("state", approve ? "APPROVED" : "DECLINED")
                    .param("by", registrar.number())
                    .param("name", registrar.name())
                    .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                    .param("book", reference.book())
                    .param("number", reference.number())
                    .update();
            Entry entry = entries.find(reference).orElseThrow();
            logged(
                    registrar,
                    entry,
                    AuditEvent.ANNULMENT_DECIDED,
                    Map.of(
                            "record",
                            reference.text(),
                            "decision",
                            approve ? "approved" : "declined",
                            "proposed-by",
                            waiting.proposedBy()));
            if (approve) {
                annul(registrar, entry, waiting);
            }
        });
    }

    private void annul(Actor registrar, Entry entry, Waiting waiting) {
        entries.annotate(
                entry,
                new Annotation(
                        entry.annotations().size() + 1,
                        Annotation.Ground.ANNULLED,
                        List.of(),
                        waiting.why(),
                        waiting.evidence(),
                        registrar.number(),
                        registrar.name(),
                        waiting.proposedBy(),
                        waiting.proposedByName(),
                        clock.instant()));
        Entry now = entries.find(entry.reference()).orElseThrow();
        certificates.revoke(now);
        certificates.revokePermit(now);
        rules.of(now.event()).annulled(now, waiting.birth());
    }

    private static @Nullable Annulled birth(ResultSet row) throws SQLException {
        String cause = row.getString("cause");
        String stays = row.getString("stays_book");
        return cause == null
                ? null
                : new Annulled(
                        Annulled.Cause.valueOf(cause),
                        stays == null ? null : new Reference(stays, row.getInt("stays_number")));
    }

    private Entry impartially(Actor registrar, Reference reference) {
        Entry entry = entries.find(reference)
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "civilregistry.problem.no-entry"));
        if (entry.isAnnulled()) {
            throw new Problem(Problem.Kind.CONFLICT, "civilregistry.problem.annulled");
        }
        CaseFile file = Optional.ofNullable(entry.caseNumber())
                .flatMap(cases::find)
                .orElseThrow(() -> new Problem(Problem.Kind.FORBIDDEN, "civilregistry.problem.by-court"));
        Annotate.requireOther(registrar, entry, file);
        cases.requireImpartial(registrar, file);
        return entry;
    }

    /** Everybody whom the entry is about reads of it. */
    private void logged(Actor registrar, Entry entry, AuditEvent event, Map<String, String> detail) {
        Set<PersonNumber> about = entry.persons();
        if (about.isEmpty()) {
            audit.record(registrar.doesFor(RegisterEntry.AGENCY, event, null, entry.caseNumber(), null, detail));
        }
        about.forEach(one ->
                audit.record(registrar.doesFor(RegisterEntry.AGENCY, event, one, entry.caseNumber(), null, detail)));
    }

    /** The one of an entry that waits. */
    Optional<Waiting> of(Reference entry) {
        return waiting().stream().filter(one -> one.entry().equals(entry)).findFirst();
    }

    /** Those that wait for a second registrar, the oldest first. */
    List<Waiting> waiting() {
        return db.sql("select * from civilregistry.annulment where state = 'WAITING' order by proposed_at, id")
                .query((row, n) -> new Waiting(
                        new Reference(row.getString("book"), row.getInt("number")),
                        row.getString("why"),
                        row.getString("evidence"),
                        birth(row),
                        row.getString("proposed_by"),
                        row.getString("proposed_by_name"),
                        row.getObject("proposed_at", OffsetDateTime.class).toInstant()))
                .list();
    }
}
