package bz.ceiba.systems.border;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.AheadClock;
import bz.ceiba.ServerProcess;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.TestTasks;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.exchange.ToldEvent;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.xroad.TestNode;
import bz.ceiba.platform.xroad.TlsProxy;
import bz.ceiba.platform.xroad.TlsProxy.Break;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Immigration, which takes declarations, and Customs, each on a node and a database of its own. */
class BorderOnNodesIT {
    private static final Duration OUTAGE = Duration.ofMinutes(30);
    private static final AheadClock CLOCK = new AheadClock();

    private static TlsProxy toCustoms;
    private static TestNode immigration;
    private static TestNode customs;

    @TempDir
    static Path directory;

    @BeforeAll
    static void start() throws Exception {
        String customsUrl = "http://localhost:" + ServerProcess.freePort();
        toCustoms = TlsProxy.of(customsUrl);
        immigration = TestNode.start(
                TestNode.settings(
                        directory,
                        "immigration",
                        "customs",
                        toCustoms.address(),
                        List.of("border.customs", DecidedByCustoms.DECIDED)),
                CLOCK);
        Map<String, Object> settings = TestNode.settings(
                directory,
                "customs",
                "immigration",
                immigration.address(),
                List.of("border.immigration", TellCustoms.DECLARED, "border.referred", "border.referral-reversed"));
        settings.put("server.port", customsUrl.substring(customsUrl.lastIndexOf(':') + 1));
        settings.put("ceiba.base-url", customsUrl);
        customs = TestNode.start(settings, CLOCK);
        // As the runbook has it: codes are signed by the node that takes declarations.
        String kid = "select kid || ' ' || jwk from documents.verification_key";
        String[] key = sql(immigration, kid).getFirst().split(" ", 2);
        customs.bean(JdbcClient.class)
                .sql("insert into documents.verification_key (kid, jwk, since) values (?, ?::jsonb, now())")
                .params(key[0], key[1])
                .update();
    }

    @AfterAll
    static void stop() {
        customs.close();
        immigration.close();
        toCustoms.close();
    }

    @BeforeEach
    void connect() {
        connections(Break.NEVER);
    }

    /** A node that is down neither answers nor asks. */
    private static void connections(Break now) {
        toCustoms.breakConnections(now);
        immigration.proxy().breakConnections(now);
    }

    private static List<String> sql(TestNode node, String query, Object... params) {
        return node.bean(JdbcClient.class)
                .sql(query)
                .params(params)
                .query(String.class)
                .list();
    }

    private static TestSession officer(TestNode node, String agency) {
        TestPeople people = node.bean(TestPeople.class);
        return people.session(people.officer(agency));
    }

    private static LocalDate today() {
        return LocalDate.ofInstant(CLOCK.instant(), Country.ZONE);
    }

    private static TravelDocument passport() {
        return TestTravellers.passport("Durand", "Claire", "FRA");
    }

    private static TestDeclarations armed(TestSession phone, TravelDocument passport) {
        TestDeclarations one = TestDeclarations.visitor(
                phone, "N" + UUID.randomUUID().toString().substring(0, 8), today(), List.of(passport));
        one.answer("goods", Map.of("goods", "true"));
        one.answer("which", Map.of("weapon", "true"));
        one.answer("weapon", Map.of("weaponWhat", "Hunting rifle", "weaponPermit", "P 7"));
        return one;
    }

    private static TestSession phone() {
        return immigration.bean(TestPeople.class).anonymous();
    }

    private static String desk(String number) {
        return "/border/desk/" + number;
    }

    private static Map<String, String> decision(int version, String outcome, Map<String, String> more) {
        Map<String, String> posted = new HashMap<>(Map.of(
                "position",
                "1",
                "version",
                String.valueOf(version),
                "key",
                UUID.randomUUID() + "-1",
                "outcome",
                outcome,
                "words",
                ""));
        posted.putAll(more);
        return posted;
    }

    private static Map<String, String> admitted() {
        return Map.of("until", today().plusDays(7).toString());
    }

    /** Fetches what waits at once, and again until it is there. */
    private static void soon(Runnable shown) {
        Awaitility.await().atMost(Duration.ofSeconds(40)).untilAsserted(() -> {
            immigration.bean(TestTasks.class).due("xroad-events");
            customs.bean(TestTasks.class).due("xroad-events");
            shown.run();
        });
    }

