package bz.ceiba.systems.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.cases.Move;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.payments.Bill;
import bz.ceiba.platform.payments.Bills;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Tickets written on phones that are offline, and brought later, twice, in another order, or wrong. */
@CeibaTest
class TicketsIT {
    private static final byte[] PHOTO = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    @Autowired
    Tickets tickets;

    @Autowired
    Register register;

    @Autowired
    Bills bills;

    @Autowired
    Cases cases;

    @Autowired
    JsonMapper json;

    @Autowired
    TestPeople people;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    Clock clock;

    @Value("${ceiba.test.owner-url}")
    String owner;

    /** The server lent its numbers and enrolled it so long ago. */
    private TestPhone lentBefore(TestPhone phone, Duration ago) {
        JdbcClient db = JdbcClient.create(new DriverManagerDataSource(owner));
        db.sql("update transport.lent_number set lent_at = lent_at - make_interval(secs => ?) where device = ?")
                .param(ago.toSeconds())
                .param(phone.id())
                .update();
        return phone;
    }

    private TestPhone phone(TestSession session) {
        return new TestPhone(session, clock);
    }

    private Ticket ticket(String number) {
        return tickets.find(new CaseNumber(number)).orElseThrow();
    }

    private static String reason(JsonNode answers) {
        return answers.path(0).path("reason").asString("accepted");
    }

