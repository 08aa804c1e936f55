package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Ids;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.notifications.Notice;
import bz.ceiba.platform.notifications.Notices;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Undoes a death that was recorded wrongly: one officer of the agency that told it proposes, another one agrees. Neither is the person
 * or a relative. The death stays in the history, with its annulment. Sessions and leave to act that it ended stay ended; who gave it
 * may give it again. What rests on law or a court's order, guardianship, is there again.
 */
@Component
class Annulments {
    private final JdbcClient db;
    private final People people;
    private final Relations relations;
    private final LifeEvents events;
    private final Guardianships guardianships;
    private final MandateRows mandates;
    private final Notices notices;
    private final Audit audit;
    private final Clock clock;

    /**
     * One that waits for a second officer.
     *
     * @param document where the paper is that shows it
     */
    record Proposed(
            UUID id,
            String source,
            PersonNumber person,
            String event,
            String ground,
            String document,
            String proposedBy,
            String proposedByName,
            Instant proposedAt) {}

    Annulments(
            JdbcClient db,
            People people,
            Relations relations,
            LifeEvents events,
            Guardianships guardianships,
            MandateRows mandates,
            Notices notices,
            Audit audit,
            Clock clock) {
        this.db = db;
        this.people = people;
        this.relations = relations;
        this.events = events;
        this.guardianships = guardianships;
        this.mandates = mandates;
        this.notices = notices;
        this.audit = audit;
        this.clock = clock;
    }

    static boolean mayKeep(Actor actor, String agency) {
        return actor.holds(Role.REGISTRAR, agency) || actor.holds(Role.SUPERVISOR, agency);
    }

    /**
     * Proposes; while one waits a second one changes nothing.
     *
     * @throws Problem NOT_FOUND when the register stands by no death of the person that the officer's agency told, FORBIDDEN for a
     *     relative and for the person
     */
    @Transactional
    public void propose(PersonNumber person, String ground, String document, Actor actor) {
        people.lock(person);
        LifeEvents.Told death = events.death(person)
                .filter(told -> mayKeep(actor, told.source()))
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "identity.problem.no-death"));
        requireImpartial(person, actor);
        int proposed = db.sql("""
                        insert into identity.annulment (id, source, event, ground, document, proposed_by, proposed_by_name, proposed_at)
                        values (:id, :source, :event, :ground, :document, :by, :name, :now) on conflict do nothing
                        """)
                .param("id", Ids.next(clock))
                .param("source", death.source())
                .param("event", death.event())
                .param("ground", ground)
                .param("document", document)
                .param("by", actor.number())
                .param("name", actor.name())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        if (proposed == 1) {
            audit.record(actor.doesFor(
                    death.source(),
                    AuditEvent.ANNULMENT_PROPOSED,
                    person,
                    null,
                    null,
                    Map.of("event", death.event(), "document", document)));
        }
    }

    /**
     * Decides what another officer proposed.
     *
     * @throws Problem NOT_FOUND for another agency's officers, FORBIDDEN for the one who proposed, a relative and the person, CONFLICT
     *     when it is decided already
     */
    @Transactional
    public void decide(UUID id, boolean approve, Actor actor) {
        Proposed proposed = waiting(id, actor);
        if (proposed.proposedBy().equals(actor.number())) {
            throw new Problem(Problem.Kind.FORBIDDEN, "identity.problem.four-eyes");
        }
        requireImpartial(proposed.person(), actor);
        db.sql("""
                        update identity.annulment
                        set state = :state, decided_by = :by, decided_by_name = :name, decided_at = :now
                        where id = :id
                        """)
                .param("state", approve ? "APPROVED" : "DECLINED")
                .param("by", actor.number())
                .param("name", actor.name())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("id", id)
                .update();
        audit.record(actor.doesFor(
                proposed.source(),
                AuditEvent.ANNULMENT_DECIDED,
                proposed.person(),
                null,
                null,
                Map.of(
                        "event",
                        proposed.event(),
                        "decision",
                        approve ? "approved" : "declined",
                        "proposed-by",
                        proposed.proposedBy())));
        if (approve) {
            undo(proposed);
        }
    }

    private void undo(Proposed proposed) {
        people.lock(proposed.person());
        LifeEvents.Told death = events.death(proposed.person())
                .filter(told -> told.event().equals(proposed.event()))
                .orElseThrow(() -> new Problem(Problem.Kind.CONFLICT, "identity.problem.decided"));
        undo(death, proposed.id().toString());
    }

    /**
     * Undoes a death whose entry the register of deaths has annulled, in the caller's transaction: two registrars decided it there. A
     * death that this register stands by for another reason stays.
     *
     * @param event the source's identifier of it
     * @param entry the entry in the source's register
     */
    void byRegister(PersonNumber person, String source, String event, String entry) {
        people.lock(person);
        events.death(person)
                .filter(told -> told.source().equals(source) && told.event().equals(event))
                .ifPresent(death -> {
                    undo(death, source + "/" + event);
                    audit.record(new AuditEntry(
                            AuditEvent.REGISTER_CHANGED,
                            AuditEntry.SYSTEM,
                            null,
                            source,
                            person,
                            null,
                            null,
                            Map.of("record", "identity.person", "event", event, "annulled", entry)));
                });
    }

    private void undo(LifeEvents.Told death, String key) {
        events.annul(death);
        people.setAlive(death.person());
        guardianships.restore(death.person());
        mandates.restoreOffices(death.person());
        Person person = people.find(death.person()).orElseThrow();
        notices.send(new Notice(
                "annulled/" + key, death.person(), "identity.notice.annulled", Map.of("name", person.name()), null));
    }

    private void requireImpartial(PersonNumber person, Actor actor) {
        if (person.equals(actor.person()) || relations.areRelatives(actor.person(), person)) {
            throw new Problem(Problem.Kind.FORBIDDEN, "identity.problem.partial");
        }
    }

    private Proposed waiting(UUID id, Actor actor) {
        boolean waits = db.sql("select state = 'WAITING' from identity.annulment where id = :id for update")
                .param("id", id)
                .query(Boolean.class)
                .optional()
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "identity.problem.no-death"));
        Optional<Proposed> mine = find("a.id = :id", Map.of("id", id)).stream()
                .filter(proposed -> mayKeep(actor, proposed.source()))
                .findFirst();
        if (mine.isEmpty()) {
            throw new Problem(Problem.Kind.NOT_FOUND, "identity.problem.no-death");
        }
        if (!waits) {
            throw new Problem(Problem.Kind.CONFLICT, "identity.problem.decided");
        }
        return mine.get();
    }

    /** Those of an agency that wait for a second officer, the oldest first. */
    List<Proposed> waiting(String agency) {
        return find("a.source = :agency and a.state = 'WAITING'", Map.of("agency", agency));
    }

    private List<Proposed> find(String which, Map<String, ?> values) {
        return db.sql("""
                        select a.*, e.person from identity.annulment a
                        join identity.life_event e on e.source = a.source and e.event = a.event
                        where %s order by a.proposed_at limit 100
                        """.formatted(which))
                .params(values)
                .query((row, n) -> new Proposed(
                        row.getObject("id", UUID.class),
                        row.getString("source"),
                        new PersonNumber(row.getString("person")),
                        row.getString("event"),
                        row.getString("ground"),
                        row.getString("document"),
                        row.getString("proposed_by"),
                        row.getString("proposed_by_name"),
                        row.getObject("proposed_at", OffsetDateTime.class).toInstant()))
                .list();
    }
}
