package bz.ceiba.platform.treasury;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.TestPeople;
import bz.ceiba.TestTasks;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.payments.Bill;
import bz.ceiba.platform.payments.TestMoney;
import bz.ceiba.platform.treasury.Difference.Action;
import bz.ceiba.platform.treasury.Difference.DifferenceKind;
import bz.ceiba.platform.treasury.Difference.DifferenceState;
import bz.ceiba.platform.treasury.Line.LineState;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What the tests of statements share; after each of them all books must balance and no line may lie about. */
abstract class BooksInBalance {
    @Autowired
    ImportStatement importing;

    @Autowired
    Matching matching;

    @Autowired
    Resolving resolving;

    @Autowired
    Differences differences;

    @Autowired
    MissingMoney missing;

    @Autowired
    MismatchedCaptures mismatches;

    @Autowired
    Lines lines;

    @Autowired
    TestMoney money;

    @Autowired
    TestPeople people;

    @Autowired
    TestTasks tasks;

    @Autowired
    TransactionTemplate transactions;

    @Autowired
    JdbcClient db;

    Actor officer;

    @BeforeEach
    void anOfficer() {
        officer = people.officer("treasury");
    }

    /** The guarantee itself: nothing unbalanced, nothing lying about, suspense is just what is open. */
    @AfterEach
    void theBooksBalance() {
        assertThat(money.balance("%")).isZero();
        assertThat(db.sql("select count(*) from treasury.line where state = 'NEW'")
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(db.sql("select coalesce(sum(open), 0) from treasury.line")
                        .query(Long.class)
                        .single())
                .isEqualTo(-money.balance("suspense"));
        assertThat(db.sql("select coalesce(sum(unclear), 0) from payments.payment")
                        .query(Long.class)
                        .single())
                .isEqualTo(-money.balance("gateway-suspense"));
        assertThat(db.sql("select coalesce(sum(cents), 0) from treasury.line")
                        .query(Long.class)
                        .single())
                .isEqualTo(money.balance("bank:%"));
        assertThat(db.sql("""
                        select count(*) from treasury.line l where state = 'EXCEPTION' and not exists
                          (select 1 from treasury.exception e where e.line = l.id and e.state <> 'DONE')
                        """).query(Long.class).single()).isZero();
        assertThat(db.sql("""
                        select count(*) from treasury.line l where cents - open <>
                          (select coalesce(sum(s.cents), 0) from treasury.settlement s
                           where s.line = l.id and s.undone_at is null)
                        """).query(Long.class).single()).isZero();
    }

    static TestStatement statement() {
        return new TestStatement("08", Accounts.DEMO);
    }

    List<Line> take(TestStatement statement) {
        importing.take(statement.file(), officer);
        matching.run(10_000);
        // The task may be looking at one of them.
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> linesOf(statement).stream()
                .noneMatch(line -> line.state() == LineState.NEW));
        return linesOf(statement);
    }

    List<Line> linesOf(TestStatement statement) {
        return db.sql("""
                select l.id from treasury.line l join treasury.statement s on s.id = l.statement
                where s.number = ? order by l.number
                """).param(statement.number()).query(UUID.class).list().stream()
                .map(id -> lines.find(id).orElseThrow())
                .toList();
    }

    /** The one about something that is no line. */
    Difference difference(DifferenceKind kind, String subject) {
        return db.sql("select number from treasury.exception where kind = ? and subject = ?")
                .param(kind.name())
                .param(subject)
                .query(Long.class)
                .optional()
                .flatMap(differences::find)
                .orElseThrow();
    }

    DifferenceState act(Difference seen, Action action, @Nullable String named, Actor by) {
        return resolving.act(seen.number(), seen.revision(), action, named, "a test", by);
    }

    Difference difference(Line line) {
        return differences.ofLine(line.id()).orElseThrow();
    }

    static String reference(Bill bill) {
        return bill.caseNumber().text();
    }
}
