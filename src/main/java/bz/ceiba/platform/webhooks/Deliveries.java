package bz.ceiba.platform.webhooks;

import bz.ceiba.platform.webhooks.Delivery.DeliveryState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Messages and how far they have come. */
@Component
class Deliveries {
    private static final String SELECT = """
            select d.message, d.endpoint, m.type, m.body, d.state, d.attempts, d.outcome, d.tried_at, d.next_at
            from webhooks.delivery d join webhooks.message m on m.id = d.message
            """;
    private static final int SHOWN = 50;
    private static final int LONGEST_OUTCOME = 300;

    private final JdbcClient db;
    private final Clock clock;

    Deliveries(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    private static Delivery read(ResultSet row, int number) throws SQLException {
        return new Delivery(
                row.getString("message"),
                row.getObject("endpoint", UUID.class),
                row.getString("type"),
                row.getString("body"),
                DeliveryState.valueOf(row.getString("state")),
                row.getInt("attempts"),
                row.getString("outcome"),
                instant(row.getObject("tried_at", OffsetDateTime.class)),
                instant(row.getObject("next_at", OffsetDateTime.class)));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime at) {
        return at == null ? null : at.toInstant();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    void add(String message, String agency, String type, String body, List<Endpoint> to) {
        db.sql("""
                with told as (
                  insert into webhooks.message (id, agency, type, body, at) values (:id, :agency, :type, :body, :now))
                insert into webhooks.delivery (message, endpoint, next_at)
                select :id, endpoint, :now from unnest(cast(:endpoints as uuid[])) as endpoint
                """)
                .param("id", message)
                .param("agency", agency)
                .param("type", type)
                .param("body", body)
                .param("now", now())
                .param("endpoints", to.stream().map(Endpoint::id).toArray(UUID[]::new))
                .update();
    }

    Optional<Delivery> find(String message, UUID endpoint) {
        return db.sql(SELECT + "where d.message = :message and d.endpoint = :endpoint")
                .param("message", message)
                .param("endpoint", endpoint)
                .query(Deliveries::read)
                .optional();
    }

    /** The last ones to an endpoint that did not fail, newest first, at most 50. */
    List<Delivery> to(UUID endpoint) {
        return db.sql(SELECT + """
                where d.endpoint = :endpoint and d.state <> 'FAILED' order by m.at desc, d.message desc limit :most
                """)
                .param("endpoint", endpoint)
                .param("most", SHOWN)
                .query(Deliveries::read)
                .list();
    }

    /** The failed ones, newest first, at most 50; others come up when these are sent again. */
    List<Delivery> failed(UUID endpoint) {
        return db.sql(SELECT + """
                where d.endpoint = :endpoint and d.state = 'FAILED' order by m.at desc, d.message desc limit :most
                """)
                .param("endpoint", endpoint)
                .param("most", SHOWN)
                .query(Deliveries::read)
                .list();
    }

    int countFailed(UUID endpoint) {
        return db.sql("select count(*) from webhooks.delivery where endpoint = :endpoint and state = 'FAILED'")
                .param("endpoint", endpoint)
                .query(Integer.class)
                .single();
    }

    /** Notes a try; {@code next} is when the next one is, or null when there is none. */
    void tried(Delivery delivery, DeliveryState state, String outcome, @Nullable Instant next) {
        db.sql("""
                update webhooks.delivery
                set state = :state, attempts = attempts + 1, outcome = :outcome, tried_at = :now, next_at = :next
                where message = :message and endpoint = :endpoint and state = 'WAITING'
                """)
                .param("state", state.name())
                .param("outcome", outcome.substring(0, Math.min(LONGEST_OUTCOME, outcome.length())))
                .param("now", now())
                .param("next", next == null ? null : next.atOffset(ZoneOffset.UTC))
                .param("message", delivery.message())
                .param("endpoint", delivery.endpoint())
                .update();
    }

    /** Lets one that failed or arrived be sent again from its first try on; answers false when it is on its way. */
    boolean again(String message, UUID endpoint) {
        return db.sql("""
                update webhooks.delivery set state = 'WAITING', attempts = 0, next_at = :now
                where message = :message and endpoint = :endpoint and state <> 'WAITING'
                """)
                        .param("now", now())
                        .param("message", message)
                        .param("endpoint", endpoint)
                        .update()
                == 1;
    }

    void forget(Instant before) {
        db.sql("delete from webhooks.message where at < :before")
                .param("before", before.atOffset(ZoneOffset.UTC))
                .update();
    }
}
