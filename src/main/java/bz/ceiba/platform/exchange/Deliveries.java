package bz.ceiba.platform.exchange;

import bz.ceiba.platform.kernel.ColumnKey;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Secrets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The events of this node's registers, and what of them each agency has had. */
@Component
class Deliveries {
    private static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(2),
            Duration.ofSeconds(15),
            Duration.ofMinutes(1),
            Duration.ofMinutes(10),
            Duration.ofHours(1));

    private final JdbcClient db;
    private final JsonMapper json;
    private final ColumnKey key;

    enum State {
        DUE,
        DELIVERED,
        /** The agency found something wrong with it. */
        REFUSED,
        /** The agreement was over, or the person's consent, before it was told. */
        WITHHELD,
        /** Officers of the register decided not to tell it again. */
        SET_ASIDE
    }

    /**
     * An event that is open for a subscription.
     *
     * @param event with the whole body
     * @param toldBefore whether it was told before, and nobody said that it was taken
     */
    record Open(
            Subscription to,
            ToldEvent event,
            State state,
            boolean toldBefore,
            int tries,
            @Nullable String words) {}

    /** How a subscription stands. */
    record Standing(Subscription to, int due, int refused, Instant oldest) {}

    Deliveries(JdbcClient db, JsonMapper json, Secrets secrets) {
        this.db = db;
        this.json = json;
        this.key = new ColumnKey(secrets, "exchange-column-key");
    }

    /**
     * In the caller's transaction; until its end nobody else adds one of the same key, so that numbers follow the order of commits.
     *
     * @param sealed whether who has a copy of the database alone may not read it
     */
    void add(RegisterEvent event, List<Subscription> subscriptions, boolean sealed) {
        if (subscriptions.isEmpty()) {
            return;
        }
        db.sql("select pg_advisory_xact_lock(hashtextextended('exchange.event/' || :key, 0))")
                .param("key", event.key())
                .query((row, n) -> true)
                .single();
        PersonNumber subject = event.subject();
        long id = db.sql("""
                        insert into exchange.event (service, key, subject, at, body)
                        values (:service, :key, :subject, :at, :body::jsonb) returning id
                        """)
                .param("service", event.service())
                .param("key", event.key())
                .param("subject", subject == null ? null : subject.digits())
                .param("at", time(event.at()))
                .param("body", sealed ? seal(event) : event.body().toString())
                .query(Long.class)
                .single();
        for (Subscription to : subscriptions) {
            db.sql("""
                            insert into exchange.delivery (consumer, service, purpose, event, key, due_at)
                            values (:consumer, :service, :purpose, :event, :key, :at)
                            """)
                    .param("consumer", to.consumer())
                    .param("service", to.service())
                    .param("purpose", to.purpose())
                    .param("event", id)
                    .param("key", event.key())
                    .param("at", time(event.at()))
                    .update();
        }
    }

    /** A JSON text in place of the object. */
    private String seal(RegisterEvent event) {
        byte[] bytes = json.writeValueAsBytes(event.body());
        return json.writeValueAsString(
                Base64.getEncoder().encodeToString(key.seal(bytes, place(event.service(), event.key()))));
    }

    private JsonNode opened(JsonNode body, String service, String key) {
        return body.isString()
                ? json.readTree(this.key.open(Base64.getDecoder().decode(body.stringValue()), place(service, key)))
                : body;
    }

    private static String place(String service, String key) {
        return "exchange.event/" + service + "/" + key;
    }

    /** The first open one of each key, if that is due, the oldest first. Locked until the end of the caller's transaction; others pass over it. */
    List<Open> due(Subscription to, Instant now, int most) {
        return db.sql("""
                        select d.*, e.subject, e.at, e.body from exchange.delivery d join exchange.event e on e.id = d.event
                        where d.consumer = :consumer and d.service = :service and d.purpose = :purpose
                          and d.state = 'DUE' and d.due_at <= :now and not exists (
                            select from exchange.delivery before
                            where before.consumer = d.consumer and before.service = d.service and before.purpose = d.purpose
                              and before.key = d.key and before.event < d.event and before.done_at is null)
                        order by d.event limit :most
                        for update of d skip locked
                        """)
                .param("consumer", to.consumer())
                .param("service", to.service())
                .param("purpose", to.purpose())
                .param("now", time(now))
                .param("most", most)
                .query((row, n) -> open(row))
                .list();
    }

    Optional<Open> find(Subscription to, long event) {
        return db.sql("""
                        select d.*, e.subject, e.at, e.body from exchange.delivery d join exchange.event e on e.id = d.event
                        where d.consumer = :consumer and d.service = :service and d.purpose = :purpose and d.event = :event
                        """)
                .param("consumer", to.consumer())
                .param("service", to.service())
                .param("purpose", to.purpose())
                .param("event", event)
                .query((row, n) -> open(row))
                .optional();
    }

    /** What agencies found wrong with a provider's events, the oldest first. */
    List<Open> refused(List<String> services, int most) {
        return db.sql("""
                        select d.*, e.subject, e.at, e.body from exchange.delivery d join exchange.event e on e.id = d.event
                        where d.service in (:services) and d.done_at is null and d.state = 'REFUSED' order by d.event limit :most
                        """)
                .param("services", services)
                .param("most", most)
                .query((row, n) -> open(row))
                .list();
    }

    /** All subscriptions with something open, by agency and event. */
    List<Standing> standing() {
        return db.sql("""
                        select d.consumer, d.service, d.purpose, count(*) filter (where d.state = 'DUE') as due,
                          count(*) filter (where d.state = 'REFUSED') as refused, min(e.at) as oldest
                        from exchange.delivery d join exchange.event e on e.id = d.event where d.done_at is null
                        group by d.consumer, d.service, d.purpose order by d.consumer, d.service, d.purpose
                        """)
                .query((row, n) -> new Standing(
                        subscription(row),
                        row.getInt("due"),
                        row.getInt("refused"),
                        row.getObject("oldest", OffsetDateTime.class).toInstant()))
                .list();
    }

    void told(Subscription to, long event, Instant now) {
        change(to, event, "told_at = coalesce(told_at, :now)", now, null);
    }

    /** Nothing is left to do. @return whether it was open */
    boolean done(Subscription to, long event, State state, Instant now, @Nullable String words) {
        return change(to, event, "state = '" + state + "', done_at = :now, words = :words", now, words);
    }

    void refused(Subscription to, long event, Instant now, String words) {
        change(to, event, "state = 'REFUSED', told_at = coalesce(told_at, :now), words = :words", now, words);
    }

    void failed(Open open, Instant now, String words) {
        Instant next = now.plus(PAUSES.get(Math.min(open.tries(), PAUSES.size() - 1)));
        change(open.to(), open.event().id(), "tries = tries + 1, due_at = :now, words = :words", next, words);
    }

    boolean again(Subscription to, long event, Instant now) {
        return change(to, event, "state = 'DUE', due_at = :now, words = :words", now, null);
    }

    private boolean change(Subscription to, long event, String change, Instant now, @Nullable String words) {
        return db.sql("update exchange.delivery set " + change + """
                         where consumer = :consumer and service = :service and purpose = :purpose and event = :event
                          and done_at is null
                        """)
                        .param("consumer", to.consumer())
                        .param("service", to.service())
                        .param("purpose", to.purpose())
                        .param("event", event)
                        .param("now", time(now))
                        .param("words", words)
                        .update()
                == 1;
    }

    /** Whether this node takes an event of another one for the first time; noted in the caller's transaction. */
    boolean take(Subscription to, long event, Instant now) {
        return db.sql("""
                        insert into exchange.taken (service, agency, purpose, event, at)
                        values (:service, :agency, :purpose, :event, :now) on conflict do nothing
                        """)
                        .param("service", to.service())
                        .param("agency", to.consumer())
                        .param("purpose", to.purpose())
                        .param("event", event)
                        .param("now", time(now))
                        .update()
                == 1;
    }

    void forget(String service, String key) {
        db.sql("delete from exchange.event where service = :service and key = :key")
                .param("service", service)
                .param("key", key)
                .update();
    }

    /** Forgets what everybody has had, and what was taken, before a moment. */
    void clear(Instant before) {
        db.sql("""
                        delete from exchange.event e where e.at < :before and not exists (
                          select from exchange.delivery d where d.event = e.id and (d.done_at is null or d.done_at >= :before))
                        """).param("before", time(before)).update();
        db.sql("delete from exchange.taken where at < :before")
                .param("before", time(before))
                .update();
    }

    private static Subscription subscription(ResultSet row) throws SQLException {
        return new Subscription(row.getString("consumer"), row.getString("service"), row.getString("purpose"));
    }

    private Open open(ResultSet row) throws SQLException {
        String subject = row.getString("subject");
        JsonNode body = opened(json.readTree(row.getString("body")), row.getString("service"), row.getString("key"));
        return new Open(
                subscription(row),
                new ToldEvent(
                        row.getLong("event"),
                        row.getString("service"),
                        row.getString("key"),
                        subject == null ? null : new PersonNumber(subject),
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        body),
                State.valueOf(row.getString("state")),
                row.getObject("told_at", OffsetDateTime.class) != null,
                row.getInt("tries"),
                row.getString("words"));
    }

    private static OffsetDateTime time(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
