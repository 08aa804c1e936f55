package bz.ceiba.systems.transport;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestDatabase;
import bz.ceiba.platform.insight.PublicCount;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.WriteBehind;
import bz.ceiba.systems.transport.RoadFigures.Subject;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.support.TransactionTemplate;

/** Each test fills the database and undoes it, so that the other tests' figures stay theirs. */
@CeibaTest
class DemoRoadsIT {
    private static final int DRIVERS = 160;

    private static final List<String> TABLES = List.of(
            "transport.change",
            "transport.vehicle",
            "transport.entitlement",
            "transport.bar",
            "transport.ticket",
            "transport.held_ticket",
            "transport.crash",
            "transport.crash_person",
            "cases.case_file",
            "payments.bill");

    @Autowired
    DemoRoads demo;

    @Autowired
    RoadFigures figures;

    @Autowired
    LicenceFigures licences;

    @Autowired
    Register register;

    @Autowired
    Tickets tickets;

    @Autowired
    PenaltyPoints points;

    @Autowired
    WriteBehind writes;

    @Autowired
    JdbcClient db;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    Clock clock;

    private <T> T undone(Supplier<T> what) {
        return Objects.requireNonNull(transaction.execute(status -> {
            status.setRollbackOnly();
            return what.get();
        }));
    }

    private long count(String sql) {
        return db.sql("select count(*) from " + sql).query(Long.class).single();
    }

    private Map<String, Long> counts() {
        Map<String, Long> found = new TreeMap<>();
        TABLES.forEach(table -> found.put(table, count(table)));
        return found;
    }

    private List<String> holders() {
        return db.sql("select distinct holder from transport.penalty_points")
                .query(String.class)
                .list();
    }

    @Test
    void aNewDatabaseIsEmptyAndAfterTheFirstStartNothingIsAdded() {
        assertThat(DemoRoads.isEmpty(JdbcClient.create(new DriverManagerDataSource(TestDatabase.create()))))
                .isTrue();
        undone(() -> {
            demo.fill(24, clock.instant());
            Map<String, Long> first = counts();
            demo.fillIfEmpty(24);
            assertThat(counts()).isEqualTo(first);
            return true;
        });
    }

    @Test
    void figuresOfAllSubjectsAreFilled() {
        undone(() -> {
            Map<String, Long> before = counts();
            demo.fill(DRIVERS, clock.instant());
            writes.flush();
            Map<String, Long> after = counts();
            TABLES.forEach(
                    table -> assertThat(after.get(table)).as(table).isGreaterThan(before.getOrDefault(table, 0L)));
            for (Subject subject : Subject.values()) {
                assertThat(figures.all(subject).value()).as(subject.word()).isGreaterThanOrEqualTo(30);
                assertThat(figures.byRoadAndHour(subject)).as(subject.word()).hasSizeGreaterThan(5);
                assertThat(figures.bySquare(subject))
                        .as(subject.word())
                        .extracting(one -> one.count().kind())
                        .contains(PublicCount.Kind.AT_LEAST);
            }
            assertThat(figures.byKind(Subject.CRASHES)).containsKeys("FATAL", "SERIOUS", "SLIGHT", "NONE");
            assertThat(licences.inForce().rows())
                    .filteredOn(row -> !row.district().equals(LicenceFigures.UNKNOWN)
                            && row.all().value() > 0)
                    .as("where those whom other tests made live decides about one or the other")
                    .hasSizeGreaterThan(2);
            assertThat(count("transport.held_ticket where closed_at is null and reason = 'nobody'"))
                    .isPositive();
            return true;
        });
    }

    @Test
    void theirTicketsAreWhatTheyWouldBeIfTheyHadBeenBrought() {
        undone(() -> {
            List<String> before = holders();
            demo.fill(DRIVERS, clock.instant());
            writes.flush();
            List<String> states = db.sql(
                            "select distinct state from cases.case_file where service = 'transport.ticket'")
                    .query(String.class)
                    .list();
            assertThat(states).contains("issued", "paid", "court", "cancelled");
            assertThat(count("""
                    transport.ticket t where not exists (select from cases.case_file c where c.number = t.number)
                    """)).isZero();
            assertThat(count("""
                    cases.case_file c where c.service = 'transport.ticket' and c.closed_at is null
                      and not exists (select from payments.bill b where b.case_number = c.number)
                    """)).as("what is open can be paid").isZero();
            assertThat(count("transport.ticket where at >= received_at or received_at > now()"))
                    .isZero();
            holders().stream().filter(holder -> !before.contains(holder)).forEach(holder -> assertThat(
                            points.suspensions(points.counted(new PersonNumber(holder))))
                    .as("nobody is suspended by them")
                    .isEmpty());
            return true;
        });
    }
}