    /** The version of Customs' copy, and whether it was withdrawn. */
    private static List<String> copy(String number) {
        return sql(
                customs,
                "select version || case when withdrawn_at is null then '' else ' withdrawn' end from border.declaration where number = ?",
                number);
    }

    private static List<String> parts(TestNode node, String number) {
        return sql(
                node,
                "select version || ' ' || agency from border.part where number = ? order by version, agency",
                number);
    }

    @Test
    void customsWorksOnItsOwnNodeWithItsPartAndAsksForTheRest() {
        TravelDocument passport = passport();
        TestDeclarations one = armed(phone(), passport);
        String number = one.send();
        soon(() -> assertThat(copy(number)).containsExactly("1"));
        assertThat(parts(customs, number)).containsExactly("1 both", "1 customs");
        TestSession desk = officer(customs, "customs");
        assertThat(desk.get(desk(number)).body())
                .contains("CLAIRE DURAND", passport.number(), "Hunting rifle", "From Immigration", "Nights")
                .doesNotContain("1988-03-27", "Hopkins", "does not answer");
        assertThat(desk.follow(desk.post("/border/desk/find", Map.of("what", one.shown())))
                        .body())
                .contains("genuine and the newest (version 1)");
        assertThat(desk.follow(desk.post("/border/desk/find", Map.of("what", passport.number())))
                        .body())
                .contains(number);
        assertThat(desk.get(desk(number) + "/duty").statusCode()).isEqualTo(200);
        assertThat(officer(immigration, "immigration").get(desk(number)).body())
                .contains("From Customs", "Weapon")
                .doesNotContain("Hunting rifle", "does not answer");
        for (TestNode node : List.of(immigration, customs)) {
            assertThat(sql(
                            node,
                            "select agency || ' ' || (detail ->> 'service') from audit.entry where event = 'REGISTER_ASKED' and detail ->> 'declaration' = ?",
                            number))
                    .as("each look at the other's part, at both: of three by Customs and of one by Immigration")
                    .containsExactlyInAnyOrder(
                            "customs border.immigration",
                            "customs border.immigration",
                            "customs border.immigration",
                            "immigration border.customs");
        }
        assertThat(sql(
                        immigration,
                        "select jsonb_typeof(body) from exchange.event where service = ? and key = ?",
                        TellCustoms.DECLARED,
                        number))
                .as("sealed until it is told")
                .containsExactly("string");
        assertThat(customs.bean(TestPeople.class)
                        .anonymous()
                        .post("/border/declare", Map.of())
                        .statusCode())
                .as("declarations are taken at one node")
                .isEqualTo(404);
    }

    @Test
    void bothConvergeAfterTheConnectionWasAwayForHalfAnHour() {
        TestDeclarations changed = armed(phone(), passport());
        String old = changed.send();
        TestSession phone = phone();
        TestDeclarations dropped = armed(phone, passport());
        String withdrawn = dropped.send();
        soon(() -> assertThat(List.of(copy(old), copy(withdrawn))).containsOnly(List.of("1")));

        connections(Break.BEFORE);
        changed.answer("weapon", Map.of("weaponWhat", "Two rifles", "weaponPermit", "P 8"));
        changed.send();
        phone.post(dropped.path("withdraw"), Map.of());
        String fresh = armed(phone(), passport()).send();
        Actor ana = immigration.bean(TestPeople.class).citizen("Ana Twoborders");
        String residents = armed(immigration.bean(TestPeople.class).session(ana), passport())
                .send();
        TestSession desk = officer(immigration, "immigration");
        assertThat(desk.get(desk(fresh)).body()).contains("Customs does not answer at the moment", "CLAIRE DURAND");
        assertThat(desk.get(desk(residents)).body()).contains("Customs does not answer at the moment");
        assertThat(desk.post(desk(fresh), decision(1, "ADMIT", admitted())).statusCode())
                .isEqualTo(302);
        TestSession customsDesk = officer(customs, "customs");
        assertThat(customsDesk.get(desk(old)).body())
                .contains("Immigration does not answer at the moment", "Hunting rifle");
        assertThat(customsDesk.post(desk(old), decision(1, "CLEAR", Map.of())).statusCode())
                .as("of the version that it has")
                .isEqualTo(302);
        assertThat(customsDesk.get(desk(fresh)).statusCode()).isEqualTo(404);

        CLOCK.forward(OUTAGE);
        int before = immigration.proxy().requests();
        connections(Break.AFTER);
        soon(() -> assertThat(immigration.proxy().requests() - before)
                .as("events are given, and their answers get lost")
                .isGreaterThan(1));
        connections(Break.NEVER);
        CLOCK.forward(Duration.ofMinutes(1));
        soon(() -> {
            assertThat(copy(old)).containsExactly("2");
            assertThat(copy(withdrawn)).containsExactly("1 withdrawn");
            assertThat(copy(fresh)).containsExactly("1");
            assertThat(copy(residents)).containsExactly("1");
            assertThat(sql(immigration, "select version || ' ' || outcome from border.decision where number = ?", old))
                    .containsExactly("1 CLEAR");
            for (TestNode node : List.of(immigration, customs)) {
                assertThat(sql(
                                node,
                                "select key from exchange.delivery where service like 'border.%' and done_at is null"))
                        .isEmpty();
            }
        });
        assertThat(parts(customs, old)).containsExactly("1 both", "1 customs", "2 both", "2 customs");
        assertThat(sql(customs, "select person from border.declaration where number = ?", residents))
                .containsExactly(ana.number());
        assertThat(changed.get("review").body()).contains("Two rifles");
        assertThat(officer(customs, "customs").get(desk(old)).body())
                .contains("Two rifles", "Decided on version 1", "here is version 2");
        assertThat(officer(customs, "customs").get(desk(fresh)).body()).contains("Admit");
        assertThat(officer(immigration, "immigration").get(desk(old)).body()).contains("Decided last", "Clear");
    }

