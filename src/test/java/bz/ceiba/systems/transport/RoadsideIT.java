package bz.ceiba.systems.transport;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What a police officer learns at the roadside, and what the keeper reads of it. */
@CeibaTest
class RoadsideIT {
    @Autowired
    Register register;

    @Autowired
    Snapshots snapshots;

    @Autowired
    TestPeople people;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    JdbcClient db;

    @Autowired
    Clock clock;

    private final String plate = TestVehicles.plate();

    private Vehicle kept(Actor keeper) {
        return transaction.execute(status -> {
            Change change = register.change(new Origin("test", null, null, "entered for a test"));
            Vehicle vehicle = register.enter(change, TestVehicles.any());
            Span since = Span.from(change.at().minus(Duration.ofDays(400)));
            register.plate(change, plate, vehicle, since);
            register.keep(change, vehicle, new Keeper(keeper.number(), keeper.name()), since);
            register.state(change, vehicle, VehicleState.IN_USE, since);
            for (Cover cover : Cover.values()) {
                register.cover(
                        change,
                        vehicle,
                        cover,
                        "P-1",
                        "Insurer",
                        new Span(since.from(), change.at().plus(Duration.ofDays(30))));
            }
            return vehicle;
        });
    }

    private void change(Vehicle vehicle, java.util.function.Consumer<Change> what) {
        transaction.executeWithoutResult(status ->
                what.accept(register.change(new Origin("test", null, null, "changed for a test"), vehicle.chassis())));
    }

    private String check(TestSession officer, Map<String, String> typed) {
        return officer.post("/transport/roadside", typed).body();
    }

