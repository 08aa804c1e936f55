package bz.ceiba.systems.border.carrier;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * The lists of voyages. Each thing that can be said (of a voyage, of somebody, of whether he is on board) keeps the largest stamp, and a whole list
 * counts from the stamp of its first part: so the same messages give the same list in whatever order, and however often, they come.
 */
@Component
class PassengerLists {
    /** Somebody counts when he was named since the last whole list, and not cancelled; or is said to be on board. */
    private static final String COUNTS = """
            ((l.named is not null and not l.cancelled
              and l.said_at >= coalesce(case when l.crew then v.crew_since else v.passengers_since end, l.said_at))
             or l.on_board)
            """;

    /** It does not take place, unless its carrier told a whole list or who is on board since. */
    private static final String CANCELLED = """
            coalesce(v.cancelled_at >= coalesce(greatest(v.passengers_since, v.crew_since, v.closed_at), v.cancelled_at), false)
            """;

    private final JdbcClient db;
    private final JdbcTemplate batches;
    private final JsonMapper json;

    PassengerLists(JdbcClient db, JdbcTemplate batches, JsonMapper json) {
        this.db = db;
        this.batches = batches;
        this.json = json;
    }

    /** Within the caller's transaction. */
    void take(Carrier carrier, CarrierMessage message) {
        long voyage = voyage(carrier, message);
        Instant at = message.stamp().at();
        switch (message.function()) {
            case FULL -> {
                db.sql("""
                                insert into border.voyage_part (voyage, reference, part, last, said_at) values (?, ?, ?, ?, ?)
                                on conflict (voyage, reference, part) do update set last = voyage_part.last or excluded.last,
                                  said_at = greatest(voyage_part.said_at, excluded.said_at)
                                """)
                        .params(voyage, message.reference(), message.part(), message.last(), Timestamp.from(at))
                        .update();
                if (message.part() == 1) {
                    latest(voyage, message.crew() ? "crew_since" : "passengers_since", at);
                }
                named(voyage, message, false);
            }
            case CHANGE -> named(voyage, message, false);
            case CANCEL -> named(voyage, message, true);
            case ON_BOARD -> {
                latest(voyage, "closed_at", at);
                board(voyage, message, true);
            }
            case NOT_ON_BOARD -> {
                latest(voyage, "closed_at", at);
                board(voyage, message, false);
            }
            case NO_VOYAGE -> latest(voyage, "cancelled_at", at);
        }
    }

    private long voyage(Carrier carrier, CarrierMessage message) {
        // What says more wins, then what was said later; of two alike the larger, so that no order of arrival matters.
        int rank = (message.arrives() == null ? 0 : 1)
                + (message.from().isEmpty() ? 0 : 1)
                + (message.to().isEmpty() ? 0 : 1);
        return db.sql("""
                        insert into border.voyage as v
                          (carrier, number, departs, arrives, origin, destination, described_rank, described_at, described_order)
                        values (:carrier, :number, :departs, :arrives, :origin, :destination, :rank, :at, :order)
                        on conflict (number, departs) do update set (arrives, origin, destination, described_rank, described_at, described_order) =
                          (select arrives, origin, destination, described_rank, described_at, described_order
                           from (values (v.arrives, v.origin, v.destination, v.described_rank, v.described_at, v.described_order),
                             (excluded.arrives, excluded.origin, excluded.destination, excluded.described_rank, excluded.described_at,
                               excluded.described_order)) one (arrives, origin, destination, described_rank, described_at, described_order)
                           order by described_rank desc, described_at desc, described_order desc, origin, destination, arrives limit 1)
                        returning v.id
                        """)
                .param("carrier", carrier.code())
                .param("number", message.voyage())
                .param("departs", Timestamp.from(message.departs()))
                .param("arrives", timestamp(message.arrives()))
                .param("origin", message.from())
                .param("destination", message.to())
                .param("rank", rank)
                .param("at", Timestamp.from(message.stamp().at()))
                .param("order", message.stamp().order())
                .query(Long.class)
                .single();
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant at) {
        return at == null ? null : Timestamp.from(at);
    }

    private void latest(long voyage, String what, Instant at) {
        db.sql("update border.voyage set " + what + " = greatest(" + what + ", ?) where id = ?")
                .params(Timestamp.from(at), voyage)
                .update();
    }

    /** Who is named twice in one message is as he is named last. */
    private static List<Statement> once(CarrierMessage message) {
        Map<String, Statement> byKey = new LinkedHashMap<>();
        message.statements().forEach(one -> byKey.put(one.key(), one));
        return List.copyOf(byKey.values());
    }

    private void named(long voyage, CarrierMessage message, boolean cancelled) {
        batches.batchUpdate("""
                insert into border.listed as l (voyage, key, crew, named, said_at, said_order, cancelled) values (?, ?, ?, ?::jsonb, ?, ?, ?)
                on conflict (voyage, key) do update set
                  crew = excluded.crew, named = excluded.named, said_at = excluded.said_at, said_order = excluded.said_order,
                  cancelled = excluded.cancelled
                where l.said_at is null or (excluded.said_at, excluded.said_order, excluded.cancelled, excluded.named::text)
                  > (l.said_at, l.said_order, l.cancelled, l.named::text)
                """, once(message), 500, (row, one) -> {
            row.setLong(1, voyage);
            row.setString(2, one.key());
            row.setBoolean(3, message.crew() || one.crew());
            row.setString(4, json.writeValueAsString(one.named()));
            row.setTimestamp(5, Timestamp.from(message.stamp().at()));
            row.setString(6, message.stamp().order());
            row.setBoolean(7, cancelled);
        });
    }

