package bz.ceiba.systems.transport;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.kernel.PersonNumber;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Tests that drivers took before a test begins. */
final class TestDrivers {
    private TestDrivers() {}

    /** A practical test that was booked and began. @return its id */
    static long practicalTest(JdbcClient db, Actor examiner, Actor candidate, Instant from) {
        return db.sql("""
                insert into transport.practical_test
                  (examiner, examiner_name, centre, class, begins_at, ends_at, candidate, candidate_name, booked_at)
                values (?, ?, 'belize', 'B', ?, ?, ?, ?, ?) returning id
                """)
                .param(examiner.number())
                .param(examiner.name())
                .param(from.atOffset(ZoneOffset.UTC))
                .param(from.plus(Duration.ofMinutes(45)).atOffset(ZoneOffset.UTC))
                .param(candidate.number())
                .param(candidate.name())
                .param(from.minus(Duration.ofDays(9)).atOffset(ZoneOffset.UTC))
                .query(Long.class)
                .single();
    }

    /** All answers of a theory test are right. */
    static void passTheory(TheoryTests theory, JdbcClient db, Actor invigilator, PersonNumber candidate) {
        TheoryTest test =
                theory.byCode(theory.open(invigilator, candidate, "belize")).orElseThrow();
        theory.begin(test);
        db.sql("update transport.theory_question set answered = 0 where test = ?")
                .param(test.id())
                .update();
        theory.handIn(test);
    }
}
