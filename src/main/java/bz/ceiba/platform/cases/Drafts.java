package bz.ceiba.platform.cases;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Ids;
import bz.ceiba.platform.kernel.PersonNumber;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Forms that people have begun and may come back to for 60 days. */
@Component
public class Drafts {
    /** How long a form that nobody touches is kept. */
    public static final Duration KEPT = Duration.ofDays(60);

    private final JdbcClient db;
    private final JsonMapper json;
    private final Audit audit;
    private final Clock clock;

    Drafts(JdbcClient db, JsonMapper json, Audit audit, Clock clock) {
        this.db = db;
        this.json = json;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Begins a form; it stays under the version that is current now.
     *
     * @param form what is answered already
     */
    @Transactional
    UUID begin(ServiceDefinition definition, Actor actor, ObjectNode form) {
        UUID id = Ids.next(clock);
        Instant now = clock.instant();
        db.sql("""
                insert into cases.draft (id, service, version, person, acted_by, form, page, updated_at, expires_at)
                values (?, ?, ?, ?, ?, cast(? as jsonb), ?, ?, ?)
                """)
                .param(id)
                .param(definition.id())
                .param(definition.version())
                .param(actor.subject().digits())
                .param(actor.actingFor() == null ? null : actor.number())
                .param(form.toString())
                .param(definition.pages().getFirst().id())
                .param(Timestamp.from(now))
                .param(Timestamp.from(now.plus(KEPT)))
                .update();
        audit.record(actor.does(AuditEvent.DRAFT_SAVED, null, Map.of("service", definition.id())));
        return id;
    }

    /** The draft, if it is the actor's own. */
    @Transactional(readOnly = true)
    Optional<Draft> find(UUID id, Actor actor) {
        return db.sql("select * from cases.draft where id = ? and person = ? and expires_at > ?")
                .param(id)
                .param(actor.subject().digits())
                .param(Timestamp.from(clock.instant()))
                .query(this::draft)
                .optional();
    }

    /** A person's drafts, last touched first, at most 20. */
    @Transactional(readOnly = true)
    public List<Draft> of(PersonNumber person) {
        return db.sql("""
                select * from cases.draft where person = ? and expires_at > ? order by updated_at desc limit 20
                """)
                .param(person.digits())
                .param(Timestamp.from(clock.instant()))
                .query(this::draft)
                .list();
    }

    @Transactional
    void save(Draft draft, ObjectNode form, String page) {
        Instant now = clock.instant();
        db.sql("update cases.draft set form = cast(? as jsonb), page = ?, updated_at = ?, expires_at = ? where id = ?")
                .param(form.toString())
                .param(page)
                .param(Timestamp.from(now))
                .param(Timestamp.from(now.plus(KEPT)))
                .param(draft.id())
                .update();
    }

    @Transactional
    void delete(UUID id) {
        db.sql("delete from cases.draft where id = ?").param(id).update();
    }

    private Draft draft(ResultSet row, int index) throws SQLException {
        return new Draft(
                row.getObject("id", UUID.class),
                row.getString("service"),
                row.getInt("version"),
                new PersonNumber(row.getString("person")),
                (ObjectNode) json.readTree(row.getString("form")),
                row.getString("page"),
                row.getTimestamp("updated_at").toInstant(),
                row.getTimestamp("expires_at").toInstant());
    }

    @Configuration(proxyBeanMethods = false)
    static class Expiry {
        /** Removes once a day what nobody came back to. */
        @Bean
        Task<Void> draftExpiry(JdbcClient db, Clock clock) {
            return Tasks.recurring("cases.draft-expiry", FixedDelay.ofHours(24))
                    .execute((instance, context) -> db.sql("delete from cases.draft where expires_at <= ?")
                            .param(Timestamp.from(clock.instant()))
                            .update());
        }
    }
}
