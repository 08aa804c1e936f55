package bz.ceiba.systems.transport;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.HeldAbout;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Codes on a licence: who may have which, what the police see of them, and at which instant they were there. */
@CeibaTest
class EndorsementsIT {
    /** Of a driver in a phone's copy. */
    private static final int CODES = 1024;

    @Autowired
    Register register;

    @Autowired
    Endorsements endorsements;

    @Autowired
    Cards cards;

    @Autowired
    Snapshots snapshots;

    @Autowired
    HeldTransport held;

    @Autowired
    TestPeople people;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    JdbcClient db;

    @Autowired
    Clock clock;

    private Actor driver(String licenceClass, Stage stage) {
        Actor driver = people.citizen();
        transaction.executeWithoutResult(status -> register.entitle(
                register.change(new Origin("test", null, null, "passed"), driver.number()),
                driver.person(),
                licenceClass,
                stage,
                "DL-" + driver.number(),
                "",
                Span.from(clock.instant().minus(Duration.ofDays(400)))));
        return driver;
    }

    private void card(Actor driver, LocalDate born) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), Country.ZONE);
        cards.add(new Card(
                UUID.randomUUID().toString(),
                CaseNumber.random("DR", 2026, new SecureRandom()),
                driver.person(),
                driver.name(),
                born,
                "DL-" + driver.number(),
                "D",
                Stage.FULL,
                today.minusDays(3),
                today.minusDays(1),
                UUID.randomUUID(),
                "none",
                ""));
    }

    private Map<String, String> form(String code, Duration ago) {
        return new HashMap<>(Map.of(
                "code", code,
                "codeClass", "*",
                "codeReference", "Order 12 of 2026",
                "codeFrom", Instants.text(clock.instant().minus(ago)),
                "codeWhy", "the court's letter of today"));
    }

    private int enter(TestSession desk, Actor driver, Map<String, String> form) {
        return desk.post("/transport/drivers/" + driver.number() + "/codes", form)
                .statusCode();
    }

    private boolean was(Actor driver, Instant at, Instant known) {
        return db.sql("""
                        select count(*) from transport.endorsement
                        where holder = ? and valid @> cast(? as timestamptz) and known @> cast(? as timestamptz)
                        """)
                        .param(driver.number())
                        .param(at.atOffset(ZoneOffset.UTC))
                        .param(known.atOffset(ZoneOffset.UTC))
                        .query(Integer.class)
                        .single()
                == 1;
    }

    @Test
    void aCourtsOrderIsOnTheLicenceFromItsDayAndThePoliceSeeItOnlineAndOffline() throws Exception {
        Actor driver = driver("B", Stage.FULL);
        TestSession desk = people.session(people.officer("transport"));
        TestSession police = people.session(people.officer("police"));
        Instant before = clock.instant();
        assertThat(enter(desk, driver, form("69", Duration.ofDays(10)))).isEqualTo(302);
        Instant then = before.minus(Duration.ofDays(5));
        assertThat(was(driver, then, before)).as("as it was known before").isFalse();
        assertThat(was(driver, then, clock.instant())).as("as it is known now").isTrue();
        Map<String, String> check = Map.of("driver", driver.number(), "class", "B");
        assertThat(police.post("/transport/roadside", check).body())
                .contains("Driver: licensed", "69 Only with an alcohol interlock");
        snapshots.forget();
        TestPhone phone = new TestPhone(police, clock);
        assertThat(TestPhone.bits(phone.snapshot(), "drivers", "d:" + driver.number()) & CODES)
                .isEqualTo(CODES);
        assertThat(people.session(driver).get("/transport/vehicles").body())
                .contains("69 Only with an alcohol interlock");
        List<String> kinds = new ArrayList<>();
        held.tell(driver.person(), (HeldAbout.Held one) -> kinds.add(one.kind()));
        assertThat(kinds).contains("endorsement");

        assertThat(desk.post(
                                "/transport/drivers/" + driver.number() + "/codes/end",
                                Map.of("code", "69", "codeClass", "*", "never", "true", "why", "the order was quashed"))
                        .statusCode())
                .isEqualTo(302);
        assertThat(was(driver, then, clock.instant())).isFalse();
        assertThat(police.post("/transport/roadside", check).body()).doesNotContain("alcohol");
    }

    @Test
    void passengersForMoneyNeedAFullLicenceTheAgeAndADoctorsWordThatIsNotTooOld() {
        TestSession desk = people.session(people.officer("transport"));
        LocalDate today = LocalDate.ofInstant(clock.instant(), Country.ZONE);
        Map<String, String> form = form("P", Duration.ofDays(1));
        form.put("codeUntil", Instants.text(clock.instant().plus(Duration.ofDays(300))));
        Actor learner = driver("D", Stage.PROVISIONAL);
        card(learner, today.minusYears(30));
        assertThat(enter(desk, learner, form)).as("no full licence").isEqualTo(409);
        Actor driver = driver("D", Stage.FULL);
        assertThat(enter(desk, driver, form)).as("nothing shows his age").isEqualTo(409);
        card(driver, today.minusYears(21).plusDays(1));
        assertThat(enter(desk, driver, form)).as("too young by a day").isEqualTo(409);
        card(driver, today.minusYears(21));
        Map<String, String> longer = new HashMap<>(form);
        longer.put("codeUntil", Instants.text(clock.instant().plus(Duration.ofDays(370))));
        assertThat(enter(desk, driver, longer))
                .as("longer than a doctor's word is good")
                .isEqualTo(409);
        assertThat(enter(desk, driver, form)).isEqualTo(302);
        assertThat(endorsements.codes(driver.person(), "D")).isEqualTo("P");
        assertThat(endorsements.codes(driver.person(), "B"))
                .as("of another class")
                .isEmpty();
    }

    @Test
    void whoPassesWithAClutchAfterAnAutomaticIsFreeOfTheCode() {
        Actor driver = people.citizen();
        for (boolean automatic : List.of(true, true, false)) {
            Actor examiner = people.officer("transport");
            TestSession desk = people.session(examiner);
            long test = TestDrivers.practicalTest(
                    db, examiner, driver, clock.instant().minus(Duration.ofMinutes(30)));
            Map<String, String> passed = new HashMap<>(Map.of("result", "PASSED"));
            if (automatic) {
                passed.put("automatic", "true");
            }
            assertThat(desk.post("/transport/calendar/" + test, passed).statusCode())
                    .isEqualTo(302);
            assertThat(endorsements.codes(driver.person(), "B")).isEqualTo(automatic ? "78" : "");
        }
    }

    @Test
    void nobodyWritesOnHisOwnLicenceAndWhatIsWrongIsSaid() {
        Actor officer = people.officer("transport");
        TestSession desk = people.session(officer);
        assertThat(enter(desk, officer, form("69", Duration.ofDays(1)))).isEqualTo(403);
        Map<String, String> wrong = form("??", Duration.ofDays(-1));
        wrong.put("codeWhy", "so");
        assertThat(desk.post("/transport/drivers/" + people.citizen().number() + "/codes", wrong)
                        .body())
                .contains("href=\"#code\"", "href=\"#codeFrom\"", "href=\"#codeWhy\"");
    }
}
