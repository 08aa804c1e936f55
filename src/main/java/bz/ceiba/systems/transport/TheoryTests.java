package bz.ceiba.systems.transport;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Base32;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.notifications.Notice;
import bz.ceiba.platform.notifications.Notices;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Theory tests. An invigilator at a centre opens one for who sits before him, and gives him a code; with it the candidate answers on the centre's
 * screen until he hands in or the time is over.
 */
@Component
class TheoryTests {
    private static final int CODE = 10;

    private final JdbcClient db;
    private final Notices notices;
    private final Audit audit;
    private final Clock clock;
    private final TheoryBank bank = TheoryBank.load();
    private final SecureRandom random = new SecureRandom();

    TheoryTests(JdbcClient db, Notices notices, Audit audit, Clock clock) {
        this.db = db;
        this.notices = notices;
        this.audit = audit;
        this.clock = clock;
    }

    TheoryBank bank() {
        return bank;
    }

    /**
     * Opens a test.
     *
     * @return the code, which is kept nowhere
     * @throws Problem FORBIDDEN for himself; CONFLICT when one is open already, or the last was failed a few days ago
     */
    @Transactional
    public String open(Actor invigilator, PersonNumber candidate, String centre) {
        if (candidate.equals(invigilator.person())) {
            throw new Problem(Problem.Kind.FORBIDDEN, "transport.problem.own");
        }
        settle();
        requireWaited(candidate);
        String code = code();
        Instant now = clock.instant();
        long id;
        try {
            id = db.sql("""
                    insert into transport.theory_test (candidate, centre, invigilator, code, needed, opened_at, begin_by)
                    values (:candidate, :centre, :invigilator, :code, :needed, :now, :by) returning id
                    """)
                    .param("candidate", candidate.digits())
                    .param("centre", centre)
                    .param("invigilator", invigilator.number())
                    .param("code", hash(code))
                    .param("needed", bank.rules().needed())
                    .param("now", now.atOffset(ZoneOffset.UTC))
                    .param("by", now.plus(bank.toBegin()).atOffset(ZoneOffset.UTC))
                    .query(Long.class)
                    .single();
        } catch (DuplicateKeyException e) {
            throw new Problem(Problem.Kind.CONFLICT, "transport.problem.test-open");
        }
        int n = 0;
        for (TheoryBank.Question question : bank.draw(random)) {
            List<Integer> shown = new ArrayList<>(
                    IntStream.range(0, question.options().size()).boxed().toList());
            Collections.shuffle(shown, random);
            db.sql("insert into transport.theory_question (test, n, question, shown) values (?, ?, ?, ?)")
                    .param(id)
                    .param(++n)
                    .param(question.id())
                    .param(shown.toArray(Integer[]::new))
                    .update();
        }
        record(invigilator, candidate, id, "opened");
        return code;
    }

    private void requireWaited(PersonNumber candidate) {
        of(candidate, 1).stream()
                .filter(last -> last.outcome() == TheoryTest.Outcome.FAILED)
                .map(last -> day(last.endedAt()).plusDays(bank.waitDays()))
                .filter(again -> again.isAfter(day(clock.instant())))
                .findFirst()
                .ifPresent(again -> {
                    throw new Problem(
                            Problem.Kind.CONFLICT, "transport.problem.test-wait", Map.of("day", again.toString()));
                });
    }

    private static LocalDate day(@Nullable Instant at) {
        return LocalDate.ofInstant(Objects.requireNonNull(at), Country.ZONE);
    }

    private String code() {
        return random.ints(CODE, 0, Base32.ALPHABET.length())
                .mapToObj(i -> String.valueOf(Base32.character(i)))
                .collect(Collectors.joining());
    }

