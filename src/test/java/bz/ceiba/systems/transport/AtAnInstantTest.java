package bz.ceiba.systems.transport;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.MovedClock;
import bz.ceiba.TestPeople;
import bz.ceiba.platform.kernel.PersonNumber;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Who kept this plate, and was the driver licensed, at the instant of the offence, as known then and as known now: asked of every hour, as
 * known at every hour, around what changes the answer.
 */
@CeibaTest
class AtAnInstantTest {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final int HOURS = 30;
    private static final Keeper ANA = new Keeper("", "Ana Cal");
    private static final Keeper BEN = new Keeper("", "Ben Coc");

    @Autowired
    JdbcClient db;

    @Autowired
    TransactionTemplate transaction;

    private final MovedClock clock = new MovedClock(START);
    private final String plate = TestVehicles.plate();
    private final PersonNumber driver = new PersonNumber(TestPeople.number());
    private Register register;

    @BeforeEach
    void begin() {
        register = new Register(db, clock);
    }

    private static Instant hour(int hour) {
        return START.plus(Duration.ofHours(hour));
    }

    /** What is made known at an hour. */
    private void at(int hour, Consumer<Change> what, String... subjects) {
        clock.forward(Duration.between(clock.instant(), hour(hour)));
        transaction.executeWithoutResult(
                status -> what.accept(register.change(new Origin("test", null, null, "told"), subjects)));
    }

    private Vehicle vehicle(int hour) {
        clock.forward(Duration.between(clock.instant(), hour(hour)));
        return transaction.execute(status ->
                register.enter(register.change(new Origin("test", null, null, "entered")), TestVehicles.any()));
    }

