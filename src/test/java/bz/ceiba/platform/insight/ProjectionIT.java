package bz.ceiba.platform.insight;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Ids;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Against the real feed, while the server's own scheduler counts as well. */
@CeibaTest
class ProjectionIT {
    private static final int CASES = 1_300;

    @Autowired
    Projection projection;

    @Autowired
    JdbcClient db;

    @Autowired
    Clock clock;

    /** A case that was granted, as the cases room keeps it. */
    private String granted(String agency, Instant at) {
        return granted(agency, at, "toledo");
    }

    private String granted(String agency, Instant at, String district) {
        String number =
                CaseNumber.random("TP", 2026, RandomGenerator.getDefault()).text();
        db.sql("""
                insert into cases.case_file (number, service, version, agency, person, person_name, form, facts, state, revision,
                  district, assurance, language, urgent, submitted_at, started_on, due_on, closed_at, outcome, waiting,
                  submission_key)
                values (?, 'testing.permit', 1, ?, ?, 'Ana', '{}', '{}', 'granted', 2, nullif(?, ''), 'LOW', 'en', false, ?,
                  current_date, current_date, ?, 'granted', 'nobody', ?)
                """)
                .param(number)
                .param(agency)
                .param(TestPeople.number())
                .param(district)
                .param(Timestamp.from(at))
                .param(Timestamp.from(at))
                .param(number)
                .update();
        db.sql("""
                insert into cases.event (number, revision, at, transition, from_state, to_state, actor, input)
                values (?, 1, ?, 'submit', null, 'review', 'x', '{}'), (?, 2, ?, 'grant', 'review', 'granted', 'x', '{}')
                """)
                .params(number, Timestamp.from(at), number, Timestamp.from(at))
                .update();
        return number;
    }

    private Counts counted(String agency) {
        return db.sql("""
                select coalesce(sum(submitted), 0), coalesce(sum(decided), 0), coalesce(sum(late), 0),
                  coalesce(sum(granted), 0), coalesce(sum(refused), 0), coalesce(sum(withdrawn), 0)
                from insight.daily where agency = ?
                """)
                .param(agency)
                .query((row, n) -> new Counts(
                        row.getInt(1), row.getInt(2), row.getInt(3), row.getInt(4), row.getInt(5), row.getInt(6)))
                .single();
    }

    @Test
    void eachStepIsCountedOnceWhileFourCountAndOthersWrite() throws Exception {
        String agency = "test-projection";
        Instant at = clock.instant();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Boolean>> work = new ArrayList<>();
            for (int writer = 0; writer < 4; writer++) {
                work.add(() -> {
                    for (int i = 0; i < CASES / 4; i++) {
                        granted(agency, at);
                    }
                    return true;
                });
                work.add(() -> {
                    for (int i = 0; i < 30; i++) {
                        projection.run();
                    }
                    return true;
                });
            }
            for (var done : executor.invokeAll(work)) {
                assertThat(done.get()).isTrue();
            }
        }
        Instant patience = clock.instant().plus(Duration.ofSeconds(20));
        while (counted(agency).submitted() < CASES && clock.instant().isBefore(patience)) {
            projection.run();
        }
        Counts expected = new Counts(CASES, CASES, 0, CASES, 0, 0);
        assertThat(counted(agency)).isEqualTo(expected);
        projection.run();
        projection.run();
        assertThat(counted(agency)).isEqualTo(expected);
        assertThat(db.sql("select count(*) from insight.case_fact where agency = ? and not open")
                        .param(agency)
                        .query(Integer.class)
                        .single())
                .isEqualTo(CASES);
        assertThat(db.sql("select sum(cases) from insight.wait where agency = ?")
                        .param(agency)
                        .query(Integer.class)
                        .single())
                .isEqualTo(CASES);
    }

    /** Money that came in, or went back, for a case, as the payments room books it. */
    private void booked(String agency, String number, long cents) {
        UUID bill = Ids.next(clock);
        db.sql("""
                insert into payments.bill (id, key, case_number, payer, agency, head, title, amount, raised_at, due_on)
                values (?, ?, ?, ?, ?, 'fees', 'x', 2000, now(), current_date)
                """)
                .params(bill, bill.toString(), number, TestPeople.number(), agency)
                .update();
        db.sql("""
                insert into payments.transfer (booking, line, bill, debit, credit, cents, at)
                values (nextval('payments.booking'), 1, ?, ?, ?, ?, now())
                """)
                .params(
                        bill,
                        cents > 0 ? "cash-till" : "revenue:" + agency + ":fees",
                        cents > 0 ? "revenue:" + agency + ":fees" : "cash-till",
                        Math.abs(cents))
                .update();
    }

    @Test
    void moneyIsCountedOnceForTheServiceOfItsCase() throws Exception {
        String agency = "test-revenue";
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Boolean>> work = new ArrayList<>();
            for (int writer = 0; writer < 4; writer++) {
                work.add(() -> {
                    for (int i = 0; i < 50; i++) {
                        String number = granted(agency, clock.instant());
                        booked(agency, number, 2_000);
                        if (i % 10 == 0) {
                            booked(agency, number, -500);
                        }
                        projection.run();
                    }
                    return true;
                });
            }
            for (var done : executor.invokeAll(work)) {
                assertThat(done.get()).isTrue();
            }
        }
        Instant patience = clock.instant().plus(Duration.ofSeconds(20));
        while (!revenue(agency).equals("testing.permit toledo 200 390000")
                && clock.instant().isBefore(patience)) {
            projection.run();
        }
        projection.run();
        assertThat(revenue(agency)).isEqualTo("testing.permit toledo 200 390000");
    }

    @Test
    void moneyThatCameBeforeTheDistrictWasKnownIsCountedThereOnceItIs() {
        String agency = "test-placed";
        String number = granted(agency, clock.instant(), "");
        booked(agency, number, 2_000);
        await(() -> revenue(agency).equals("testing.permit unknown 1 2000"));
        assertThat(districts(agency)).isEqualTo("unknown 1");
        db.sql("update cases.case_file set district = 'cayo' where number = ?")
                .param(number)
                .update();
        db.sql("""
                insert into cases.event (number, revision, at, transition, from_state, to_state, actor, input)
                values (?, 3, ?, 'note', 'granted', 'granted', 'x', '{}')
                """).params(number, Timestamp.from(clock.instant())).update();
        await(() -> revenue(agency).equals("testing.permit cayo 1 2000, testing.permit unknown 0 0"));
        assertThat(districts(agency)).isEqualTo("cayo 1, unknown 0");
        booked(agency, number, -500);
        await(() -> revenue(agency).equals("testing.permit cayo 1 1500, testing.permit unknown 0 0"));
        assertThat(db.sql("select count(*) from insight.unplaced_revenue where agency = ?")
                        .param(agency)
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    private void await(BooleanSupplier counted) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
            projection.run();
            return counted.getAsBoolean();
        });
    }

    /** Each district with what was submitted there. */
    private String districts(String agency) {
        return String.join(", ", db.sql("""
                        select district || ' ' || sum(submitted) from insight.daily where agency = ? group by district
                        order by district
                        """).param(agency).query(String.class).list());
    }

    /** Each service and district with its payments and cents. */
    private String revenue(String agency) {
        return String.join(", ", db.sql("""
                        select service || ' ' || district || ' ' || sum(payments) || ' ' || sum(cents)
                        from insight.revenue where agency = ? group by service, district order by district
                        """).param(agency).query(String.class).list());
    }
}