    @Test
    void fiftyPhonesThatWereOfflineForThreeDaysLoseNothingAndUseNoNumberTwice() throws Exception {
        List<Actor> drivers = List.of(people.citizen(), people.citizen(), people.citizen());
        List<TestSession> officers = List.of(
                people.session(people.officer("police")),
                people.session(people.officer("police")),
                people.session(people.officer("police")));
        Duration offline = Duration.ofDays(3);
        Instant left = clock.instant().minus(offline);
        Random random = new Random(72);
        List<Callable<JsonNode>> trips = new ArrayList<>();
        List<String> written = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            TestPhone phone = lentBefore(phone(officers.get(i % 3)), offline);
            List<TestPhone.Written> queue = new ArrayList<>();
            for (int j = 0; j < 3; j++) {
                Actor driver = drivers.get((i + j) % 3);
                queue.add(
                        phone.write("BELT", left.plus(Duration.ofHours(20L * j + 1)), driver.number(), driver.name()));
            }
            queue.forEach(one -> written.add(one.number()));
            // The first trip broke off after one ticket, and its answer was not heard; then all go twice, in other
            // orders.
            trips.add(() -> phone.bring(queue.get(random.nextInt(3))));
            for (int twice = 0; twice < 2; twice++) {
                List<TestPhone.Written> shuffled = new ArrayList<>(queue);
                Collections.shuffle(shuffled, random);
                trips.add(() -> phone.bring(shuffled));
            }
        }
        Collections.shuffle(trips, random);
        try (var threads = Executors.newFixedThreadPool(6)) {
            for (Future<JsonNode> answer : threads.invokeAll(trips)) {
                assertThat(answer.get())
                        .allSatisfy(one -> assertThat(one.path("accepted").asBoolean())
                                .as(one.toString())
                                .isTrue());
            }
        }
        assertThat(written).hasSize(150).doesNotHaveDuplicates();
        for (String number : written) {
            assertThat(ticket(number).flags()).isEmpty();
            assertThat(cases.find(new CaseNumber(number)).orElseThrow().service())
                    .isEqualTo(OpenTicket.SERVICE);
            assertThat(bills.of(new CaseNumber(number)))
                    .extracting(Bill::amount)
                    .containsExactly(Money.ofCents(5000));
        }
    }

    @Test
    void thePenaltyIsThatOfTheDayOfTheOffenceAndWhoeverGotItReadsAllOfIt() {
        Actor driver = people.citizen("Delroy Speed");
        TestPhone phone = lentBefore(phone(people.session(people.officer("police"))), Duration.ofDays(400));
        Instant lastMinute = Instant.parse("2026-07-01T05:59:00Z");
        ObjectNode body = phone.blank("SPEED", lastMinute, driver.number(), driver.name());
        body.put("latitude", 17.2534)
                .put("longitude", -88.7713)
                .put("accuracy", 12)
                .put("language", "es");
        TestPhone.Written before = phone.signed(body, PHOTO);
        TestPhone.Written after = phone.write("SPEED", lastMinute.plusSeconds(60), driver.number(), driver.name());
        JsonNode answers = phone.bring(before, after);
        assertThat(answers.path(0).path("flags").toString()).contains("late");
        assertThat(ticket(before.number()).penalty())
                .as("not that of the day when it came")
                .isEqualTo(Money.ofCents(15000));
        assertThat(ticket(after.number()).penalty()).isEqualTo(Money.ofCents(20000));
        String page = people.session(driver).get("/cases/" + before.number()).body();
        assertThat(page).contains("Driving faster than allowed", "Western Highway", "12 m", "BZ$105.00");
        assertThat(people.session(driver).get("/payments/mine").body()).contains(before.number(), after.number());
        assertThat(people.session(driver)
                        .get("/cases/" + before.number() + "/answers")
                        .body())
                .contains("photo.png");
        assertThat(people.session(people.citizen())
                        .get("/cases/" + before.number())
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void whatCanNotBeAcceptedIsHeldWithItsReasonAndNeverDropped() {
        Actor driver = people.citizen();
        Actor constable = people.officer("police");
        TestPhone phone = phone(people.session(constable));
        TestPhone other = phone(people.session(people.officer("police")));
        Instant at = clock.instant().minusSeconds(600);

        ObjectNode foreign = phone.blank("BELT", at, driver.number(), driver.name());
        foreign.put("number", other.nextNumber());
        assertThat(reason(phone.bring(phone.signed(foreign, new byte[0])))).isEqualTo("number");

        TestPhone.Written good = phone.write("BELT", at, driver.number(), driver.name());
        assertThat(reason(phone.bring(good))).isEqualTo("accepted");
        ObjectNode again = good.body().deepCopy().put("offence", "RECKLESS");
        assertThat(reason(phone.bring(phone.signed(again, new byte[0])))).isEqualTo("number-used");
        assertThat(ticket(good.number()).offence()).isEqualTo("BELT");

        TestPhone.Written forged = other.signed(phone.blank("BELT", at, driver.number(), driver.name()), new byte[0]);
        String[] parts = forged.signed().split("\\.", -1);
        String[] mine = good.signed().split("\\.", -1);
        assertThat(reason(phone.bring(new TestPhone.Written(
                        forged.number(), forged.body(), mine[0] + "." + parts[1] + "." + parts[2], new byte[0]))))
                .isEqualTo("signature");
        assertThat(reason(phone.bring(new TestPhone.Written("", forged.body(), "?", new byte[0]))))
                .isEqualTo("malformed");
        assertThat(reason(phone.bring(phone.write("WITCHCRAFT", at, driver.number(), driver.name()))))
                .isEqualTo("offence");
        assertThat(reason(phone.bring(
                        phone.write("BELT", clock.instant().plusSeconds(3600), driver.number(), driver.name()))))
                .isEqualTo("future");
        TestPhone.Written nobody = phone.write("BELT", at, "", "");
        nobody.body().remove("driver");
        TestPhone.Written reallyNobody = phone.signed(nobody.body(), new byte[0]);
        assertThat(reason(phone.bring(reallyNobody))).isEqualTo("nobody");
        assertThat(reason(phone.bring(reallyNobody)))
                .as("said again, held once")
                .isEqualTo("nobody");

        TestPhone.Written tampered = phone.signed(phone.blank("BELT", at, driver.number(), driver.name()), PHOTO);
        assertThat(reason(phone.bring(new TestPhone.Written(
                        tampered.number(), tampered.body(), tampered.signed(), new byte[] {1, 2, 3}))))
                .isEqualTo("photo");

        TestPhone.Written late = phone.write("BELT", at, driver.number(), driver.name());
        TestSession supervisor = people.session(people.supervisor("police"));
        assertThat(supervisor.post("/transport/devices/" + phone.id(), Map.of()).statusCode())
                .isEqualTo(302);
        assertThat(reason(phone.bring(late))).isEqualTo("revoked");
        assertThat(phone.status("/numbers")).isEqualTo(410);
        assertThat(phone.status("/snapshot")).isEqualTo(410);

        TestSession desk = people.session(people.officer("transport"));
        String held = desk.get("/transport/held").body();
        assertThat(held)
                .contains(reallyNobody.number(), late.number(), "The phone was revoked", "No seat belt")
                .doesNotContain(at.toString());
        assertThat(held.split(java.util.regex.Pattern.quote(reallyNobody.number()), -1))
                .hasSize(2);
        HeldTicket one = tickets.held().stream()
                .filter(ticket -> ticket.number().equals(reallyNobody.number()))
                .findFirst()
                .orElseThrow();
        assertThat(desk.post("/transport/held/" + one.id(), Map.of("note", "x")).statusCode())
                .isEqualTo(422);
        assertThat(desk.post("/transport/held/" + one.id(), Map.of("note", "Nobody was named; dropped"))
                        .statusCode())
                .isEqualTo(302);
        assertThat(tickets.held()).noneMatch(ticket -> ticket.id().equals(one.id()));
        HeldTicket lost = tickets.held().stream()
                .filter(ticket -> ticket.number().equals(late.number()))
                .findFirst()
                .orElseThrow();
        Map<String, String> accepted = Map.of(
                "note",
                "The phone was found again",
                "accept",
                "true",
                "person",
                driver.number(),
                "name",
                driver.name());
        assertThat(desk.post("/transport/held/" + lost.id(), accepted).statusCode())
                .isEqualTo(302);
        assertThat(ticket(late.number()).liable()).isEqualTo(driver.person());
        assertThat(tickets.held()).noneMatch(ticket -> ticket.id().equals(lost.id()));
    }

    /** A phone sends its queue until it is answered: what no database takes is held like all that can't be read, and stops no other. */
    @Test
    void whatNoDatabaseTakesIsHeldAndTheOthersOfTheSameRequestAreAccepted() {
        Actor driver = people.citizen();
        TestPhone phone = phone(people.session(people.officer("police")));
        Instant at = clock.instant().minusSeconds(600);
        List<TestPhone.Written> queue = new ArrayList<>();
        for (Map.Entry<String, Object> wrong : List.<Map.Entry<String, Object>>of(
                Map.entry("latitude", 91.5),
                Map.entry("place", "mile \u0000 21"),
                Map.entry("driverName", "A\u0000na"),
                Map.entry("at", "-999999999-01-01T00:00:00Z"),
                Map.entry("writtenAt", "+999999999-01-01T00:00:00Z"),
                Map.entry("at", "+1000000000-12-31T23:59:59Z"),
                Map.entry("number", "TT\u0000"))) {
            ObjectNode body = phone.blank("BELT", at, driver.number(), driver.name());
            body.put("longitude", -88.5);
            body.putPOJO(wrong.getKey(), wrong.getValue());
            queue.add(phone.signed(body, new byte[0]));
        }
        queue.add(new TestPhone.Written("", json.createObjectNode(), "a\u0000b", new byte[0]));
        queue.add(phone.write("BELT", at, driver.number(), driver.name()));
        JsonNode answers = phone.bring(queue);
        assertThat(answers).hasSize(queue.size());
        assertThat(answers.path(queue.size() - 1).path("accepted").asBoolean()).isTrue();
        answers.forEach(one -> assertThat(one.path("accepted").asBoolean()
                        || !one.path("reason").asString("").isEmpty())
                .isTrue());
        assertThat(answers.path(0).path("reason").asString()).isEqualTo("malformed");
        TestPhone wild = new TestPhone(
                people.session(people.officer("police")), Clock.offset(clock, Duration.ofDays(365_000_000)));
        assertThat(wild.bring(wild.write("BELT", at, driver.number(), driver.name())))
                .as("a clock that can't be")
                .hasSize(1);
    }

    /** As when the server is killed between two tickets of one request: what it was about to keep is not kept, and comes again. */
    @Test
    void whatBreaksOffInTheMiddleIsBroughtAgainAndAllOfItIsThereOnce() throws Exception {
        Actor driver = people.citizen();
        TestPhone phone = phone(people.session(people.officer("police")));
        List<TestPhone.Written> queue = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            queue.add(phone.write("BELT", clock.instant().minusSeconds(3_600 - i), driver.number(), driver.name()));
        }
        JdbcClient db = JdbcClient.create(new DriverManagerDataSource(owner));
        int broken;
        try (Connection holder = new DriverManagerDataSource(owner).getConnection();
                var thread = Executors.newSingleThreadExecutor()) {
            int blocking = held(holder, queue.get(9).number());
            Future<Integer> status = thread.submit(() -> phone.tryToBring(queue));
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> db.sql(
                            "select pg_terminate_backend(pid) from pg_stat_activity where ? = any(pg_blocking_pids(pid))")
                    .param(blocking)
                    .query(Boolean.class)
                    .list()
                    .contains(true));
            broken = status.get();
            holder.rollback();
        }
        assertThat(broken).isNotEqualTo(200);
        JsonNode again = phone.bring(queue);
        assertThat(again)
                .hasSize(25)
                .allSatisfy(one -> assertThat(one.path("accepted").asBoolean()).isTrue());
        for (TestPhone.Written one : queue) {
            assertThat(bills.of(new CaseNumber(one.number()))).hasSize(1);
        }
    }

    /** Nobody else takes that number until the connection's transaction ends; answers its process in the database. */
    private static int held(Connection holder, String number) throws SQLException {
        holder.setAutoCommit(false);
        try (PreparedStatement hold = holder.prepareStatement(
                "select pg_backend_pid() from transport.lent_number where number = ? for update")) {
            hold.setString(1, number);
            try (ResultSet row = hold.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    @Test
    void aBackDatedTicketOrAWrongClockIsAcceptedAndFlagged() {
        Actor driver = people.citizen();
        TestPhone phone = phone(people.session(people.officer("police")));
        Instant now = clock.instant();
        ObjectNode body = phone.blank("BELT", now.minus(Duration.ofHours(30)), driver.number(), driver.name());
        assertThat(phone.bring(phone.signed(body, new byte[0]))
                        .path(0)
                        .path("flags")
                        .toString())
                .contains("before-lent");
        ObjectNode later = phone.blank("BELT", now.minus(Duration.ofHours(2)), driver.number(), driver.name());
        later.put("writtenAt", now.toString());
        assertThat(phone.bring(phone.signed(later, new byte[0]))
                        .path(0)
                        .path("flags")
                        .toString())
                .contains("back-dated");
        TestPhone slow =
                new TestPhone(people.session(people.officer("police")), Clock.offset(clock, Duration.ofMinutes(-40)));
        TestPhone.Written one = slow.write("BELT", now.minus(Duration.ofMinutes(41)), driver.number(), driver.name());
        assertThat(slow.bring(one).path(0).path("flags").toString()).contains("clock");
        assertThat(ticket(one.number()).clockBehind()).isBetween(Duration.ofMinutes(39), Duration.ofMinutes(41));
    }

    @Test
    void theKeeperAnswersWhenNoDriverIsNamedAndTheTicketSaysWhatTheRegisterSaid() {
        Actor keeper = people.citizen("Ana Keeper");
        String plate = TestVehicles.plate();
        Instant at = clock.instant().minusSeconds(900);
        transaction.executeWithoutResult(status -> {
            Change change = register.change(new Origin("test", null, null, "entered for a test"));
            Vehicle vehicle = register.enter(change, TestVehicles.any());
            Span since = Span.from(change.at().minus(Duration.ofDays(400)));
            register.plate(change, plate, vehicle, since);
            register.keep(change, vehicle, new Keeper(keeper.number(), keeper.name()), since);
            register.state(change, vehicle, VehicleState.IN_USE, since);
        });
        TestPhone phone = lentBefore(phone(people.session(people.officer("police"))), Duration.ofHours(1));
        ObjectNode body = phone.blank("PARKING", at, "", "").put("plate", plate);
        body.remove("driver");
        body.remove("driverName");
        TestPhone.Written one = phone.signed(body, new byte[0]);
        JsonNode answer = phone.bring(one);
        assertThat(reason(answer)).isEqualTo("accepted");
        assertThat(answer.toString()).as("the officer is not told who keeps it").doesNotContain("Keeper");
        Ticket ticket = ticket(one.number());
        assertThat(ticket.liable()).isEqualTo(keeper.person());
        assertThat(ticket.now().keeper()).isEqualTo("Ana Keeper");
        assertThat(ticket.then().keeper())
                .as("it was entered after the offence")
                .isNull();
    }

    @Test
    void aTicketNamesItsRoadByChoiceOrByTheOfficersWords() {
        Actor driver = people.citizen();
        TestPhone phone = phone(people.session(people.officer("police")));
        Instant at = clock.instant().minusSeconds(600);
        TestPhone.Written words = phone.write("BELT", at, driver.number(), driver.name());
        ObjectNode chosen = phone.blank("BELT", at, driver.number(), driver.name())
                .put("road", "STH")
                .put("mile", 14.2)
                .put("place", "near the bridge");
        TestPhone.Written choice = phone.signed(chosen, new byte[0]);
        phone.bring(words, choice);
        assertThat(ticket(words.number()))
                .extracting(Ticket::road, Ticket::mile)
                .containsExactly("GPH", 21.0);
        assertThat(ticket(choice.number()))
                .extracting(Ticket::road, Ticket::mile)
                .containsExactly("STH", 14.2);
        assertThat(cases.find(new CaseNumber(choice.number()))
                        .orElseThrow()
                        .form()
                        .path("place")
                        .asString())
                .isEqualTo("Southern Highway, mile 14.2 · near the bridge");
    }

    @Test
    void aWardenOfTheMinistryWritesTicketsThatNameHisAgencyAndAnotherOfficerDecidesTheDispute() {
        Actor driver = people.citizen();
        Actor warden = people.officer("wardens");
        TestPhone phone = phone(people.session(warden));
        TestPhone.Written written =
                phone.write("PHONE", clock.instant().minusSeconds(600), driver.number(), driver.name());
        assertThat(reason(phone.bring(written))).isEqualTo("accepted");
        CaseNumber number = new CaseNumber(written.number());
        assertThat(ticket(written.number()).agency()).isEqualTo("wardens");
        CaseFile file = cases.find(number).orElseThrow();
        assertThat(file.agency()).isEqualTo("transport");
        assertThat(file.form().path("officer").asString()).isEqualTo(warden.name() + ", Traffic Wardens");
        assertThat(bills.of(number)).singleElement().satisfies(bill -> {
            assertThat(bill.agency()).isEqualTo("transport");
            assertThat(bill.head()).isEqualTo(Tariff.load().head());
        });
        assertThat(people.session(people.supervisor("wardens"))
                        .get("/transport/devices")
                        .body())
                .contains("/transport/devices/" + phone.id());
        assertThat(people.session(people.supervisor("police"))
                        .get("/transport/devices")
                        .body())
                .doesNotContain("/transport/devices/" + phone.id());

        move(driver, number, "dispute", Map.of("statement", "It was a radio"));
        Map<String, String> reasons = Map.of("reason", "A radio was not in his hand");
        Actor both = new Actor(
                warden.number(),
                warden.name(),
                warden.assurance(),
                List.of(new Actor.Appointment("transport", Role.OFFICER)),
                null);
        assertThatThrownBy(() -> move(both, number, "uphold", reasons)).isInstanceOf(Problem.class);
        move(people.officer("transport"), number, "uphold", reasons);
        assertThat(cases.find(number).orElseThrow().state()).isEqualTo("upheld");
    }

    private void move(Actor actor, CaseNumber number, String transition, Map<String, String> typed) {
        cases.move(
                actor,
                new Move(
                        number,
                        cases.find(number).orElseThrow().revision(),
                        transition,
                        json.valueToTree(typed),
                        json.createObjectNode(),
                        Locale.ENGLISH));
    }
}
