package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The sealed entry of an adopted child's birth is opened by order of a court, or for the adopted person once of age: one registrar asks, a
 * second one agrees, both may look for a week, and each look is in the log.
 */
@Component
class Openings {
    private final JdbcClient db;
    private final Entries entries;
    private final UnionRules rules;
    private final Audit audit;
    private final Clock clock;

    Openings(JdbcClient db, Entries entries, UnionRules rules, Audit audit, Clock clock) {
        this.db = db;
        this.entries = entries;
        this.rules = rules;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Asks for it.
     *
     * @param evidence the court and number of its order, or how the person showed who he is
     * @throws Problem FORBIDDEN for an entry of his own; INVALID when the person is not of age yet
     */
    @Transactional
    public void ask(Actor registrar, Entry adoption, Opening.Ground ground, String evidence) {
        requireOther(registrar, adoption);
        if (ground == Opening.Ground.ADOPTED_PERSON) {
            LocalDate today = Country.today(clock);
            int age = Period.between(adoption.today().bornOn(), today).getYears();
            if (age < rules.on(today).adoptedAge()) {
                throw new Problem(Problem.Kind.INVALID, "civilregistry.problem.not-of-age");
            }
        }
        db.sql("""
                        insert into civilregistry.opening (book, number, ground, evidence, asked_by, asked_by_name, asked_at)
                        values (:book, :number, :ground, :evidence, :by, :byName, :at)
                        """)
                .param("book", adoption.reference().book())
                .param("number", adoption.reference().number())
                .param("ground", ground.name())
                .param("evidence", evidence)
                .param("by", registrar.number())
                .param("byName", registrar.name())
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        record(registrar, AuditEvent.OPENING_PROPOSED, adoption, null, Map.of("reason", ground.name()));
    }

    /**
     * Agrees or declines.
     *
     * @throws Problem FORBIDDEN when he asked for it himself, or the entry is his own; CONFLICT when it is decided already
     */
    @Transactional
    public void decide(Actor registrar, Opening opening, boolean agreed) {
        Entry adoption = entries.find(opening.entry()).orElseThrow();
        requireOther(registrar, adoption);
        if (opening.askedBy().equals(registrar.number())) {
            throw new Problem(Problem.Kind.FORBIDDEN, "civilregistry.problem.second-registrar");
        }
        try {
            db.sql("""
                            insert into civilregistry.opening_decision (opening, asked_by, agreed, by, by_name, at)
                            values (:id, :asked, :agreed, :by, :byName, :at)
                            """)
                    .param("id", opening.id())
                    .param("asked", opening.askedBy())
                    .param("agreed", agreed)
                    .param("by", registrar.number())
                    .param("byName", registrar.name())
                    .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                    .update();
        } catch (DuplicateKeyException e) {
            throw new Problem(Problem.Kind.CONFLICT, "civilregistry.problem.changed");
        }
        record(registrar, AuditEvent.OPENING_DECIDED, adoption, null, Map.of("agreed", Boolean.toString(agreed)));
    }

    /**
     * The sealed entry, for one of the two; the log has it before it is shown. Where the adopted person asked, he reads that.
     *
     * @throws Problem FORBIDDEN for anybody else; GONE when nobody agreed, or the week is over
     */
    @Transactional
    public Entry look(Actor registrar, Opening opening) {
        if (!registrar.number().equals(opening.askedBy()) && !registrar.number().equals(opening.decidedBy())) {
            throw new Problem(Problem.Kind.FORBIDDEN, "access.problem.role");
        }
        Entry adoption = entries.find(opening.entry()).orElseThrow();
        Entry birth = entries.opened(opening.id())
                .orElseThrow(() -> new Problem(Problem.Kind.GONE, "civilregistry.problem.not-open"));
        record(
                registrar,
                AuditEvent.REGISTER_READ,
                adoption,
                opening.ground() == Opening.Ground.ADOPTED_PERSON ? adoption.child() : null,
                Map.of("opening", Long.toString(opening.id())));
        return birth;
    }

    private static void requireOther(Actor registrar, Entry adoption) {
        if (adoption.concerns(registrar.person())) {
            throw new Problem(Problem.Kind.FORBIDDEN, "civilregistry.problem.own-entry");
        }
    }

    /** With the entry of the adoption alone, so that the log links it with no birth. */
    private void record(
            Actor registrar,
            AuditEvent event,
            Entry adoption,
            @Nullable PersonNumber about,
            Map<String, String> detail) {
        Map<String, String> all = new java.util.HashMap<>(detail);
        all.put("record", adoption.reference().text());
        audit.record(registrar.doesFor(RegisterEntry.AGENCY, event, about, null, VitalEvent.ADOPTION.service(), all));
    }

    Optional<Opening> find(long id) {
        return db.sql("""
                        select o.*, d.agreed, d.by, d.by_name from civilregistry.opening o
                        left join civilregistry.opening_decision d on d.opening = o.id where o.id = :id
                        """).param("id", id).query((row, n) -> opening(row)).optional();
    }

    /** All of an adoption, the newest first; at most 50. */
    List<Opening> of(Reference adoption) {
        return db.sql("""
                        select o.*, d.agreed, d.by, d.by_name from civilregistry.opening o
                        left join civilregistry.opening_decision d on d.opening = o.id
                        where o.book = :book and o.number = :number order by o.id desc limit 50
                        """)
                .param("book", adoption.book())
                .param("number", adoption.number())
                .query((row, n) -> opening(row))
                .list();
    }

    private static Opening opening(ResultSet row) throws SQLException {
        return new Opening(
                row.getLong("id"),
                new Reference(row.getString("book"), row.getInt("number")),
                Opening.Ground.valueOf(row.getString("ground")),
                row.getString("evidence"),
                row.getString("asked_by"),
                row.getString("asked_by_name"),
                row.getObject("asked_at", OffsetDateTime.class).toInstant(),
                (Boolean) row.getObject("agreed"),
                row.getString("by"),
                row.getString("by_name"));
    }
}
