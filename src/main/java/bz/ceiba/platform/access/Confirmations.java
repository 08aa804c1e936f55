package bz.ceiba.platform.access;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.LocalizedText;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Sha256;
import bz.ceiba.platform.web.Messages;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * What needs two who may act for the same person or company: the one asks, and it is done when the other sends exactly the same within
 * ten days. If nobody does, nothing has happened.
 */
@Component
public class Confirmations {
    static final Duration LIFE = Duration.ofDays(10);

    private static final Duration KEPT = Duration.ofDays(90);
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    private final JdbcClient db;
    private final ActingFor actingFor;
    private final ConsentChannel channel;
    private final Messages messages;
    private final Audit audit;
    private final JsonMapper json;
    private final Clock clock;

    /**
     * What is to be done.
     *
     * @param key by which its room knows it
     * @param content all of it
     * @param path where the other one reads it
     */
    public record Act(String key, String content, String path, LocalizedText title, Matter matter) {}

    /**
     * One that waits.
     *
     * @param until when it is too late
     */
    public record Waiting(
            String path, Map<String, String> title, Matter matter, String askedBy, String askedByName, Instant until) {
        /** What it is called, in the reader's language. */
        public String title(String language) {
            return title.getOrDefault(language, title.getOrDefault("en", ""));
        }
    }

    Confirmations(
            JdbcClient db,
            ActingFor actingFor,
            ConsentChannel channel,
            Messages messages,
            Audit audit,
            JsonMapper json,
            Clock clock) {
        this.db = db;
        this.actingFor = actingFor;
        this.channel = channel;
        this.messages = messages;
        this.audit = audit;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Whether it may be done now: another one who may has asked for exactly this, and the actor confirms it. If not, the actor has asked.
     * Of two who ask at once the second confirms.
     *
     * @return empty when it may be done, else when it is too late for the other one
     */
    @Transactional
    public Optional<Instant> confirm(Actor actor, Act act) {
        PersonNumber represented = actor.subject();
        Instant now = clock.instant();
        byte[] fingerprint = Sha256.of(act.content());
        boolean first = insert(actor, act, fingerprint, now) == 1;
        Row row = lock(represented, act.key());
        if (!first && Arrays.equals(row.fingerprint(), fingerprint) && row.confirmedBy() != null) {
            // Confirmed already: the same press once more.
            return Optional.empty();
        }
        boolean same = !first
                && Arrays.equals(row.fingerprint(), fingerprint)
                && row.waiting().until().isAfter(now);
        if (same && row.waiting().askedBy().equals(actor.number())) {
            return Optional.of(row.waiting().until());
        }
        if (same && mayStill(row.waiting().askedBy(), represented, act.matter())) {
            confirmed(actor, act, now);
            return Optional.empty();
        }
        if (!first) {
            ask(actor, act, fingerprint, now);
        }
        audit.record(actor.does(AuditEvent.JOINT_ASKED, null, Map.of("what", act.key())));
        tellOthers(actor, act, now);
        return Optional.of(now.plus(LIFE));
    }

    private int insert(Actor actor, Act act, byte[] fingerprint, Instant now) {
        return write("""
                insert into access.confirmation
                  (represented, key, fingerprint, path, title, matter, asked_by, asked_by_name, asked_at, until)
                values (:represented, :key, :fingerprint, :path, :title::jsonb, :matter, :by, :name, :now, :until)
                on conflict do nothing
                """, actor, act, fingerprint, now);
    }

    private void ask(Actor actor, Act act, byte[] fingerprint, Instant now) {
        write("""
                update access.confirmation set fingerprint = :fingerprint, path = :path, title = :title::jsonb, matter = :matter,
                  asked_by = :by, asked_by_name = :name, asked_at = :now, until = :until, confirmed_by = null, confirmed_at = null
                where represented = :represented and key = :key
                """, actor, act, fingerprint, now);
    }

    private int write(String sql, Actor actor, Act act, byte[] fingerprint, Instant now) {
        Map<String, String> title = new TreeMap<>();
        messages.languages().forEach(language -> title.put(language, act.title().in(Locale.of(language))));
        return db.sql(sql)
                .param("represented", actor.subject().digits())
                .param("key", act.key())
                .param("fingerprint", fingerprint)
                .param("path", act.path())
                .param("title", json.writeValueAsString(title))
                .param("matter", act.matter().name())
                .param("by", actor.number())
                .param("name", actor.name())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("until", now.plus(LIFE).atOffset(ZoneOffset.UTC))
                .update();
    }

    private record Row(byte[] fingerprint, @Nullable String confirmedBy, Waiting waiting) {}

    private Row lock(PersonNumber represented, String key) {
        return db.sql("select * from access.confirmation where represented = :represented and key = :key for update")
                .param("represented", represented.digits())
                .param("key", key)
                .query((row, n) -> new Row(row.getBytes("fingerprint"), row.getString("confirmed_by"), waiting(row)))
                .single();
    }

    private Waiting waiting(ResultSet row) throws SQLException {
        return new Waiting(
                row.getString("path"),
                Objects.requireNonNull(json.readValue(row.getString("title"), TEXTS)),
                Matter.valueOf(row.getString("matter")),
                row.getString("asked_by"),
                row.getString("asked_by_name"),
                row.getObject("until", OffsetDateTime.class).toInstant());
    }

    private boolean mayStill(String asker, PersonNumber represented, Matter matter) {
        return actingFor.between(new PersonNumber(asker), represented).stream()
                .anyMatch(mandate -> mandate.covers(matter));
    }

    private void confirmed(Actor actor, Act act, Instant now) {
        db.sql("""
                update access.confirmation set confirmed_by = :by, confirmed_at = :now
                where represented = :represented and key = :key
                """)
                .param("by", actor.number())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("represented", actor.subject().digits())
                .param("key", act.key())
                .update();
        audit.record(actor.does(AuditEvent.JOINT_CONFIRMED, null, Map.of("what", act.key())));
    }

    private void tellOthers(Actor actor, Act act, Instant now) {
        Set<String> told = new HashSet<>(Set.of(actor.number()));
        for (Mandate mandate : actingFor.over(actor.subject())) {
            if (mandate.covers(act.matter()) && told.add(mandate.actor())) {
                channel.tell(
                        "access/confirm/" + act.key() + "/" + mandate.actor() + "/" + now.toEpochMilli(),
                        new PersonNumber(mandate.actor()),
                        "access.notice.confirm",
                        Map.of(
                                "asker",
                                actor.name(),
                                "represented",
                                actor.subjectName(),
                                "until",
                                LocalDate.ofInstant(now.plus(LIFE), Country.ZONE)
                                        .toString()));
            }
        }
    }

    /** What waits for another one to confirm it for this person or company, the oldest first. */
    List<Waiting> waiting(PersonNumber represented) {
        return db.sql("""
                select * from access.confirmation
                where represented = :represented and confirmed_by is null and until > :now
                order by asked_at limit 50
                """)
                .param("represented", represented.digits())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .query((row, n) -> waiting(row))
                .list();
    }

    /** Deletes what is long over. */
    void forget() {
        db.sql("delete from access.confirmation where until < :before")
                .param("before", clock.instant().minus(KEPT).atOffset(ZoneOffset.UTC))
                .update();
    }
}
