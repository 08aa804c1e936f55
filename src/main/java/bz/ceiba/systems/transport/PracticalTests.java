package bz.ceiba.systems.transport;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.notifications.Notice;
import bz.ceiba.platform.notifications.Notices;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Examiners offer practical tests, candidates book them, and the examiner says who passed. */
@Component
class PracticalTests {
    /** Until so long before it begins a booking may be given up. */
    static final Duration NOTICE = Duration.ofHours(24);

    private static final Duration LONGEST = Duration.ofHours(12);

    private final JdbcClient db;
    private final TheoryTests theory;
    private final EndorseDriver endorse;
    private final Notices notices;
    private final Audit audit;
    private final Clock clock;

    PracticalTests(
            JdbcClient db, TheoryTests theory, EndorseDriver endorse, Notices notices, Audit audit, Clock clock) {
        this.db = db;
        this.theory = theory;
        this.endorse = endorse;
        this.notices = notices;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Offers tests one after the other; all of them or none.
     *
     * @throws Problem CONFLICT when the examiner has something else in that time, INVALID when they are too many for a day
     */
    @Transactional
    public void offer(Actor examiner, String centre, String licenceClass, Instant from, Duration each, int count) {
        if (each.multipliedBy(count).compareTo(LONGEST) > 0) {
            throw new Problem(Problem.Kind.INVALID, "transport.problem.test-day");
        }
        try {
            db.sql("""
                    insert into transport.practical_test (examiner, examiner_name, centre, class, begins_at, ends_at)
                    select :examiner, :name, :centre, :class,
                      :from + n * make_interval(mins => :minutes), :from + (n + 1) * make_interval(mins => :minutes)
                    from generate_series(0, :count - 1) n
                    """)
                    .param("examiner", examiner.number())
                    .param("name", examiner.name())
                    .param("centre", centre)
                    .param("class", licenceClass)
                    .param("from", from.atOffset(ZoneOffset.UTC))
                    .param("minutes", (int) each.toMinutes())
                    .param("count", count)
                    .update();
        } catch (DataIntegrityViolationException e) {
            throw new Problem(Problem.Kind.CONFLICT, "transport.problem.test-overlap");
        }
        record(examiner, null, Instants.text(from) + " offered");
    }

    /** Takes a test back that nobody booked yet, or tells who booked it that it does not take place. */
    @Transactional
    public void callOff(Actor examiner, long id) {
        PracticalTest test = db.sql("""
                delete from transport.practical_test where id = :id and examiner = :examiner and result is null returning *
                """)
                .param("id", id)
                .param("examiner", examiner.number())
                .query(PracticalTests::test)
                .optional()
                .orElseThrow(PracticalTests::gone);
        PersonNumber candidate = test.candidate() == null ? null : new PersonNumber(test.candidate());
        record(examiner, candidate, Instants.text(test.from()) + " called off");
        if (candidate != null) {
            tell(candidate, test, "transport.notice.practical-off", "off");
        }
    }

    /** Free tests of some classes that begin later than a day from now, the next ones first; at most 100. */
    List<PracticalTest> free(Collection<String> classes) {
        return db.sql("""
                select * from transport.practical_test
                where candidate is null and class = any (:classes) and begins_at > :soon order by begins_at, id limit 100
                """)
                .param("classes", classes.toArray(String[]::new))
                .param("soon", clock.instant().plus(NOTICE).atOffset(ZoneOffset.UTC))
                .query(PracticalTests::test)
                .list();
    }

    Optional<PracticalTest> booked(PersonNumber candidate) {
        return db.sql("select * from transport.practical_test where candidate = ? and result is null")
                .param(candidate.digits())
                .query(PracticalTests::test)
                .optional();
    }

    /**
     * Books a free test for who acts.
     *
     * @throws Problem FORBIDDEN without a theory test that counts or a learner's licence of the class; CONFLICT when somebody was faster, when he
     *     has another booking, or failed a few days ago
     */
    @Transactional
    public void book(Actor candidate, long id, Collection<String> classes) {
        if (theory.passedUntil(candidate.person()).isEmpty()) {
            throw new Problem(Problem.Kind.FORBIDDEN, "transport.problem.no-theory");
        }
        requireWaited(candidate.person());
        PracticalTest test;
        try {
            test = db.sql("""
                    update transport.practical_test set candidate = :candidate, candidate_name = :name, booked_at = :now
                    where id = :id and candidate is null and class = any (:classes) and begins_at > :soon and examiner <> :candidate
                    returning *
                    """)
                    .param("candidate", candidate.number())
                    .param("name", candidate.name())
                    .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .param("id", id)
                    .param("classes", classes.toArray(String[]::new))
                    .param("soon", clock.instant().plus(NOTICE).atOffset(ZoneOffset.UTC))
                    .query(PracticalTests::test)
                    .optional()
                    .orElseThrow(PracticalTests::gone);
        } catch (DuplicateKeyException e) {
            throw new Problem(Problem.Kind.CONFLICT, "transport.problem.test-booked");
        }
        audit.record(candidate.does(
                AuditEvent.REGISTER_CHANGED, null, Map.of("record", "practical-test", "change", id + " booked")));
        tell(candidate.person(), test, "transport.notice.practical-booked", "booked");
    }

    private void requireWaited(PersonNumber candidate) {
        LocalDate today = Country.today(clock);
        db.sql("""
                select result_at from transport.practical_test
                where candidate = ? and result in ('FAILED', 'ABSENT') order by result_at desc limit 1
                """)
                .param(candidate.digits())
                .query(OffsetDateTime.class)
                .optional()
                .map(at -> LocalDate.ofInstant(at.toInstant(), Country.ZONE)
                        .plusDays(theory.bank().waitDays()))
                .filter(again -> again.isAfter(today))
                .ifPresent(again -> {
                    throw new Problem(
                            Problem.Kind.CONFLICT, "transport.problem.test-wait", Map.of("day", again.toString()));
                });
    }

    boolean mayGiveUp(PracticalTest booked) {
        return booked.from().isAfter(clock.instant().plus(NOTICE));
    }

    /** Gives his booking up, in time. */
    @Transactional
    public void giveUp(Actor candidate) {
        int freed = db.sql("""
                update transport.practical_test set candidate = null, candidate_name = null, booked_at = null
                where candidate = :candidate and result is null and begins_at > :soon
                """)
                .param("candidate", candidate.number())
                .param("soon", clock.instant().plus(NOTICE).atOffset(ZoneOffset.UTC))
                .update();
        if (freed == 0) {
            throw new Problem(Problem.Kind.CONFLICT, "transport.problem.test-late");
        }
        audit.record(candidate.does(
                AuditEvent.REGISTER_CHANGED, null, Map.of("record", "practical-test", "change", "given up")));
    }

    /** The examiner's tests from an instant on, the next first; at most 200. */
    List<PracticalTest> of(Actor examiner, Instant from) {
        return db.sql("""
                select * from transport.practical_test where examiner = ? and ends_at > ? order by begins_at limit 200
                """)
                .param(examiner.number())
                .param(from.atOffset(ZoneOffset.UTC))
                .query(PracticalTests::test)
                .list();
    }

    /**
     * The examiner's word, once, after the test began.
     *
     * @param automatic whether the candidate drove without a clutch
     * @throws Problem CONFLICT when there is no such test of his, or it has a result, or has not begun
     */
    @Transactional
    public void result(Actor examiner, long id, PracticalTest.Result result, String remarks, boolean automatic) {
        PracticalTest test = db.sql("""
                update transport.practical_test set result = :result, remarks = :remarks, result_at = :now
                where id = :id and examiner = :examiner and candidate is not null and result is null and begins_at <= :now
                returning *
                """)
                .param("result", result.name())
                .param("remarks", remarks)
                .param("now", clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC))
                .param("id", id)
                .param("examiner", examiner.number())
                .query(PracticalTests::test)
                .optional()
                .orElseThrow(PracticalTests::gone);
        PersonNumber candidate = new PersonNumber(String.valueOf(test.candidate()));
        record(examiner, candidate, id + " " + result);
        if (result == PracticalTest.Result.PASSED) {
            endorse.tested(examiner, candidate, test.licenceClass(), id, automatic);
        }
        tell(
                candidate,
                test,
                switch (result) {
                    case PASSED -> "transport.notice.practical-passed";
                    case FAILED -> "transport.notice.practical-failed";
                    case ABSENT -> "transport.notice.practical-absent";
                },
                "result");
    }