    @Test
    void aVehicleIsValidNotValidOrUnknownAndItsKeeperIsNotNamed() {
        Actor ana = people.citizen("Ana Tillett");
        Vehicle vehicle = kept(ana);
        Actor constable = people.officer("police");
        TestSession officer = people.session(constable);
        assertThat(check(officer, Map.of("plate", plate)))
                .contains("Vehicle: valid", "Toyota Hilux")
                .doesNotContain("Ana Tillett");
        change(
                vehicle,
                change -> register.mark(
                        change,
                        vehicle,
                        Marker.STOLEN,
                        "CR 1",
                        "police",
                        Span.from(clock.instant().minusSeconds(60))));
        assertThat(check(officer, Map.of("plate", plate.toLowerCase(java.util.Locale.ROOT))))
                .contains("Vehicle: not valid", "Reported stolen");
        change(vehicle, change -> register.unmark(change, vehicle, Marker.STOLEN, "CR 1", Span.from(Instant.EPOCH)));
        change(
                vehicle,
                change -> Facts.COVER.clear(
                        db,
                        change,
                        Span.from(Instant.EPOCH),
                        Map.of(
                                "vehicle",
                                vehicle.id(),
                                "kind",
                                "INSURANCE",
                                "reference",
                                "P-1",
                                "provider",
                                "Insurer")));
        assertThat(check(officer, Map.of("plate", plate))).contains("No insurance in the register");
        assertThat(check(officer, Map.of("plate", TestVehicles.plate()))).contains("not in the register");
        assertThat(officer.post("/transport/roadside", Map.of("plate", "?!")).statusCode())
                .isEqualTo(422);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() ->
                        people.session(ana).get("/portal/disclosures").body().contains("a check at the roadside"));
        assertThat(people.session(people.officer("customs"))
                        .get("/transport/roadside")
                        .statusCode())
                .isEqualTo(403);
    }

    /** Nobody says of a licence that the register has that there is none. */
    @Test
    void aLicenceThatRanOutIsNotValidAndNotUnknown() throws Exception {
        Instant now = clock.instant();
        Actor driver = people.citizen("Carl Lapsed");
        entitled(driver, now.minus(Duration.ofDays(400)), now.minus(Duration.ofDays(1)));
        TestSession officer = people.session(people.officer("police"));
        TestPhone phone = new TestPhone(officer, clock);
        Map<String, String> typed = Map.of("driver", driver.number(), "class", "B");
        assertThat(check(officer, typed))
                .contains("may not drive it", "The licence has run out", "DL-" + driver.number());
        assertThat(check(officer, Map.of("driver", driver.number(), "class", "C")))
                .contains("may not drive it", "The licence has run out");
        assertThat(bits(phone, "drivers", "d:" + driver.number())).isEqualTo(1 << 11);
        entitled(driver, now.minus(Duration.ofHours(1)), now.plus(Duration.ofDays(9)));
        assertThat(check(officer, typed)).contains("Driver: licensed").doesNotContain("has run out");
        assertThat(bits(phone, "drivers", "d:" + driver.number())).isEqualTo(2);
    }

    /** What is so when a copy is made and when it ends need not be so between; then a phone says that it is better to ask. */
    @Test
    void aPhonesCopyKnowsOfGapsBetweenTwoCovers() throws Exception {
        Instant now = clock.instant();
        Vehicle vehicle = kept(people.citizen("Ana Tillett"));
        TestPhone phone = new TestPhone(people.session(people.officer("police")), clock);
        insured(vehicle, "P-1", now.minus(Duration.ofDays(9)), now.plus(Duration.ofDays(1)));
        insured(vehicle, "P-2", now.plus(Duration.ofDays(1)), now.plus(Duration.ofDays(9)));
        Actor driver = people.citizen("Ben Coc");
        entitled(driver, now.minus(Duration.ofDays(9)), now.plus(Duration.ofDays(1)));
        entitled(driver, now.plus(Duration.ofDays(1)), now.plus(Duration.ofDays(9)));
        assertThat(bits(phone, "vehicles", "p:" + plate)).as("continued").isZero();
        assertThat(bits(phone, "drivers", "d:" + driver.number())).isEqualTo(2);

        insured(vehicle, "P-2", now.plus(Duration.ofDays(2)), now.plus(Duration.ofDays(9)));
        transaction.executeWithoutResult(status -> register.bar(
                register.change(new Origin("test", null, null, "barred for a day"), driver.number()),
                driver.person(),
                Bar.SUSPENDED,
                "day",
                List.of(),
                new Span(now.plus(Duration.ofDays(1)), now.plus(Duration.ofDays(2)))));
        int changes = 1 << 15;
        assertThat(bits(phone, "vehicles", "p:" + plate))
                .as("not insured for a day")
                .isEqualTo(changes);
        assertThat(bits(phone, "drivers", "d:" + driver.number()))
                .as("barred for a day")
                .isEqualTo(changes | 2);
    }

    private int bits(TestPhone phone, String list, String key) throws Exception {
        snapshots.forget();
        return TestPhone.bits(phone.snapshot(), list, key);
    }

    private void insured(Vehicle vehicle, String reference, Instant from, Instant to) {
        change(
                vehicle,
                change -> register.coverAsTold(
                        change, vehicle, Cover.INSURANCE, reference, "Insurer", new Span(from, to)));
    }

    private void entitled(Actor driver, Instant from, Instant to) {
        transaction.executeWithoutResult(status -> register.entitle(
                register.change(new Origin("test", null, null, "licensed for a test"), driver.number()),
                driver.person(),
                "B",
                Stage.FULL,
                "DL-" + driver.number(),
                "",
                new Span(from, to)));
    }

    @Test
    void aDriverIsLicensedBarredOrUnknown() {
        Actor driver = people.citizen("Delroy Driver");
        TestSession officer = people.session(people.officer("police"));
        Map<String, String> typed = Map.of("driver", driver.person().grouped(), "class", "B");
        assertThat(check(officer, typed)).contains("no licence in the register");
        Instant since = clock.instant().minusSeconds(3_600);
        transaction.executeWithoutResult(status -> register.entitle(
                register.change(new Origin("test", null, null, "licensed for a test"), driver.number()),
                driver.person(),
                "B",
                Stage.FULL,
                "DL-1",
                "",
                Span.from(since)));
        assertThat(check(officer, typed)).contains("Driver: licensed", "DL-1");
        assertThat(check(officer, Map.of("driver", driver.number(), "class", "D")))
                .contains("Licensed for other vehicles only");
        transaction.executeWithoutResult(status -> register.bar(
                register.change(new Origin("test", null, null, "barred for a test"), driver.number()),
                driver.person(),
                Bar.DISQUALIFIED,
                "BCM 1",
                List.of("B"),
                Span.from(since)));
        assertThat(check(officer, typed)).contains("may not drive it", "Disqualified by a court");
        assertThat(check(officer, Map.of("driver", "12"))).contains("An identity number has 12 digits");
    }
}
