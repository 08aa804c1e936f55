package bz.ceiba.systems.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.exchange.Message;
import bz.ceiba.platform.exchange.Telling;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What insurers and garages tell the register of vehicles over the exchange. */
@CeibaTest
class CoversIT {
    @Autowired
    Telling telling;

    @Autowired
    Register register;

    @Autowired
    TestPeople people;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    JsonMapper json;

    @Autowired
    Clock clock;

    private final String plate = TestVehicles.plate();
    private final String reference = "ICB-" + UUID.randomUUID();
    private Vehicle vehicle = TestVehicles.any();
    private Instant said = Instant.EPOCH;

    @BeforeEach
    void aVehicleWithAPlate() {
        Actor keeper = people.citizen();
        said = clock.instant().minus(Duration.ofMinutes(10));
        vehicle = transaction.execute(status -> {
            Change change = register.change(new Origin("test", null, null, "begins"), vehicle.chassis(), plate);
            Vehicle entered = register.enter(change, vehicle);
            Span since = Span.from(clock.instant().minus(Duration.ofDays(400)));
            register.plate(change, plate, entered, since);
            register.keep(change, entered, new Keeper(keeper.number(), keeper.name()), since);
            return entered;
        });
    }

    private ObjectNode policy(LocalDate from, LocalDate until, int minute) {
        return json.createObjectNode()
                .put("reference", reference)
                .put("said_at", said.plus(Duration.ofMinutes(minute)).toString())
                .put("provider", "Insurance Corporation of Belize")
                .put("plate", plate)
                .put("chassis", vehicle.chassis())
                .put("from", from.toString())
                .put("until", until.toString());
    }

    private boolean tell(String sender, String purpose, ObjectNode body) {
        return telling.tell(new Message("transport.cover", sender, purpose, null, "system", null, Locale.ENGLISH, body))
                .path("applied")
                .asBoolean();
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), Country.ZONE);
    }

    private boolean insured(LocalDate day) {
        Instant noon = day.atTime(12, 0).atZone(Country.ZONE).toInstant();
        return register.at(plate, "", "", noon, noon, clock.instant())
                .now()
                .covers()
                .contains(Cover.INSURANCE);
    }

    @Test
    void ofTwoMessagesAboutAPolicyTheOneSaidLaterCountsInAnyOrder() {
        ObjectNode bought = policy(today().minusDays(100), today().plusDays(265), 1);
        ObjectNode ended = policy(today().minusDays(100), today().minusDays(1), 2);
        assertThat(tell("insurers", "insurance", bought)).isTrue();
        assertThat(insured(today())).isTrue();
        assertThat(insured(today().minusDays(101))).isFalse();
        assertThat(tell("insurers", "insurance", ended)).isTrue();
        assertThat(insured(today())).isFalse();
        assertThat(insured(today().minusDays(1))).as("its last day").isTrue();
        assertThat(tell("insurers", "insurance", bought))
                .as("an old one, once more")
                .isFalse();
        assertThat(tell("insurers", "insurance", ended))
                .as("the same once more")
                .isFalse();
        assertThat(insured(today())).isFalse();
        assertThatThrownBy(() -> tell("insurers", "insurance", policy(today(), today().plusDays(9), 2)))
                .as("something else of the same instant")
                .isInstanceOf(Problem.class);
        assertThat(tell("insurers", "insurance", policy(today(), today(), 3).put("never", true)))
                .isTrue();
        assertThat(insured(today().minusDays(50))).as("it never was good").isFalse();
    }

    @Test
    void aDayThatNoDatabaseHasIsRefused() {
        for (String day : java.util.List.of("+999999999-12-31", "+300000-01-01", "-300000-01-01")) {
            assertThatThrownBy(() -> tell(
                            "insurers",
                            "insurance",
                            policy(today(), today().plusDays(9), 1)
                                    .put("until", day)
                                    .put("from", day)))
                    .as(day)
                    .isInstanceOfSatisfying(
                            Problem.class,
                            wrong -> assertThat(wrong.fields().toString()).contains("/until", "/from"));
        }
        assertThatThrownBy(() -> tell(
                        "insurers",
                        "insurance",
                        policy(today(), today().plusDays(9), 1).put("said_at", "-1000000000-01-01T00:00:00Z")))
                .isInstanceOfSatisfying(
                        Problem.class,
                        wrong -> assertThat(wrong.fields().toString()).contains("/said_at"));
    }

    @Test
    void aPolicyOfAnotherVehicleIsRefusedWithWhatIsWrong() {
        ObjectNode other = policy(today(), today().plusDays(1), 1).put("chassis", TestVehicles.chassis());
        assertThatThrownBy(() -> tell("insurers", "insurance", other))
                .isInstanceOfSatisfying(
                        Problem.class, wrong -> assertThat(wrong.fields().toString())
                                .contains("/plate", "no vehicle with this plate and this chassis number"));
        ObjectNode broken = json.createObjectNode()
                .put("reference", "")
                .put("said_at", clock.instant().plusSeconds(600).toString())
                .put("from", "soon")
                .put("until", today().toString())
                .put("plate", "?");
        assertThatThrownBy(() -> tell("insurers", "insurance", broken))
                .isInstanceOfSatisfying(Problem.class, wrong -> assertThat(wrong.fields())
                        .extracting(Problem.FieldError::field)
                        .contains("/reference", "/said_at", "/provider", "/plate", "/from"));
    }

    @Test
    void whatOneInsurerTellsLeavesWhatAnotherOneToldByTheSameReference() {
        ObjectNode first = policy(today().minusDays(10), today().plusDays(10), 2);
        ObjectNode other =
                policy(today().minusDays(10), today().plusDays(30), 1).put("provider", "Another Insurer");
        assertThat(tell("insurers", "insurance", first)).isTrue();
        assertThat(tell("insurers", "insurance", other)).isTrue();
        assertThat(insured(today().plusDays(20))).isTrue();
        assertThat(tell(
                        "insurers",
                        "insurance",
                        other.deepCopy()
                                .put("said_at", said.plus(Duration.ofMinutes(3)).toString())
                                .put("never", true)))
                .isTrue();
        assertThat(insured(today())).as("by the first").isTrue();
        assertThat(insured(today().plusDays(20))).isFalse();
    }

    @Test
    void anInsurerTellsOfNoInspectionsAndAGarageOfNoPolicies() {
        ObjectNode body = policy(today(), today().plusDays(1), 1);
        assertThatThrownBy(() -> tell("insurers", "inspection", body)).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> tell("garages", "insurance", body)).isInstanceOf(Problem.class);
        assertThat(tell("garages", "inspection", body)).isTrue();
        assertThat(register.now(vehicle).covers()).containsExactly(Cover.INSPECTION);
        assertThat(insured(today())).isFalse();
    }
}
