package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.kernel.Sha256;
import bz.ceiba.systems.identity.provider.BackchannelRequest.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Backchannel requests, for all processes. */
@Component
class BackchannelRequests {
    /** By how much a party that asks too soon has to wait longer from then on (CIBA Core 1.0, 11). */
    private static final int SLOWER = 5;

    private static final Duration KEPT = Duration.ofDays(1);

    private final JdbcClient db;
    private final Pseudonyms pseudonyms;
    private final Clock clock;
    private final JsonMapper json = new JsonMapper();

    BackchannelRequests(JdbcClient db, Pseudonyms pseudonyms, Clock clock) {
        this.db = db;
        this.pseudonyms = pseudonyms;
        this.clock = clock;
    }

    /** What the party calls a request ({@code auth_req_id}): nobody can guess it, and we need not keep it. */
    String name(UUID id) {
        return pseudonyms.of(id, "backchannel request");
    }

    void add(BackchannelRequest request) {
        db.sql("""
                insert into identity.backchannel_request (id, hash, client, person, scopes, parameters, binding_message,
                  notification_token, asked_at, expires_at)
                values (:id, :hash, :client, :person, :scopes, cast(:parameters as jsonb), :message, :token, :asked, :expires)
                """)
                .param("id", request.id())
                .param("hash", Sha256.of(name(request.id())))
                .param("client", request.client())
                .param("person", request.person())
                .param("scopes", request.scopes().toArray(String[]::new))
                .param("parameters", json.writeValueAsString(request.parameters()))
                .param("message", request.bindingMessage())
                .param("token", request.notificationToken())
                .param("asked", request.askedAt().atOffset(ZoneOffset.UTC))
                .param("expires", request.expiresAt().atOffset(ZoneOffset.UTC))
                .update();
    }

    Optional<BackchannelRequest> named(String name) {
        return db.sql("select * from identity.backchannel_request where hash = ?")
                .param(Sha256.of(name))
                .query((row, n) -> read(row))
                .optional();
    }

    Optional<BackchannelRequest> find(UUID id) {
        return db.sql("select * from identity.backchannel_request where id = ?")
                .param(id)
                .query((row, n) -> read(row))
                .optional();
    }

    /** What waits for a person's answer, the newest first. */
    List<BackchannelRequest> waiting(UUID person) {
        return db.sql("""
                select * from identity.backchannel_request where person = :person and state = 'WAITING' and expires_at > :now
                order by asked_at desc
                """)
                .param("person", person)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .query((row, n) -> read(row))
                .list();
    }

    /** Answers whether it waited still; of two answers the first holds. */
    boolean answer(UUID id, State state) {
        return db.sql("""
                update identity.backchannel_request set state = :state
                where id = :id and state = 'WAITING' and expires_at > :now
                """)
                        .param("state", state.name())
                        .param("id", id)
                        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    /** Notes that the party asks for the answer; false when it does so too soon, and has to wait longer from then on. */
    boolean poll(BackchannelRequest request) {
        Instant now = clock.instant();
        boolean inTime = db.sql("""
                update identity.backchannel_request set polled_at = :now
                where id = :id and (polled_at is null or polled_at + make_interval(secs => every_seconds) <= :now)
                """)
                        .param("id", request.id())
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
        if (!inTime) {
            db.sql(
                            "update identity.backchannel_request set polled_at = :now, every_seconds = every_seconds + :more where id = :id")
                    .param("id", request.id())
                    .param("now", now.atOffset(ZoneOffset.UTC))
                    .param("more", SLOWER)
                    .update();
        }
        return inTime;
    }

    void forget() {
        db.sql("delete from identity.backchannel_request where expires_at < ?")
                .param(clock.instant().minus(KEPT).atOffset(ZoneOffset.UTC))
                .update();
    }

    private BackchannelRequest read(ResultSet row) throws SQLException {
        OffsetDateTime polled = row.getObject("polled_at", OffsetDateTime.class);
        Map<String, Object> parameters = json.readValue(row.getString("parameters"), new TypeReference<>() {});
        return new BackchannelRequest(
                row.getObject("id", UUID.class),
                row.getString("client"),
                row.getObject("person", UUID.class),
                Set.of((String[]) row.getArray("scopes").getArray()),
                parameters,
                row.getString("binding_message"),
                row.getString("notification_token"),
                row.getObject("asked_at", OffsetDateTime.class).toInstant(),
                row.getObject("expires_at", OffsetDateTime.class).toInstant(),
                row.getInt("every_seconds"),
                polled == null ? null : polled.toInstant(),
                State.valueOf(row.getString("state")));
    }
}