    private void board(long voyage, CarrierMessage message, boolean onBoard) {
        batches.batchUpdate("""
                insert into border.listed as l (voyage, key, crew, on_board, board_at, board_order) values (?, ?, ?, ?, ?, ?)
                on conflict (voyage, key) do update set
                  on_board = excluded.on_board, board_at = excluded.board_at, board_order = excluded.board_order
                where l.board_at is null or (excluded.board_at, excluded.board_order, excluded.on_board) > (l.board_at, l.board_order, l.on_board)
                """, once(message), 500, (row, one) -> {
            row.setLong(1, voyage);
            row.setString(2, one.key());
            row.setBoolean(3, message.crew() || one.crew());
            row.setBoolean(4, onBoard);
            row.setTimestamp(5, Timestamp.from(message.stamp().at()));
            row.setString(6, message.stamp().order());
        });
    }

    List<Listed> on(long voyage) {
        return db.sql("""
                        select l.key, l.crew, l.named::text, l.on_board from border.listed l join border.voyage v on v.id = l.voyage
                        where l.voyage = ? and
                        """ + COUNTS + " order by l.named ->> 'family', l.named ->> 'given', l.key")
                .param(voyage)
                .query((row, n) ->
                        listed(row.getString("key"), row.getBoolean("crew"), row.getString("named"), (Boolean)
                                row.getObject("on_board")))
                .list();
    }

    private Listed listed(String key, boolean crew, @Nullable String named, @Nullable Boolean onBoard) {
        return new Listed(key, crew, named == null ? null : json.readValue(named, Named.class), onBoard);
    }

    private static final String VOYAGES = """
            select v.id, v.carrier, v.number, v.departs, v.arrives, v.origin, v.destination, v.closed_at,
              %s as cancelled,
              v.passengers_since is not null and not exists (
                select 1 from border.voyage_part p where p.voyage = v.id and p.said_at >= coalesce(v.passengers_since, p.said_at)
                group by p.reference having bool_or(p.last) is not true or count(*) <> max(p.part)) as complete
            from border.voyage v
            """.formatted(CANCELLED);

    Optional<Voyage> find(String number, Instant from, Instant to) {
        return db.sql(
                        VOYAGES
                                + " where v.number = ? and (v.departs between ? and ? or v.arrives between ? and ?) order by v.departs limit 1")
                .params(number, Timestamp.from(from), Timestamp.from(to), Timestamp.from(from), Timestamp.from(to))
                .query(PassengerLists::voyage)
                .optional();
    }

    Optional<Voyage> find(long id) {
        return db.sql(VOYAGES + " where v.id = ?")
                .param(id)
                .query(PassengerLists::voyage)
                .optional();
    }

    List<Voyage> between(Instant from, Instant to) {
        return db.sql(
                        VOYAGES
                                + " where v.departs between ? and ? or v.arrives between ? and ? order by coalesce(v.arrives, v.departs) limit 500")
                .params(Timestamp.from(from), Timestamp.from(to), Timestamp.from(from), Timestamp.from(to))
                .query(PassengerLists::voyage)
                .list();
    }

    /** Voyages that take place and arrive from a time on and before another, with their passengers. */
    List<Expected> expected(Instant from, Instant to) {
        return db.sql("""
                        select v.number, v.destination, coalesce(v.arrives, v.departs) as at, v.arrives, (
                          select count(*) from border.listed l where l.voyage = v.id and not l.crew
                          and (v.closed_at is null or l.on_board is not false) and
                        """ + COUNTS + """
                        ) as passengers
                        from border.voyage v where not
                        """ + CANCELLED + """
                          and (v.arrives >= ? and v.arrives < ? or v.arrives is null and v.departs >= ? and v.departs < ?)
                        """)
                .params(Timestamp.from(from), Timestamp.from(to), Timestamp.from(from), Timestamp.from(to))
                .query((row, n) -> {
                    Timestamp arrives = row.getTimestamp("arrives");
                    return new Expected(
                            row.getString("number"),
                            row.getString("destination"),
                            row.getTimestamp("at").toInstant(),
                            arrives == null ? null : arrives.toInstant(),
                            row.getInt("passengers"));
                })
                .list();
    }

    private static Voyage voyage(java.sql.ResultSet row, int n) throws java.sql.SQLException {
        Timestamp arrives = row.getTimestamp("arrives");
        Timestamp closed = row.getTimestamp("closed_at");
        return new Voyage(
                row.getLong("id"),
                row.getString("carrier"),
                row.getString("number"),
                row.getTimestamp("departs").toInstant(),
                arrives == null ? null : arrives.toInstant(),
                row.getString("origin"),
                row.getString("destination"),
                closed == null ? null : closed.toInstant(),
                row.getBoolean("cancelled"),
                row.getBoolean("complete"));
    }

    /** Lists whose time is over; answers how many voyages went. */
    int forget(Instant before) {
        db.sql("delete from border.carrier_file where received_at < ?")
                .param(Timestamp.from(before))
                .update();
        return db.sql("delete from border.voyage where coalesce(arrives, departs) < ?")
                .param(Timestamp.from(before))
                .update();
    }
}
