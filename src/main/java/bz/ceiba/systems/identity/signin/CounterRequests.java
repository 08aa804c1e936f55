package bz.ceiba.systems.identity.signin;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.systems.identity.register.Applicant;
import bz.ceiba.systems.identity.register.Proof;
import bz.ceiba.systems.identity.signin.CounterRequest.Kind;
import bz.ceiba.systems.identity.signin.CounterRequest.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What was asked for at counters. */
@Component
class CounterRequests {
    private static final String SELECT = """
            select r.*, exists (select 1 from identity.card c where c.request = r.id and c.ended_at is null) as card_made
            from identity.counter_request r
            """;

    private final JdbcClient db;
    private final JsonMapper json;

    CounterRequests(JdbcClient db, JsonMapper json) {
        this.db = db;
        this.json = json;
    }

    /** Answers false when something else waits for the same person. */
    boolean add(CounterRequest request) {
        return db.sql("""
                insert into identity.counter_request (id, kind, person, applicant, agency, state, proof, phone, code_mac, keep_email,
                  wants_card, asked_by, asked_by_name, asked_at)
                values (:id, :kind, :person, cast(:applicant as jsonb), :agency, :state, cast(:proof as jsonb), :phone, :mac, :email, :card,
                  :by, :name, :now)
                on conflict do nothing
                """)
                        .param("id", request.id())
                        .param("kind", request.kind().name())
                        .param("person", request.person())
                        .param(
                                "applicant",
                                request.applicant() == null ? null : json.writeValueAsString(request.applicant()))
                        .param("agency", request.agency())
                        .param("state", request.state().name())
                        .param("proof", json.writeValueAsString(request.proof()))
                        .param("phone", request.phone())
                        .param("mac", request.codeMac())
                        .param("email", request.keepEmail())
                        .param("card", request.card())
                        .param("by", request.askedBy())
                        .param("name", request.askedByName())
                        .param("now", time(request.askedAt()))
                        .update()
                == 1;
    }

    Optional<CounterRequest> find(UUID id) {
        return db.sql(SELECT + "where r.id = :id")
                .param("id", id)
                .query((row, n) -> request(row))
                .optional();
    }

    /** The request, locked until the transaction ends, so that one decision is taken. */
    Optional<CounterRequest> lock(UUID id) {
        db.sql("select 1 from identity.counter_request where id = :id for update")
                .param("id", id)
                .query(Integer.class)
                .optional();
        return find(id);
    }

    /** The recovery of a person that waits and can be stopped. */
    Optional<CounterRequest> cooling(UUID person) {
        return db.sql(SELECT + "where r.person = :person and r.state = 'COOLING'")
                .param("person", person)
                .query((row, n) -> request(row))
                .optional();
    }

    Optional<UUID> byStop(byte[] stopHash) {
        return db.sql("select id from identity.counter_request where stop_hash = :hash and state = 'COOLING'")
                .param("hash", stopHash)
                .query(UUID.class)
                .optional();
    }

    /** Those that somebody has to look at, the oldest first, at most a hundred; of what is open only what the officer himself began. */
    List<CounterRequest> live(String officer) {
        return db.sql(SELECT + """
                where r.state in ('WAITING', 'COOLING') or (r.state = 'OPEN' and r.asked_by = :officer)
                  or (r.state = 'STOPPED' and r.reviewed_at is null)
                order by r.asked_at limit 100
                """)
                .param("officer", officer)
                .query((row, n) -> request(row))
                .list();
    }

    void drop(UUID person) {
        db.sql("update identity.counter_request set state = 'DECLINED' where person = :person and state = 'OPEN'")
                .param("person", person)
                .update();
    }

    void countTry(UUID id) {
        db.sql("update identity.counter_request set code_tries = code_tries + 1 where id = :id")
                .param("id", id)
                .update();
    }

    void phoneProved(UUID id) {
        db.sql("update identity.counter_request set phone_proved = true where id = :id")
                .param("id", id)
                .update();
    }

    void state(UUID id, State state) {
        db.sql("update identity.counter_request set state = :state where id = :id")
                .param("id", id)
                .param("state", state.name())
                .update();
    }

    void decided(UUID id, State state, Actor by, Instant now) {
        db.sql("""
                        update identity.counter_request set state = :state, decided_by = :by, decided_by_name = :name, decided_at = :now
                        where id = :id
                        """)
                .param("id", id)
                .param("state", state.name())
                .param("by", by.number())
                .param("name", by.name())
                .param("now", time(now))
                .update();
    }

    void cool(UUID id, Instant effectiveAt, byte[] stopHash) {
        db.sql("update identity.counter_request set effective_at = :at, stop_hash = :hash where id = :id")
                .param("id", id)
                .param("at", time(effectiveAt))
                .param("hash", stopHash)
                .update();
    }

    void entered(UUID id, UUID person) {
        db.sql("update identity.counter_request set person = :person where id = :id")
                .param("id", id)
                .param("person", person)
                .update();
    }

    void stopped(UUID id, String how, Instant now) {
        db.sql("""
                        update identity.counter_request set state = 'STOPPED', stopped_at = :now, stopped_how = :how where id = :id
                        """).param("id", id).param("how", how).param("now", time(now)).update();
    }

    void reviewed(UUID id, Actor by, Instant now) {
        db.sql("update identity.counter_request set reviewed_by_name = :name, reviewed_at = :now where id = :id")
                .param("id", id)
                .param("name", by.name())
                .param("now", time(now))
                .update();
    }

    /** The identity numbers of people of that birth date and family name. */
    List<String> alike(Applicant applicant) {
        return db.sql("""
                select number from identity.person where birth_date = :born and lower(family) = lower(:family) order by number limit 5
                """)
                .param("born", applicant.birthDate())
                .param("family", applicant.family())
                .query(String.class)
                .list();
    }

    private static OffsetDateTime time(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    private CounterRequest request(ResultSet row) throws SQLException {
        String applicant = row.getString("applicant");
        return new CounterRequest(
                row.getObject("id", UUID.class),
                Kind.valueOf(row.getString("kind")),
                row.getObject("person", UUID.class),
                applicant == null ? null : json.readValue(applicant, Applicant.class),
                row.getString("agency"),
                State.valueOf(row.getString("state")),
                json.readValue(row.getString("proof"), Proof.class),
                row.getString("phone"),
                row.getBytes("code_mac"),
                row.getInt("code_tries"),
                row.getBoolean("phone_proved"),
                row.getBoolean("keep_email"),
                row.getBoolean("wants_card"),
                row.getBoolean("card_made"),
                row.getString("asked_by"),
                row.getString("asked_by_name"),
                row.getObject("asked_at", OffsetDateTime.class).toInstant(),
                row.getString("decided_by_name"),
                instant(row, "effective_at"),
                instant(row, "stopped_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
