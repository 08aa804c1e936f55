package bz.ceiba.platform.treasury;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.kernel.Ids;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.treasury.BankStatement.BankLine;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Statements that came in, with their lines as the bank sent them. */
@Component
class Statements {
    private static final int BATCH = 500;
    private static final long LOCK = 0x5452_4541L;
    private static final int MOST = 60;

    /** A statement that is there. */
    record Imported(
            UUID id,
            String account,
            String number,
            @Nullable Long sequence,
            LocalDate day,
            Money opening,
            Money closing,
            String digest,
            Instant importedAt,
            String importedByName) {}

    private static final String SELECT = """
            select id, account, number, sequence, day, opening, closing, digest, imported_at, imported_by_name
            from treasury.statement
            """;

    private final JdbcClient db;
    private final JdbcTemplate batches;
    private final Clock clock;

    Statements(JdbcClient db, JdbcTemplate batches, Clock clock) {
        this.db = db;
        this.batches = batches;
        this.clock = clock;
    }

    private static Imported read(ResultSet row, int number) throws SQLException {
        return new Imported(
                row.getObject("id", UUID.class),
                row.getString("account"),
                row.getString("number"),
                row.getObject("sequence", Long.class),
                row.getObject("day", LocalDate.class),
                Money.ofCents(row.getLong("opening")),
                Money.ofCents(row.getLong("closing")),
                row.getString("digest"),
                row.getObject("imported_at", OffsetDateTime.class).toInstant(),
                row.getString("imported_by_name"));
    }

    /** Lets nobody else import until the current transaction ends; imports are rare and short. */
    void lock() {
        db.sql("select pg_advisory_xact_lock(?)")
                .param(LOCK)
                .query((row, n) -> 1)
                .single();
    }

    Optional<Imported> find(String account, String number) {
        return db.sql(SELECT + "where account = :account and number = :number")
                .param("account", account)
                .param("number", number)
                .query(Statements::read)
                .optional();
    }

    /** The latest that came in. */
    List<Imported> latest() {
        return db.sql(SELECT + "order by imported_at desc, id desc limit :most")
                .param("most", MOST)
                .query(Statements::read)
                .list();
    }

    /** An account's statements in the order in which the bank wrote them, from a day on. */
    List<Imported> of(String account, LocalDate from) {
        return db.sql(SELECT + "where account = :account and day >= :from order by day, sequence, id")
                .param("account", account)
                .param("from", from)
                .query(Statements::read)
                .list();
    }

    void add(BankStatement statement, String digest, Actor by) {
        UUID id = Ids.next(clock);
        db.sql("""
                insert into treasury.statement (id, account, number, sequence, day, opening, closing, digest, imported_at,
                  imported_by, imported_by_name)
                values (:id, :account, :number, :sequence, :day, :opening, :closing, :digest, :now, :by, :name)
                """)
                .param("id", id)
                .param("account", statement.account())
                .param("number", statement.number())
                .param("sequence", statement.sequence())
                .param("day", statement.day())
                .param("opening", statement.opening().cents())
                .param("closing", statement.closing().cents())
                .param("digest", digest)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("by", by.number())
                .param("name", by.name())
                .update();
        int[] number = {0};
        batches.batchUpdate("""
                insert into treasury.line (id, statement, number, account, cents, open, charges, booked_on, bank_reference,
                  refs, party, info, reversal)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, statement.lines(), BATCH, (insert, line) -> {
            number[0]++;
            insert.setObject(1, Ids.next(clock));
            insert.setObject(2, id);
            insert.setInt(3, number[0]);
            insert.setString(4, statement.account());
            fill(insert, line);
        });
    }

    private static void fill(java.sql.PreparedStatement insert, BankLine line) throws SQLException {
        Array references =
                insert.getConnection().createArrayOf("text", line.references().toArray());
        insert.setLong(5, line.amount().cents());
        insert.setLong(6, line.amount().cents());
        insert.setLong(7, line.charges().cents());
        insert.setObject(8, line.bookedOn());
        insert.setString(9, line.bankReference());
        insert.setArray(10, references);
        insert.setString(11, line.party());
        insert.setString(12, line.info());
        insert.setBoolean(13, line.reversal());
    }
}