    /** Whether he passed a test of the class within the time for which it counts. */
    boolean hasPassed(PersonNumber candidate, String licenceClass) {
        return db.sql("""
                        select count(*) from transport.practical_test
                        where candidate = :candidate and class = :class and result = 'PASSED' and result_at > :since
                        """)
                        .param("candidate", candidate.digits())
                        .param("class", licenceClass)
                        .param(
                                "since",
                                clock.instant()
                                        .atZone(Country.ZONE)
                                        .minusMonths(theory.bank().validMonths())
                                        .toOffsetDateTime())
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /** A test that was given up may be booked again, so the time belongs to the key. */
    private void tell(PersonNumber candidate, PracticalTest test, String template, String what) {
        notices.send(new Notice(
                "transport/practical/" + test.id() + "/" + what + "/" + clock.instant(),
                candidate,
                template,
                Map.of(
                        "at",
                        Instants.text(test.from()),
                        "class",
                        test.licenceClass(),
                        "message",
                        words(test.remarks())),
                null));
    }

    private static String words(@Nullable String remarks) {
        return remarks == null ? "" : remarks;
    }

    private void record(Actor examiner, @Nullable PersonNumber candidate, String change) {
        audit.record(examiner.doesFor(
                RegisterController.AGENCY,
                AuditEvent.REGISTER_CHANGED,
                candidate,
                null,
                null,
                Map.of("record", "practical-test", "change", change)));
    }

    private static Problem gone() {
        return new Problem(Problem.Kind.CONFLICT, "transport.problem.test-gone");
    }

    private static PracticalTest test(ResultSet row, int n) throws SQLException {
        String result = row.getString("result");
        return new PracticalTest(
                row.getLong("id"),
                row.getString("examiner"),
                row.getString("examiner_name"),
                row.getString("centre"),
                row.getString("class"),
                row.getObject("begins_at", OffsetDateTime.class).toInstant(),
                row.getObject("ends_at", OffsetDateTime.class).toInstant(),
                row.getString("candidate"),
                row.getString("candidate_name"),
                result == null ? null : PracticalTest.Result.valueOf(result),
                row.getString("remarks"));
    }
}