    @Test
    void whoWasDecidedOfByCustomsWhileImmigrationWasAwayChangesNothingOnceItKnows() {
        TestSession phone = phone();
        TestDeclarations one = armed(phone, passport());
        String number = one.send();
        soon(() -> assertThat(copy(number)).containsExactly("1"));
        connections(Break.BEFORE);
        TestSession desk = officer(customs, "customs");
        assertThat(desk.post(desk(number), decision(1, "INSPECT", Map.of("words", "Look at the rifle and its permit")))
                        .statusCode())
                .isEqualTo(302);
        assertThat(desk.post(desk(number), decision(1, "CLEAR", Map.of())).statusCode())
                .isEqualTo(302);
        CLOCK.forward(OUTAGE);
        connections(Break.NEVER);
        soon(() -> assertThat(sql(
                        immigration,
                        "select outcome || ' ' || by || ' ' || words from border.decision where number = ? order by id",
                        number))
                .as("no officer and no grounds")
                .containsExactly("INSPECT system ", "CLEAR system "));
        one.answer("weapon", Map.of("weaponWhat", "Two rifles", "weaponPermit", "P 8"));
        assertThat(phone.post(one.path("send"), Map.of()).statusCode()).isEqualTo(409);
        assertThat(phone.post(one.path("withdraw"), Map.of()).statusCode()).isEqualTo(409);
    }

    @Test
    void noOrderAndNoRepetitionMakesAnOldVersionCount() {
        String real = armed(phone(), passport()).send();
        soon(() -> assertThat(copy(real)).containsExactly("1"));
        told(real, 3, "Three rifles", false);
        told(real, 2, "Two rifles", false);
        told(real, 3, "Four rifles", false);
        assertThat(copy(real)).containsExactly("3");
        assertThat(officer(customs, "customs").get(desk(real)).body())
                .contains("Three rifles")
                .doesNotContain("Two rifles", "Four rifles");
        told(real, 4, "Five rifles", true);
        told(real, 3, "Three rifles", false);
        told(real, 4, "Five rifles", true);
        assertThat(copy(real)).containsExactly("4 withdrawn");
    }

    private static void told(String number, int version, String weapon, boolean withdrawn) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("declaration", number)
                .put("version", version)
                .put("submitted_at", CLOCK.instant().toString())
                .put("direction", "arrival")
                .put("port", "pgia")
                .put("travelDate", today().toString())
                .put("carrier", "UA 1456")
                .put("party", "person")
                .put("goods", true)
                .put("weapon", true)
                .put("weaponWhat", weapon);
        body.putArray("travellers")
                .addObject()
                .put("surname", "DURAND")
                .put("given", "CLAIRE")
                .put("number", "X1")
                .put("issuer", "FRA")
                .put("nationality", "FRA");
        if (withdrawn) {
            body.put("withdrawn_at", CLOCK.instant().toString());
        }
        customs.bean(TransactionTemplate.class).executeWithoutResult(status -> customs.bean(CustomsCopy.class)
                .receive(new ToldEvent(1, TellCustoms.DECLARED, number, null, CLOCK.instant(), body)));
    }
}