    private static byte[] hash(String code) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(code.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The test that a code opens, however it was typed. */
    @Transactional
    public Optional<TheoryTest> byCode(String typed) {
        settle();
        String code = Base32.unambiguous(typed.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", ""));
        return db.sql("select * from transport.theory_test where code = ?")
                .param(hash(code))
                .query(TheoryTests::test)
                .optional();
    }

    /** From now on the time runs; nothing happens when it does already. */
    @Transactional
    public void begin(TheoryTest test) {
        Instant now = clock.instant();
        db.sql("""
                update transport.theory_test set begun_at = :now, ends_at = :end
                where id = :id and begun_at is null and ended_at is null and void_at is null
                """)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("end", now.plus(bank.time()).atOffset(ZoneOffset.UTC))
                .param("id", test.id())
                .update();
    }

    List<AskedQuestion> questions(TheoryTest test) {
        return db.sql("select n, question, shown, answered from transport.theory_question where test = ? order by n")
                .param(test.id())
                .query((row, n) -> asked(row))
                .list();
    }

    private AskedQuestion asked(ResultSet row) throws SQLException {
        TheoryBank.Question question = bank.question(row.getString("question"));
        List<Integer> shown = List.of((Integer[]) row.getArray("shown").getArray());
        Integer answered = row.getObject("answered", Integer.class);
        return new AskedQuestion(
                row.getInt("n"),
                question.words(),
                shown.stream().map(question.options()::get).toList(),
                answered == null ? null : shown.indexOf(answered));
    }

    /**
     * Keeps an answer while the time runs.
     *
     * @param option as the candidate sees them, from 0
     * @return whether there was time left for it
     */
    @Transactional
    public boolean answer(TheoryTest test, int n, int option) {
        return db.sql("""
                        update transport.theory_question q set answered = q.shown[:option + 1]
                        from transport.theory_test t
                        where q.test = :id and q.n = :n and :option between 0 and cardinality(q.shown) - 1
                          and t.id = q.test and t.ended_at is null and t.void_at is null and t.ends_at > :now
                        """)
                        .param("option", option)
                        .param("id", test.id())
                        .param("n", n)
                        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    /** Ends it before its time. */
    @Transactional
    public void handIn(TheoryTest test) {
        end("id = :id and begun_at is not null", test.id());
    }

    /** Ends what nobody began and whose time is over: it counts what was answered by then. */
    @Transactional
    public void settle() {
        end("coalesce(ends_at, begin_by) <= :now", 0);
    }

    private void end(String which, long id) {
        db
                .sql("""
                update transport.theory_test t
                set ended_at = least(:now, coalesce(ends_at, begin_by)),
                  correct = case when begun_at is not null
                    then (select count(*) from transport.theory_question q where q.test = t.id and q.answered = 0) end
                where ended_at is null and (%s) and (:id = 0 or id = :id)
                returning *
                """.formatted(which))
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("id", id)
                .query(TheoryTests::test)
                .list()
                .stream()
                .filter(test -> test.correct() != null && test.voidReason() == null)
                .forEach(this::tell);
    }

    private void tell(TheoryTest test) {
        notices.send(new Notice(
                "transport/theory/" + test.id(),
                new PersonNumber(test.candidate()),
                test.outcome() == TheoryTest.Outcome.PASSED
                        ? "transport.notice.theory-passed"
                        : "transport.notice.theory-failed",
                Map.of(
                        "correct", String.valueOf(test.correct()),
                        "of", String.valueOf(bank.rules().questions()),
                        "day", day(test.endedAt()).plusDays(bank.waitDays()).toString()),
                null));
    }

    /** It does not count: the candidate was helped, the power failed. He need not wait for another. */
    @Transactional
    public void declareVoid(Actor officer, long id, String reason) {
        settle();
        TheoryTest test = db.sql("""
                update transport.theory_test
                set void_at = :now, void_by = :by, void_reason = :reason, ended_at = coalesce(ended_at, :now)
                where id = :id and void_at is null returning *
                """)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("by", officer.number())
                .param("reason", reason)
                .param("id", id)
                .query(TheoryTests::test)
                .optional()
                .orElseThrow(() -> new Problem(Problem.Kind.CONFLICT, "transport.problem.test-void"));
        PersonNumber candidate = new PersonNumber(test.candidate());
        if (candidate.equals(officer.person())) {
            throw new Problem(Problem.Kind.FORBIDDEN, "transport.problem.own");
        }
        record(officer, candidate, id, "void");
        notices.send(new Notice(
                "transport/theory-void/" + id,
                candidate,
                "transport.notice.theory-void",
                Map.of("message", reason),
                null));
    }

    private void record(Actor officer, PersonNumber candidate, long id, String what) {
        audit.record(officer.doesFor(
                RegisterController.AGENCY,
                AuditEvent.REGISTER_CHANGED,
                candidate,
                null,
                null,
                Map.of("record", "theory-test", "change", id + " " + what)));
    }

    /** Those opened since an instant, the newest first; at most 200. */
    List<TheoryTest> since(Instant at) {
        return db.sql("select * from transport.theory_test where opened_at >= ? order by id desc limit 200")
                .param(at.atOffset(ZoneOffset.UTC))
                .query(TheoryTests::test)
                .list();
    }

    /** Somebody's tests, those that do not count left out; the newest first. */
    List<TheoryTest> of(PersonNumber candidate, int most) {
        return db.sql("""
                select * from transport.theory_test
                where candidate = ? and void_at is null and correct is not null order by ended_at desc limit ?
                """)
                .param(candidate.digits())
                .param(most)
                .query(TheoryTests::test)
                .list();
    }

    /** Until which day the test that he passed counts. */
    @Transactional
    public Optional<LocalDate> passedUntil(PersonNumber candidate) {
        settle();
        return of(candidate, 20).stream()
                .filter(test -> test.outcome() == TheoryTest.Outcome.PASSED)
                .map(test -> day(test.endedAt()).plusMonths(bank.validMonths()))
                .filter(until -> !until.isBefore(day(clock.instant())))
                .findFirst();
    }

    private static TheoryTest test(ResultSet row, int n) throws SQLException {
        return new TheoryTest(
                row.getLong("id"),
                row.getString("candidate"),
                row.getString("centre"),
                row.getInt("needed"),
                Objects.requireNonNull(instant(row, "opened_at")),
                Objects.requireNonNull(instant(row, "begin_by")),
                instant(row, "ends_at"),
                instant(row, "ended_at"),
                row.getObject("correct", Integer.class),
                row.getString("void_reason"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
