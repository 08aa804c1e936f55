package bz.ceiba.platform.insight;

import bz.ceiba.platform.cases.CaseFeed.Position;
import bz.ceiba.platform.kernel.WriteBehind;
import bz.ceiba.platform.payments.Booking;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Where the figures are written. */
@Component
class FigureStore {
    private final JdbcClient db;
    private final WriteBehind writes;

    FigureStore(JdbcClient db, WriteBehind writes) {
        this.db = db;
        this.writes = writes;
    }

    /** How far a feed has been read, locked until the transaction ends; empty while another holds it. */
    Optional<Position> lock(String feed) {
        return db.sql("select transaction, position from insight.position where feed = ? for update skip locked")
                .param(feed)
                .query((row, n) -> new Position(row.getLong("transaction"), row.getLong("position")))
                .optional();
    }

    void moveTo(String feed, Position position) {
        db.sql("update insight.position set transaction = ?, position = ? where feed = ?")
                .param(position.transaction())
                .param(position.position())
                .param(feed)
                .update();
    }

    /** What is known of these cases, by key. */
    Map<String, CaseFact> facts(Collection<String> keys) {
        return db
                .sql("select * from insight.case_fact where key = any(?)")
                .param(keys.stream().distinct().toArray(String[]::new))
                .query(FigureStore::fact)
                .list()
                .stream()
                .collect(Collectors.toMap(CaseFact::key, Function.identity()));
    }

    private static CaseFact fact(ResultSet row, int index) throws SQLException {
        return new CaseFact(
                row.getString("key"),
                row.getString("service"),
                row.getString("agency"),
                row.getString("district"),
                row.getInt("revision"),
                row.getString("waiting"),
                row.getObject("submitted_on", LocalDate.class),
                row.getObject("due_on", LocalDate.class),
                row.getObject("stopped_on", LocalDate.class),
                row.getBoolean("decided"),
                row.getBoolean("open"),
                row.getBoolean("ended"));
    }

    void write(Tally tally) {
        tally.facts().values().forEach(this::add);
        // In one statement, and at once: bookings are counted in the same transaction.
        writes.flush();
        tally.counts().forEach(this::add);
        tally.waits().forEach(this::add);
        tally.placed().forEach(this::place);
    }

    private void add(CaseFact c) {
        writes.add(
                """
                insert into insight.case_fact (key, service, agency, district, revision, waiting, submitted_on, due_on,
                  stopped_on, decided, open, ended)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (key) do update set district = excluded.district, revision = excluded.revision, waiting = excluded.waiting,
                  due_on = excluded.due_on, stopped_on = excluded.stopped_on, decided = excluded.decided,
                  open = excluded.open, ended = excluded.ended
                """,
                c.key(),
                c.service(),
                c.agency(),
                c.district(),
                c.revision(),
                c.waiting(),
                c.submittedOn(),
                new SqlParameterValue(Types.DATE, c.dueOn()),
                new SqlParameterValue(Types.DATE, c.stoppedOn()),
                c.decided(),
                c.open(),
                c.ended());
    }

    private void add(Tally.Cell cell, Counts c) {
        db.sql("""
                insert into insight.daily as d (service, day, district, agency, submitted, decided, late, granted, refused,
                  withdrawn)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (service, day, district, agency) do update set submitted = d.submitted + excluded.submitted,
                  decided = d.decided + excluded.decided, late = d.late + excluded.late,
                  granted = d.granted + excluded.granted, refused = d.refused + excluded.refused,
                  withdrawn = d.withdrawn + excluded.withdrawn
                """)
                .param(cell.service())
                .param(cell.day())
                .param(cell.district())
                .param(cell.agency())
                .param(c.submitted())
                .param(c.decided())
                .param(c.late())
                .param(c.granted())
                .param(c.refused())
                .param(c.withdrawn())
                .update();
    }

    private void add(Tally.Wait wait, int cases) {
        db.sql("""
                insert into insight.wait as w (service, day, district, agency, working_days, cases) values (?, ?, ?, ?, ?, ?)
                on conflict (service, day, district, agency, working_days) do update set cases = w.cases + excluded.cases
                """)
                .param(wait.cell().service())
                .param(wait.cell().day())
                .param(wait.cell().district())
                .param(wait.cell().agency())
                .param(wait.workingDays())
                .param(cases)
                .update();
    }

    /** Some money of a service on a day. */
    record Taking(String agency, LocalDate day, String head, String service, int payments, long cents) {
        /** Money given back lowers the sum and is no payment. */
        static Taking of(Booking booking, LocalDate day, String service) {
            return new Taking(
                    booking.agency(),
                    day,
                    booking.head(),
                    service,
                    booking.amount().isPositive() ? 1 : 0,
                    booking.amount().cents());
        }

        Taking negated() {
            return new Taking(agency, day, head, service, -payments, -cents);
        }
    }

    void add(Taking taking, String district) {
        db.sql("""
                insert into insight.revenue as r (agency, day, head, service, district, payments, cents)
                values (?, ?, ?, ?, ?, ?, ?)
                on conflict (agency, day, head, service, district) do update set
                  payments = r.payments + excluded.payments, cents = r.cents + excluded.cents
                """)
                .params(taking.agency(), taking.day(), taking.head(), taking.service(), district)
                .params(taking.payments(), taking.cents())
                .update();
    }

    /** Remembers money that was counted without a district, to move it when the case's is known. */
    void unplaced(String key, Taking taking) {
        db.sql("""
                insert into insight.unplaced_revenue (key, agency, day, head, service, payments, cents)
                values (?, ?, ?, ?, ?, ?, ?)
                """)
                .params(key, taking.agency(), taking.day(), taking.head(), taking.service())
                .params(taking.payments(), taking.cents())
                .update();
    }

    private void place(String key, Tally.Placed placed) {
        db
                .sql("""
                delete from insight.unplaced_revenue where key = ?
                returning agency, day, head, service, payments, cents
                """)
                .param(key)
                .query((row, n) -> new Taking(
                        row.getString("agency"),
                        row.getObject("day", LocalDate.class),
                        row.getString("head"),
                        row.getString("service"),
                        row.getInt("payments"),
                        row.getLong("cents")))
                .list()
                .stream()
                .filter(taking -> YearMonth.from(taking.day()).equals(placed.month()))
                .forEach(taking -> {
                    add(taking.negated(), Tally.UNKNOWN);
                    add(taking, placed.district());
                });
    }
}
