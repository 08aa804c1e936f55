package bz.ceiba.systems.border;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.MovedClock;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.kernel.Country;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Desks that had no network for eight hours: what they are given before, and what becomes of what they bring. */
@CeibaTest
class OfflineDeskIT {
    private static final Duration OFFLINE = Duration.ofHours(8);

    @Autowired
    TestPeople people;

    @Autowired
    Decisions decisions;

    @Autowired
    BroughtDecisions brought;

    @Autowired
    Stays stays;

    @Autowired
    ArrivalFigures figures;

    @Autowired
    JdbcClient db;

    @Autowired
    Audit audit;

    @Autowired
    Clock clock;

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), Country.ZONE);
    }

    private static String carrier() {
        return "T" + UUID.randomUUID().toString().substring(0, 8);
    }

    private TestDeclarations family(TestSession phone, int travellers) {
        List<TravelDocument> passports = Stream.generate(() -> TestTravellers.passport("Durand", "Claire", "FRA"))
                .limit(travellers)
                .toList();
        return TestDeclarations.visitor(phone, carrier(), today(), passports);
    }

    /** A device that was set up, and lost its network, eight hours ago. */
    private TestDeskDevice away(Actor officer, Part part) {
        Instant then = clock.instant().minus(OFFLINE);
        return new TestDeskDevice(people.session(officer), then)
                .enrol(new DeskDevices(db, audit, new MovedClock(then)), officer, part);
    }

    private ObjectNode admit(TestDeskDevice device, String number, int position, Duration ago) {
        Instant at = clock.instant().minus(ago);
        return device.blank(number, 1, position, "ADMIT", at)
                .put("until", today().plusDays(5).toString());
    }

    private static JsonNode of(JsonNode answers, ObjectNode body) {
        return answers.valueStream()
                .filter(one -> one.path("key").equals(body.path("key")))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void decisionsOfSeveralDevicesComeTwiceAndInAnyOrderAndNoneIsLostOrCountsTwice() throws Exception {
        List<String> numbers = List.of(
                family(people.anonymous(), 4).send(),
                family(people.anonymous(), 4).send());
        List<TestDeskDevice> devices = List.of(
                away(people.officer("immigration"), Part.IMMIGRATION),
                away(people.officer("immigration"), Part.IMMIGRATION),
                away(people.officer("customs"), Part.CUSTOMS));
        List<List<String>> written = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (String number : numbers) {
            for (int position = 1; position <= 4; position++) {
                int lane = position % 2;
                Duration ago = OFFLINE.minusMinutes(10L * position);
                TestDeskDevice device = devices.get(lane);
                if (position == 3) {
                    ObjectNode refer = device.blank(
                            number, 1, position, "REFER", clock.instant().minus(ago.plusMinutes(9)));
                    written.get(lane).add(device.signed(refer.put("words", "No onward ticket, asks for her aunt")));
                }
                written.get(lane).add(device.signed(admit(device, number, position, ago)));
                TestDeskDevice customs = devices.get(2);
                written.get(2)
                        .add(customs.signed(customs.blank(
                                number, 1, position, "CLEAR", clock.instant().minus(ago))));
            }
        }
        Random random = new Random(8);
        try (ExecutorService together = Executors.newFixedThreadPool(4)) {
            List<Future<JsonNode>> answers = new ArrayList<>();
            for (int again = 0; again < 3; again++) {
                for (int lane = 0; lane < 3; lane++) {
                    List<String> shuffled = new ArrayList<>(written.get(lane));
                    Collections.shuffle(shuffled, random);
                    TestDeskDevice device = devices.get(lane);
                    answers.add(together.submit(() -> device.bring(clock.instant(), shuffled)));
                }
            }
            for (Future<JsonNode> answer : answers) {
                assertThat(answer.get().valueStream())
                        .allMatch(one -> one.path("counts").asBoolean(false))
                        .allMatch(one -> one.path("flags").isEmpty());
            }
        }
        for (String number : numbers) {
            assertThat(decisions.of(number, Part.IMMIGRATION)).hasSize(5);
            assertThat(decisions.of(number, Part.CUSTOMS)).hasSize(4);
            for (int position = 1; position <= 4; position++) {
                assertThat(decisions
                                .last(number, position, Part.IMMIGRATION)
                                .orElseThrow()
                                .outcome())
                        .as("the last one that was made counts, whichever came last")
                        .isEqualTo(Outcome.ADMIT);
            }
        }
    }

    /** A stay is what the last decision says that was made, also where an earlier one comes after it. */
    @Test
    void whatWasDecidedEarlierAndComesLaterEndsNoStay() {
        TravelDocument passport = TestTravellers.passport("Durand", "Claire", "FRA");
        String number = TestDeclarations.visitor(people.anonymous(), carrier(), today(), List.of(passport))
                .send();
        TestDeskDevice device = away(people.officer("immigration"), Part.IMMIGRATION);
        device.bring(clock.instant(), List.of(device.signed(admit(device, number, 1, Duration.ofHours(1)))));
        ObjectNode earlier = device.blank(number, 1, 1, "REFER", clock.instant().minus(Duration.ofHours(3)))
                .put("words", "No onward ticket, asks for her aunt");
        assertThat(of(device.bring(clock.instant(), List.of(device.signed(earlier))), earlier)
                        .path("counts")
                        .asBoolean())
                .isTrue();
        assertThat(stays.of("FRA", passport.number())).map(Stay::until).contains(today().plusDays(5));
        assertThat(figures.outcomes(Part.IMMIGRATION).get(Outcome.REFER))
                .isEqualTo(db.sql("""
                        select count(*) from (
                          select outcome, row_number() over (partition by number, position order by decided_at desc) as n
                          from border.decision where agency = 'immigration' and decided_at >= :midnight) x where n = 1 and outcome = 'REFER'
                        """)
                        .param("midnight", today().atStartOfDay(Country.ZONE).toOffsetDateTime())
                        .query(Long.class)
                        .single());
    }

    /** A device sends its queue until it is answered: what no database takes stops nothing else. */
    @Test
    void whatNoDatabaseTakesStopsNoOtherDecisionOfItsDevice() {
        String number = family(people.anonymous(), 1).send();
        TestDeskDevice device = away(people.officer("immigration"), Part.IMMIGRATION);
        ObjectNode good = admit(device, number, 1, Duration.ofHours(1));
        JsonNode answers = device.bring(
                clock.instant(),
                List.of(
                        device.signed(
                                admit(device, number, 1, Duration.ofHours(2)).put("key", "a\u0000b")),
                        device.signed(admit(device, number, 1, Duration.ofHours(2))
                                .put("snapshot", "-1000000000-01-01T00:00:00Z")),
                        device.signed(admit(device, number, 1, Duration.ofHours(2))
                                .put("snapshot", "+1000000000-12-31T23:59:59Z")),
                        device.signed(good)));
        assertThat(answers).hasSize(4);
        assertThat(answers.path(0).path("kept").asBoolean()).isFalse();
        assertThat(of(answers, good).path("counts").asBoolean()).isTrue();
    }

    @Test
    void anAmendedAndAWithdrawnDeclarationAreRecognisedAndWhatDiffersIsShownWithBothSides() {
        TestSession phone = people.anonymous();
        TestDeclarations amended = family(phone, 1);
        String changed = amended.send();
        TestSession other = people.anonymous();
        TestDeclarations taken = family(other, 1);
        String withdrawn = taken.send();
        String disputed = family(people.anonymous(), 1).send();
        Actor ana = people.officer("immigration");
        TestDeskDevice device = away(ana, Part.IMMIGRATION);
        amended.answer("stay", Map.of("purpose", "family", "nights", "20", "address", "With an aunt in Corozal"));
        amended.send();
        other.post(taken.path("withdraw"), Map.of());
        TestSession desk = people.session(people.officer("immigration"));
        String grounds = "No means for the stay that she wants";
        desk.post(
                "/border/desk/" + disputed,
                Map.of(
                        "position",
                        "1",
                        "version",
                        "1",
                        "key",
                        UUID.randomUUID() + "-1",
                        "outcome",
                        "REFUSE",
                        "words",
                        grounds,
                        "rights",
                        "true"));

        ObjectNode onChanged = admit(device, changed, 1, Duration.ofHours(3));
        ObjectNode onWithdrawn = admit(device, withdrawn, 1, Duration.ofHours(2));
        ObjectNode onDisputed = admit(device, disputed, 1, Duration.ofHours(1));
        ObjectNode onNothing = admit(device, "BD-26-AAAAAA-A", 1, Duration.ofHours(1));
        ObjectNode unfounded =
                device.blank(changed, 2, 1, "REFUSE", clock.instant().plus(Duration.ofHours(1)));
        List<String> all = Stream.of(onChanged, onWithdrawn, onDisputed, onNothing, unfounded)
                .map(device::signed)
                .toList();
        JsonNode answers = device.bring(clock.instant().minus(Duration.ofMinutes(40)), all);
        assertThat(device.bring(clock.instant(), all)).as("sent again").isEqualTo(answers);
        assertThat(answers.valueStream())
                .allMatch(one -> one.path("kept").asBoolean(false))
                .noneMatch(one -> one.path("counts").asBoolean(true));
        assertThat(of(answers, onChanged).toString()).contains("AMENDED", "\"version\":2", "CLOCK");
        assertThat(of(answers, onWithdrawn).toString()).contains("WITHDRAWN", "\"withdrawn\":true");
        assertThat(of(answers, onDisputed).toString()).contains("DIFFERS");
        assertThat(of(answers, onNothing).toString()).contains("NO_DECLARATION");
        assertThat(of(answers, unfounded).toString())
                .as("nobody is refused without grounds and rights, offline either")
                .contains("INCOMPLETE", "FUTURE");
        assertThat(decisions.of(changed, Part.IMMIGRATION)).isEmpty();
        assertThat(decisions.of(disputed, Part.IMMIGRATION)).hasSize(1);

        String page = desk.get(OfflineController.PATH).body();
        assertThat(page).contains(changed, withdrawn, disputed, grounds, ana.name(), "decided differently");
        assertThat(people.session(people.officer("customs"))
                        .get(OfflineController.PATH)
                        .body())
                .doesNotContain(disputed, grounds);
        long id = brought.open(Part.IMMIGRATION).stream()
                .filter(one -> one.number().equals(disputed))
                .findFirst()
                .orElseThrow()
                .id();
        String settle = OfflineController.PATH + "/" + id;
        Map<String, String> words = Map.of("words", "Refusal stands: both officers agree now");
        assertThat(people.session(ana).post(settle, words).statusCode())
                .as("not by who made it")
                .isEqualTo(403);
        assertThat(desk.post(settle, Map.of("words", "ok")).statusCode()).isEqualTo(422);
        assertThat(desk.post(settle, words).statusCode()).isEqualTo(302);
        assertThat(brought.open(Part.IMMIGRATION)).noneMatch(one -> one.id() == id);
    }

    @Test
    void aSnapshotIsForOneDeviceAndHasTheAgencysPartAlone() throws Exception {
        TestSession phone = people.anonymous();
        TestDeclarations one = family(phone, 1);
        one.answer("goods", Map.of("goods", "true"));
        one.answer("which", Map.of("weapon", "true"));
        one.answer("weapon", Map.of("weaponWhat", "Hunting rifle", "weaponPermit", "P 7"));
        String number = one.send();
        Actor officer = people.officer("immigration");
        TestDeskDevice immigration = new TestDeskDevice(people.session(officer), clock.instant()).enrol();
        TestDeskDevice customs = new TestDeskDevice(people.session(people.officer("customs")), clock.instant()).enrol();
        assertThat(mine(immigration.snapshot(), number))
                .contains("Hopkins", "1988", "CLAIRE")
                .doesNotContain("Hunting rifle", "P 7");
        assertThat(mine(customs.snapshot(), number))
                .contains("Hunting rifle", "CLAIRE")
                .doesNotContain("Hopkins", "1988", "differences", "\"list\"");
        TravelDocument indian = TestTravellers.passport("Sharma", "Asha", "IND");
        String without = TestDeclarations.visitor(people.anonymous(), carrier(), today(), List.of(indian))
                .send();
        assertThat(mine(immigration.snapshot(), without)).contains("Needs a visa and has none");
        assertThat(mine(customs.snapshot(), without)).doesNotContain("visa");
        JsonNode snapshot = immigration.snapshot();
        assertThat(Duration.between(
                        Instant.parse(snapshot.path("made").asString()),
                        Instant.parse(snapshot.path("until").asString())))
                .isEqualTo(Duration.ofHours(12));

        TestDeskDevice colleague = new TestDeskDevice(people.session(people.officer("immigration")), clock.instant());
        String stolen = immigration.signed(admit(immigration, number, 1, Duration.ZERO));
        assertThat(colleague
                        .enrol()
                        .bring(clock.instant(), List.of(stolen))
                        .get(0)
                        .path("kept")
                        .asBoolean())
                .as("another officer's device signed it")
                .isFalse();
        people.session(people.officer("immigration"))
                .post(OfflineController.PATH + "/devices/" + immigration.id(), Map.of());
        assertThat(immigration.askSnapshot().statusCode()).isEqualTo(410);
        assertThat(immigration.bring(clock.instant(), List.of(stolen)).toString())
                .contains("DEVICE");
        assertThat(people.session(people.officer("police"))
                        .get(DeskAppController.PATH + "/session")
                        .statusCode())
                .isEqualTo(403);
    }

    private static String mine(JsonNode snapshot, String number) {
        return snapshot.path("declarations")
                .valueStream()
                .filter(one -> one.path("number").asString("").equals(number))
                .findFirst()
                .orElseThrow()
                .toString();
    }
}
