package bz.ceiba.platform.treasury;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Ids;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.treasury.Line.LineState;
import bz.ceiba.platform.treasury.Settlement.SettlementKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Lines of statements and what became of them. */
@Component
class Lines {
    private static final String SELECT = """
            select l.id, l.account, s.number as statement, l.number, l.cents, l.open, l.charges, l.booked_on,
              l.bank_reference, l.refs, l.party, l.info, l.reversal, l.state
            from treasury.line l join treasury.statement s on s.id = l.statement
            """;

    private static final int SHORTEST_REFERENCE = 6;

    private final JdbcClient db;
    private final Clock clock;

    Lines(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    private static Line read(ResultSet row, int number) throws SQLException {
        return new Line(
                row.getObject("id", UUID.class),
                row.getString("account"),
                row.getString("statement"),
                row.getInt("number"),
                Money.ofCents(row.getLong("cents")),
                Money.ofCents(row.getLong("open")),
                Money.ofCents(row.getLong("charges")),
                row.getObject("booked_on", LocalDate.class),
                row.getString("bank_reference"),
                List.of((String[]) row.getArray("refs").getArray()),
                row.getString("party"),
                row.getString("info"),
                row.getBoolean("reversal"),
                LineState.valueOf(row.getString("state")));
    }

    Optional<Line> find(UUID id) {
        return db.sql(SELECT + "where l.id = :id")
                .param("id", id)
                .query(Lines::read)
                .optional();
    }

    Line locked(UUID id) {
        return db.sql(SELECT + "where l.id = :id for update of l")
                .param("id", id)
                .query(Lines::read)
                .single();
    }

    /** Those that nobody has looked at, in the order in which they came. */
    List<UUID> unseen(int limit) {
        return db.sql("select id from treasury.line where state = 'NEW' order by id limit :limit")
                .param("limit", limit)
                .query(UUID.class)
                .list();
    }

    /** The line if it is still new and nobody else is looking at it. */
    Optional<Line> claim(UUID id) {
        return db.sql(SELECT + "where l.id = :id and l.state = 'NEW' for update of l skip locked")
                .param("id", id)
                .query(Lines::read)
                .optional();
    }

    /** An earlier line of the account with the same reference of the bank and the same amount, that was not reversed. */
    boolean isRepeated(Line line) {
        return line.bankReference() != null
                && db.sql("""
                        select exists (select 1 from treasury.line
                          where account = :account and bank_reference = :reference and cents = :cents and id < :id
                            and booked_on = :day and state not in ('NEW', 'REVERSED'))
                        """)
                        .param("account", line.account())
                        .param("reference", line.bankReference())
                        .param("cents", line.amount().cents())
                        .param("day", line.bookedOn())
                        .param("id", line.id())
                        .query(Boolean.class)
                        .single();
    }

    /** The latest earlier line of the opposite amount that this one takes back, by a reference of the bank or the payer. */
    Optional<Line> reversedBy(Line line) {
        return db.sql(SELECT + """
                where l.account = :account and l.cents = -cast(:cents as bigint) and l.id < :id
                  and l.state not in ('NEW', 'REVERSED') and not l.reversal
                  and (l.bank_reference = any(:references) or l.refs && cast(:references as text[]))
                order by l.id desc limit 1 for update of l
                """)
                .param("account", line.account())
                .param("cents", line.amount().cents())
                .param("id", line.id())
                .param("references", references(line))
                .query(Lines::read)
                .optional();
    }

    /** Words such as "rent" are no references: those have a digit and some length. */
    private static String[] references(Line line) {
        List<String> all = new ArrayList<>(line.references());
        String bank = line.bankReference();
        if (bank != null) {
            all.add(bank);
        }
        return all.stream()
                .filter(word ->
                        word.length() >= SHORTEST_REFERENCE && word.chars().anyMatch(Character::isDigit))
                .toArray(String[]::new);
    }

    /** Notes for what some of a locked line's money was, and how much of it is still open. */
    void settle(Line line, Settlement settlement) {
        CaseNumber number = settlement.caseNumber();
        db.sql("""
                with settled as (
                  insert into treasury.settlement (id, line, kind, target, case_number, receipt, cents, fee, at)
                  values (:id, :line, :kind, cast(:target as uuid), :case, :receipt, :cents, :fee, :now))
                update treasury.line set open = open - :cents where id = :line
                """)
                .param("id", Ids.next(clock))
                .param("line", line.id())
                .param("kind", settlement.kind().name())
                .param("target", settlement.target())
                .param("case", number == null ? null : number.text())
                .param("receipt", settlement.receipt())
                .param("cents", settlement.amount().cents())
                .param("fee", settlement.fee().cents())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    /** Takes back what a locked line was for; all of it is open again. */
    void unsettle(UUID line) {
        db.sql("""
                with undone as (
                  update treasury.settlement set undone_at = :now where line = :line and undone_at is null)
                update treasury.line set state = 'EXCEPTION', open = cents where id = :line
                """)
                .param("line", line)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    void become(UUID line, LineState state) {
        db.sql("update treasury.line set state = :state where id = :id")
                .param("state", state.name())
                .param("id", line)
                .update();
    }

    /** For what a line's money was, without what was taken back. */
    List<Settlement> settlements(UUID line) {
        return db.sql("""
                select kind, target, case_number, receipt, cents, fee from treasury.settlement
                where line = :line and undone_at is null order by id
                """)
                .param("line", line)
                .query((row, n) -> new Settlement(
                        SettlementKind.valueOf(row.getString("kind")),
                        row.getObject("target", UUID.class),
                        caseNumber(row.getString("case_number")),
                        row.getString("receipt"),
                        Money.ofCents(row.getLong("cents")),
                        Money.ofCents(row.getLong("fee"))))
                .list();
    }

    private static @Nullable CaseNumber caseNumber(@Nullable String text) {
        return text == null ? null : new CaseNumber(text);
    }

    /** What of a line's money was promised back to its sender and has not left the bank. */
    Optional<Money> owedBack(UUID line) {
        return db.sql("""
                select r.cents from treasury.settlement r
                where r.line = :line and r.kind = 'RETURNS' and r.undone_at is null
                  and not exists (select 1 from treasury.settlement s
                    where s.kind = 'RETURNS' and s.target = r.line and s.undone_at is null)
                """)
                .param("line", line)
                .query((row, n) -> Money.ofCents(row.getLong("cents")))
                .optional();
    }

    /** How many lines of a statement are in each state, and what of them is open. */
    record Progress(UUID statement, int lines, int unseen, int exceptions, Money open) {}

    List<Progress> progress(List<UUID> statements) {
        return db.sql("""
                select statement, count(*) as lines, count(*) filter (where state = 'NEW') as unseen,
                  count(*) filter (where state = 'EXCEPTION') as exceptions, sum(open) as open
                from treasury.line where statement = any(:statements) group by statement
                """)
                .param("statements", statements.toArray(UUID[]::new))
                .query((row, n) -> new Progress(
                        row.getObject("statement", UUID.class),
                        row.getInt("lines"),
                        row.getInt("unseen"),
                        row.getInt("exceptions"),
                        Money.ofCents(row.getLong("open"))))
                .list();
    }
}