    /** For each hour, as known at each later or same hour: what is expected and what is answered. */
    private void everywhere(Function<Answer, @Nullable String> read, Expected expected) {
        TreeMap<String, String> wrong = new TreeMap<>();
        for (int at = 0; at < HOURS; at++) {
            for (int known = at; known < HOURS; known++) {
                Answers answers = register.at(plate, driver.digits(), "C", hour(at), hour(at), hour(known));
                String now = read.apply(answers.now());
                String then = read.apply(answers.then());
                if (!java.util.Objects.equals(now, expected.of(at, known))) {
                    wrong.put(at + " as known at " + known, now + " instead of " + expected.of(at, known));
                }
                if (!java.util.Objects.equals(then, expected.of(at, at))) {
                    wrong.put(at + " as known then", then + " instead of " + expected.of(at, at));
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private interface Expected {
        @Nullable
        String of(int at, int known);
    }

    private static @Nullable String keeper(Answer answer) {
        return answer.keeper() == null ? null : answer.keeper().name();
    }

    private static String licensed(Answer answer) {
        return answer.stage() == null
                ? "none"
                : answer.isLicensed() ? "licensed" : answer.bars().toString();
    }

    @Test
    void aSuspensionThatIsToldLateCountsFromItsDayOnAndNotInWhatWasKnownBefore() {
        at(
                2,
                change -> register.entitle(change, driver, "C", Stage.FULL, "L-1", "", Span.from(hour(2))),
                driver.digits());
        at(
                20,
                change -> register.bar(change, driver, Bar.SUSPENDED, "S-1", List.of(), new Span(hour(10), hour(25))),
                driver.digits());
        everywhere(
                AtAnInstantTest::licensed,
                (at, known) -> at < 2 ? "none" : known >= 20 && at >= 10 && at < 25 ? "[SUSPENDED]" : "licensed");
    }

    @Test
    void aQuashedConvictionIsAsIfItHadNeverBeenAndWhatTheOfficerSawStays() {
        at(
                1,
                change -> register.entitle(change, driver, "C", Stage.FULL, "L-1", "", Span.from(hour(1))),
                driver.digits());
        at(
                6,
                change ->
                        register.bar(change, driver, Bar.DISQUALIFIED, "BCM 7/2026", List.of("C"), Span.from(hour(6))),
                driver.digits());
        at(18, change -> register.lift(change, driver, "BCM 7/2026", Span.from(hour(6))), driver.digits());
        everywhere(
                AtAnInstantTest::licensed,
                (at, known) -> at < 1 ? "none" : at >= 6 && known >= 6 && known < 18 ? "[DISQUALIFIED]" : "licensed");
    }

    @Test
    void aSaleThatACourtUndoesGivesTheVehicleBackFromTheDayOfTheSale() {
        Vehicle vehicle = vehicle(0);
        at(
                1,
                change -> {
                    register.plate(change, plate, vehicle, Span.from(hour(1)));
                    register.keep(change, vehicle, ANA, Span.from(hour(1)));
                },
                vehicle.chassis());
        // Sold at eight, told at ten; disputed at twelve; at twenty the court says that it was never sold.
        at(10, change -> register.keep(change, vehicle, BEN, Span.from(hour(8))), vehicle.chassis());
        at(
                12,
                change -> register.mark(
                        change, vehicle, Marker.DISPUTED, "SC 4/2026", "Supreme Court", Span.from(hour(12))),
                vehicle.chassis());
        at(
                20,
                change -> {
                    register.keep(change, vehicle, ANA, Span.from(hour(8)));
                    register.unmark(change, vehicle, Marker.DISPUTED, "SC 4/2026", Span.from(hour(20)));
                },
                vehicle.chassis());
        everywhere(
                AtAnInstantTest::keeper,
                (at, known) -> at < 1 ? null : at >= 8 && known >= 10 && known < 20 ? "Ben Coc" : "Ana Cal");
        everywhere(
                answer -> answer.markers().toString(),
                (at, known) -> at >= 12 && (known < 20 || at < 20) ? "[DISPUTED]" : "[]");
    }

    /** Its old plate may be another vehicle's by now; and it may turn out to have left the roads before it had the plate. */
    @Test
    void aPlateIsTakenFromTheVehicleThatHasItAndFromNoOther() {
        Vehicle first = vehicle(0);
        Vehicle second = vehicle(0);
        at(1, change -> register.plate(change, plate, first, new Span(hour(1), hour(9))), first.chassis());
        at(14, change -> register.plate(change, plate, second, Span.from(hour(14))), second.chassis());
        at(16, change -> register.plate(change, TestVehicles.plate(), first, Span.from(hour(10))), first.chassis());
        at(18, change -> register.free(change, second, Span.from(hour(3))), second.chassis());
        everywhere(
                answer -> answer.vehicle() == null ? null : answer.vehicle().chassis(),
                (at, known) -> at >= 1 && at < 9
                        ? first.chassis()
                        : at >= 14 && known >= 14 && (known < 18 || at < 14) ? second.chassis() : null);
    }

    @Test
    void aPlateThatAnotherVehicleGetsIsEachTimeOfTheVehicleThatHadIt() {
        Vehicle first = vehicle(0);
        Vehicle second = vehicle(0);
        at(
                1,
                change -> {
                    register.plate(change, plate, first, Span.from(hour(1)));
                    register.keep(change, first, ANA, Span.from(hour(1)));
                    register.state(change, first, VehicleState.IN_USE, Span.from(hour(1)));
                },
                first.chassis());
        // Scrapped at nine, which frees the plate; its next vehicle gets it at fourteen, told two hours later.
        at(
                9,
                change -> {
                    register.state(change, first, VehicleState.SCRAPPED, Span.from(hour(9)));
                    register.free(change, first, Span.from(hour(9)));
                },
                first.chassis(),
                plate);
        at(
                16,
                change -> {
                    register.keep(change, second, BEN, Span.from(hour(14)));
                    register.plate(change, plate, second, Span.from(hour(14)));
                },
                second.chassis(),
                plate);
        everywhere(
                AtAnInstantTest::keeper,
                (at, known) -> at >= 1 && at < 9 ? "Ana Cal" : at >= 14 && known >= 16 ? "Ben Coc" : null);
        everywhere(
                answer -> answer.vehicle() == null ? null : answer.vehicle().chassis(),
                (at, known) -> at >= 1 && at < 9 ? first.chassis() : at >= 14 && known >= 16 ? second.chassis() : null);
    }
}
