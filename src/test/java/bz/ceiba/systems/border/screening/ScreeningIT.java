package bz.ceiba.systems.border.screening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestDatabase;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Lists, rules and those whom they refer, from the keeper's desk to the traveller who asks why. */
@CeibaTest
class ScreeningIT {
    @Autowired
    TestPeople people;

    @Autowired
    Screening screening;

    @Autowired
    KeepWatchlist keep;

    @Autowired
    WatchlistRows lists;

    @Autowired
    Watchlists watchlists;

    @Autowired
    ChangeRule rules;

    @Autowired
    JudgeMatches judge;

    @Autowired
    RuleRows ruleRows;

    @Autowired
    Screenings screenings;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    Bias bias;

    @Autowired
    JdbcClient db;

    @Autowired
    JsonMapper json;

    @Autowired
    Clock clock;

    @Value("${ceiba.test.owner-url}")
    String ownerUrl;

    private final String family = word(9);
    private final String given = word(7);

    private static String word(int length) {
        return ThreadLocalRandom.current()
                .ints(length, 'a', 'z' + 1)
                .mapToObj(c -> String.valueOf((char) c))
                .collect(Collectors.joining());
    }

    private static String person(String id, String name, String born, String more) {
        return "{\"id\":\"" + id + "\",\"caption\":\"" + name + "\",\"schema\":\"Person\",\"properties\":{\"name\":[\""
                + name + "\"],\"birthDate\":[\"" + born + "\"]" + more + "},\"datasets\":[\"x\"],\"target\":true}\n";
    }

    private Traveller traveller(
            String reference, String nation, String document, @Nullable PersonNumber person, Journey journey) {
        return new Traveller(
                reference,
                family,
                given,
                "1970-02-03",
                "F",
                nation,
                "P",
                nation,
                document,
                "2031-01-01",
                null,
                person,
                journey);
    }

    private Journey journey(String port, int stay) {
        return new Journey("arrival", "air", port, "USA", "BW432", "holiday", stay, 0, clock.instant());
    }

    private Traveller traveller() {
        return traveller("T-" + UUID.randomUUID(), "GTM", "G" + word(7), null, journey("pgia", 7));
    }

    /** A declaration without a person, of a traveller whom an officer registered; answers what screening knows it by. */
    private String registered(Actor visitor) {
        String number = "BD-26-T" + word(8);
        byte[] passport = number.getBytes(StandardCharsets.UTF_8);
        db.sql("""
                insert into border.declaration (number, version, direction, port, travel_date, carrier, travellers, language, submitted_at)
                values (?, 1, 'ARRIVAL', 'pgia', current_date, 'T1', 1, 'en', now())
                """).param(number).update();
        db.sql("insert into border.traveller (number, version, position, document_mac) values (?, 1, 1, ?)")
                .params(number, passport)
                .update();
        db.sql(
                        "insert into border.registered (number, passport_mac, person, by, registered_at) values (?, ?, ?, 'test', now())")
                .params(number, passport, visitor.number())
                .update();
        return number + "/1/1";
    }

    private Actor registrar() {
        return people.registrar("immigration");
    }

    private void write(String list, String name, String born) {
        keep.write(
                registrar(),
                list,
                "e-" + family,
                FollowTheMoney.written(json, false, List.of(name), born, "", "", "for a test"),
                "for a test only");
    }

    /** Lists are at most a second old; nobody waits here, but asks again. */
    private Screened until(Traveller traveller, boolean found) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> screening.of(traveller).matches().stream().anyMatch(Match::isOpen) == found);
        return screening.of(traveller);
    }

    @Test
    void aFileLivesWhenASecondPersonAgreesAndIsKnownInEveryProcessWithinFiveSeconds() throws Exception {
        Watchlists other = new Watchlists(db, json, clock);
        Traveller wanted = traveller();
        assertThat(other.now().find(wanted)).isEmpty();
        KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        TestDatabase.execute(
                ownerUrl,
                "update border.watchlist set publisher_key = '"
                        + Base64.getEncoder().encodeToString(keys.getPublic().getEncoded())
                        + "' where id = 'sanctions'");
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write((person("S-1", given + " " + family, "1970-02-03", ",\"nationality\":[\"gt\"]")
                            + person("S-2", "Someone Else", "1950", "")
                            + "{\"id\":\"P-1\",\"schema\":\"Passport\",\"properties\":{\"holder\":[\"S-2\"],\"number\":[\"X"
                            + family
                            + "\"],\"country\":[\"mx\"]}}\n{\"id\":\"C-1\",\"schema\":\"Company\",\"properties\":{\"name\":[\"Acme\"]}}\n")
                    .getBytes(StandardCharsets.UTF_8));
        }
        byte[] file = packed.toByteArray();
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(keys.getPrivate());
        signature.update(file);
        String signed = Base64.getEncoder().encodeToString(signature.sign());
        Actor keeper = registrar();
        assertThatThrownBy(() -> keep.propose(
                        keeper, "sanctions", "{}".getBytes(StandardCharsets.UTF_8), signed, "a poisoned file"))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("list-signature");
        ListVersion version = keep.propose(keeper, "sanctions", file, signed, "the first version");
        assertThat(version.added() + "/" + version.skipped() + version.signed()).isEqualTo("2/1true");
        assertThat(other.now().find(wanted)).as("nobody has agreed").isEmpty();
        assertThatThrownBy(() -> keep.decide(keeper, "sanctions", version.version(), true))
                .hasMessageContaining("two-persons");
        keep.decide(registrar(), "sanctions", version.version(), true);
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> !other.now().find(wanted).isEmpty());
        Screened found = until(wanted, true);
        assertThat(found.refer()).isTrue();
        assertThat(found.matches().getFirst().grade()).isEqualTo(Grade.STRONG);
        assertThat(found.matches().getFirst().listVersion()).isEqualTo(version.version());
        assertThat(other.now().find(traveller("x", "MEX", "x" + family, null, journey("pgia", 1))))
                .extracting(Found::grade)
                .contains(Grade.DOCUMENT);

        assertThatThrownBy(() -> FollowTheMoney.read(
                        json, "{\"id\":\"a\",\"properties\":{}}\n{oops".getBytes(StandardCharsets.UTF_8)))
                .as("half a list is none")
                .hasMessageContaining("line=2");
        keep.remove(keeper, "sanctions", "S-1", "no longer listed");
        int last = lists.versions("sanctions").getFirst().version();
        keep.decide(registrar(), "sanctions", last, true);
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> other.now().find(wanted).isEmpty());
    }

    private String live(String expression) {
        String code = "race-" + word(6);
        Rule rule = new Rule(
                code,
                0,
                bz.ceiba.platform.kernel.LocalizedText.of("Race", "Carrera"),
                expression,
                bz.ceiba.platform.kernel.LocalizedText.of("Race", "Carrera"),
                "",
                clock.instant().minusSeconds(60),
                null,
                "DRAFT",
                null,
                "",
                "",
                null);
        Actor author = people.supervisor("immigration");
        rules.draft(author, rule);
        rules.rehearse(author, code, 1);
        rules.decide(people.supervisor("immigration"), code, 1, true);
        return code;
    }

    /** Does something while a transaction has done something else and is not over; answers when both are done. */
    private <T> T meanwhile(Runnable first, Callable<T> second) throws Exception {
        try (var thread = Executors.newSingleThreadExecutor()) {
            Future<T> done = Objects.requireNonNull(transaction.execute(status -> {
                first.run();
                Future<T> running = thread.submit(second);
                Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> running.isDone() || isSomebodyWaiting());
                return running;
            }));
            return done.get();
        }
    }

    private boolean isSomebodyWaiting() {
        return JdbcClient.create(new DriverManagerDataSource(ownerUrl))
                .sql("select exists (select from pg_stat_activity where cardinality(pg_blocking_pids(pid)) > 0)")
                .query(Boolean.class)
                .single();
    }

    /** Who was looked at by a rule that is recalled before he is written down is referred by it no more. */
    @Test
    void aRecalledRuleRefersNobodyWhoWasAlreadyLookedAt() {
        String port = "port-" + word(6);
        String code = live("port == '" + port + "'");
        Traveller caught = traveller("T-" + UUID.randomUUID(), "USA", "A6", null, journey(port, 9));
        Rule read = ruleRows.find(code, 1).orElseThrow();
        assertThat(rules.recall(people.supervisor("immigration"), code, 1, "wrong from the start"))
                .isZero();
        screening.of(caught);
        assertThat(screenings.refer(caught.reference(), read, Map.of(), clock.instant()))
                .isFalse();
        assertThat(screening.find(caught.reference()).orElseThrow().referrals()).isEmpty();
    }

    @Test
    void ofTwoOfficersWhoJudgeAtOnceOneIsTold() throws Exception {
        write("orders", given + " " + family, "1970-02-03");
        long match = until(traveller(), true).matches().getFirst().id();
        Actor second = people.officer("immigration");
        assertThatThrownBy(() -> meanwhile(
                        () -> judge.judge(people.officer("immigration"), match, "YES", "It is the one, by his scar"),
                        () -> {
                            judge.judge(second, match, "NO", "Another place of birth");
                            return 0;
                        }))
                .hasRootCauseMessage("border.problem.judged {}");
    }

    /** In a rehearsal as in life, a rule that fails says that a person has to look. */
    @Test
    void aRuleThatFailsForSomeIsRehearsedAllTheSame() {
        screening.of(traveller("T-" + UUID.randomUUID(), "USA", "A7", null, journey("port-" + word(6), 0)));
        String code = live("100 / stay_days > 1000");
        try {
            assertThat(screening
                            .of(traveller("T-" + UUID.randomUUID(), "USA", "A8", null, journey("pgia", 0)))
                            .refer())
                    .isTrue();
        } finally {
            rules.recall(people.supervisor("immigration"), code, 1, "divides by nothing");
        }
    }

    /** To write over an entry is to take off what it said. */
    @Test
    void whatTwoPersonsAgreedToIsNotWrittenOverByOne() {
        Actor keeper = registrar();
        String entry = "T-" + family;
        keep.write(
                keeper,
                "documents",
                entry,
                FollowTheMoney.written(json, true, List.of(), "", "BLZ", "Z" + family, "x"),
                "by hand");
        ListVersion file = keep.propose(
                keeper,
                "documents",
                ("{\"id\":\"" + entry + "\",\"schema\":\"Passport\",\"properties\":{\"number\":[\"Y" + family + "\"]}}")
                        .getBytes(StandardCharsets.UTF_8),
                "",
                "from its publisher");
        keep.decide(people.supervisor("immigration"), "documents", file.version(), true);
        TestSession desk = people.session(keeper);
        desk.post(
                "/border/watchlists/documents/entries",
                Map.of("entry", entry, "number", "HARMLESS1", "reason", "Somebody else altogether"));
        assertThat(lists.content("documents", entry).orElseThrow().toString()).contains("Y" + family);
        ListVersion proposed = lists.versions("documents").getFirst();
        assertThat(proposed.state()).isEqualTo("PROPOSED");
        keep.decide(registrar(), "documents", proposed.version(), true);
        assertThat(lists.content("documents", entry).orElseThrow().toString()).contains("HARMLESS1");
    }

    @Test
    void aFileThatEmptiesMuchOfAListNeedsASupervisor() {
        String many = java.util.stream.IntStream.range(0, 300)
                .mapToObj(n -> person("N-" + n, word(8) + " " + word(8), "19" + (10 + n % 89), ""))
                .collect(Collectors.joining());
        Actor keeper = registrar();
        ListVersion first =
                keep.propose(keeper, "notices", many.getBytes(StandardCharsets.UTF_8), "", "the first version");
        assertThatThrownBy(() ->
                        keep.propose(keeper, "notices", many.getBytes(StandardCharsets.UTF_8), "", "another meanwhile"))
                .hasMessageContaining("list-open");
        keep.decide(people.supervisor("immigration"), "notices", first.version(), true);
        String few = many.lines().limit(100).collect(Collectors.joining("\n"));
        ListVersion poisoned =
                keep.propose(keeper, "notices", few.getBytes(StandardCharsets.UTF_8), "", "two hundred are gone");
        assertThat(poisoned.large()).isTrue();
        assertThat(poisoned.removed()).isGreaterThanOrEqualTo(200);
        assertThatThrownBy(() -> keep.decide(registrar(), "notices", poisoned.version(), true))
                .hasMessageContaining("list-much");
        keep.decide(registrar(), "notices", poisoned.version(), false);
        ListVersion same = keep.propose(keeper, "notices", many.getBytes(StandardCharsets.UTF_8), "", "the same again");
        assertThat(same.added() + same.changed()).isZero();
        keep.decide(registrar(), "notices", same.version(), false);
    }

    @Test
    void whoIsNotTheOneIsNotStoppedAgainUntilTheEntrySaysSomethingElse() {
        write("orders", given + " " + family, "1970-02-03");
        Traveller first = traveller("T-" + UUID.randomUUID(), "GTM", "GT" + family, null, journey("pgia", 7));
        Match match = until(first, true).matches().getFirst();
        TestSession officer = people.session(people.officer("immigration"));
        String page = officer.get("/border/matches").body();
        assertThat(page).contains(family, "The same birth date", "Name and birth date");
        HttpResponse<String> brief =
                officer.post("/border/matches/" + match.id(), Map.of("verdict", "NO", "why", "short"));
        assertThat(brief.statusCode()).isEqualTo(422);
        assertThat(brief.body())
                .as("said at its field, and what was typed stays")
                .contains("id=\"why-" + match.id() + "-error\"", "href=\"#why-" + match.id() + "\"", "value=\"short\"");
        officer.post(
                "/border/matches/" + match.id(),
                Map.of("verdict", "NO", "why", "Another place of birth, seen in person"));
        assertThat(screening.find(first.reference()).orElseThrow().refer()).isFalse();
        Traveller again = traveller("T-" + UUID.randomUUID(), "GTM", "gt " + family, null, journey("pgia", 7));
        Screened second = screening.of(again);
        assertThat(second.matches()).singleElement().satisfies(one -> assertThat(one.cleared())
                .isTrue());
        assertThat(second.refer()).isFalse();
        assertThat(screening.of(traveller()).refer())
                .as("another document is another traveller")
                .isTrue();
        write("orders", given + " X. " + family, "1970-02-03");
        assertThat(until(traveller("T-" + UUID.randomUUID(), "GTM", "GT" + family, null, journey("pgia", 7)), true)
                        .refer())
                .as("the entry says something else")
                .isTrue();
        assertThat(people.session(people.officer("police"))
                        .get("/border/matches")
                        .statusCode())
                .isEqualTo(403);
        assertThat(people.session(people.officer("customs"))
                        .get("/border/watchlists/orders")
                        .statusCode())
                .as("no need to know")
                .isEqualTo(403);
        TestSession police = people.session(people.officer("police"));
        assertThat(police.post("/border/watchlists/orders/search", Map.of("find", given + " " + family))
                        .body())
                .contains(family);
    }

    private static Map<String, String> bornIn(String number, String year) {
        return Map.of("number", number, "numberBorn.day", "3", "numberBorn.month", "2", "numberBorn.year", year);
    }

    @Test
    void whoIsStoppedEachTimeAsksAndGetsANumberThatHelps() {
        write("orders", given + " " + family, "1970");
        Traveller before = traveller("T-" + UUID.randomUUID(), "GTM", "OLD" + word(5), null, journey("pgia", 7));
        assertThat(until(before, true).refer()).isTrue();
        TestSession anybody = people.anonymous();
        Map<String, String> form = Map.of(
                "family",
                family,
                "given",
                given,
                "born.day",
                "3",
                "born.month",
                "2",
                "born.year",
                "1970",
                "nationality",
                "GTM",
                "document",
                "OLD12345",
                "story",
                "I am stopped each time.");
        assertThat(anybody.post("/border/redress", Map.of("family", family)).statusCode())
                .isEqualTo(422);
        HttpResponse<String> done = anybody.post("/border/redress", form);
        String number = done.body().replaceFirst("(?s).*<strong>(R[0-9A-Z]{9})</strong>.*", "$1");
        assertThat(number).matches("R[0-9A-Z]{9}");
        Map<String, String> ask = bornIn(number, "1970");
        assertThat(anybody.post("/border/redress/answer", ask).body()).contains("has not answered yet");
        assertThat(anybody.post("/border/redress/answer", bornIn(number, "1971"))
                        .statusCode())
                .isEqualTo(422);
        TestSession officer = people.session(people.officer("immigration"));
        assertThat(officer.get("/border/matches").body()).contains(number, "I am stopped each time.");
        officer.post(
                "/border/matches/redress/" + number,
                Map.of(
                        "other",
                        "orders/e-" + family,
                        "decision",
                        "clear",
                        "why",
                        "Born elsewhere, by birth certificate"));
        assertThat(anybody.post("/border/redress/answer", ask).body())
                .contains("you are somebody else")
                .doesNotContain(family);
        assertThat(screening.of(stopped("1970-02-03", "OLD12345", null)).refer())
                .as("with the passport that was named, without the number")
                .isFalse();
        assertThat(screening.of(stopped("1970-02-04", "OLD12345", null)).refer())
                .as("a passport of somebody who was born on another day")
                .isTrue();
        assertThat(screening.of(stopped("1970-02-03", "NEW" + word(5), number)).refer())
                .as("with a new passport, by the number")
                .isFalse();
        assertThat(screening.of(stopped("1970-02-04", "N" + word(5), number)).refer())
                .as("the number of who was born on another day")
                .isTrue();
    }

    private Traveller stopped(String born, String document, @Nullable String number) {
        return new Traveller(
                "T-" + UUID.randomUUID(),
                family,
                given,
                born,
                "F",
                "GTM",
                "P",
                "GTM",
                document,
                "",
                number,
                null,
                journey("pgia", 7));
    }

    @Test
    void aRuleIsRehearsedLivesByTwoPersonsAndIsRecalledInOneOperation() {
        String port = "port-" + word(6);
        Actor citizen = people.citizen();
        screening.of(traveller("T-" + UUID.randomUUID(), "GTM", "A1", null, journey(port, 90)));
        Actor author = people.supervisor("immigration");
        TestSession desk = people.session(author);
        String code = "long-stay-" + word(6);
        Map<String, String> form = new java.util.HashMap<>(Map.of(
                "rule",
                code,
                "titleEn",
                "Long stays",
                "titleEs",
                "Estancias largas",
                "expression",
                "port == '" + port + "' && stay_days > 60 && nationality != 'BLZ'",
                "reasonEn",
                "You stay long",
                "reasonEs",
                "Se queda mucho tiempo"));
        assertThat(desk.post("/border/rules", form).body())
                .as("nationality without a law")
                .contains("name the law that lets it");
        form.put("ground", "Immigration Act, section 13 (demonstration)");
        form.put("expression", "stay_days > 'x'");
        assertThat(desk.post("/border/rules", form).statusCode()).isEqualTo(422);
        form.put("expression", "port == '" + port + "' && stay_days > 60 && nationality != 'BLZ'");
        assertThat(desk.post("/border/rules", form).statusCode()).isEqualTo(302);
        Actor second = people.supervisor("immigration");
        assertThatThrownBy(() -> rules.decide(second, code, 1, true)).hasMessageContaining("rule-unrehearsed");
        Rule.Rehearsal rehearsal = rules.rehearse(author, code, 1);
        assertThat(rehearsal.flagged()).isEqualTo(1);
        assertThat(rehearsal.nations()).anySatisfy(nation -> assertThat(nation.code() + nation.flagged())
                .isEqualTo("GTM1"));
        assertThatThrownBy(() -> rules.decide(author, code, 1, true)).hasMessageContaining("two-persons");
        rules.decide(second, code, 1, true);

        Traveller long1 = traveller("T-" + UUID.randomUUID(), "USA", "A2", citizen.person(), journey(port, 90));
        Actor visitor = people.citizen();
        Traveller long2 = traveller(registered(visitor), "USA", "A3", null, journey(port, 61));
        Screened referred = screening.of(long1);
        assertThat(referred.refer()).isTrue();
        assertThat(referred.referrals()).singleElement().satisfies(one -> {
            assertThat(one.version()).isEqualTo(1);
            assertThat(one.inputs()).isEqualTo(Map.of("port", port, "stay_days", "90", "nationality", "USA"));
        });
        screening.of(long2);
        assertThat(screening
                        .of(traveller("T-" + UUID.randomUUID(), "USA", "A4", null, journey(port, 5)))
                        .refer())
                .isFalse();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> copies(code, false) == 2);

        HttpResponse<String> recalled = people.session(second)
                .post(
                        "/border/rules/" + code + "/1",
                        Map.of("act", "recall", "why", "It meant nights and counted days"));
        assertThat(people.session(second).follow(recalled).body()).contains("2 travellers had been referred");
        assertThat(screening.find(long1.reference()).orElseThrow().refer()).isFalse();
        assertThat(screening
                        .of(traveller("T-" + UUID.randomUUID(), "USA", "A5", null, journey(port, 90)))
                        .refer())
                .isFalse();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> copies(code, true) == 2);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> people.session(citizen)
                .get("/notifications/inbox")
                .body()
                .contains("A check at the border was a mistake"));
        assertThat(people.session(visitor).get("/notifications/inbox").body())
                .as("who had declared without a number and was registered at the desk")
                .contains("A check at the border was a mistake");
        assertThatThrownBy(() -> rules.recall(second, code, 1, "again")).hasMessageContaining("rule-not-live");
        assertThat(people.session(people.officer("immigration"))
                        .get("/border/rules")
                        .statusCode())
                .isEqualTo(403);
    }

    private int copies(String rule, boolean reversed) {
        return db.sql("select count(*) from border.customs_referral where rule = ? and (reversed_at is not null) = ?")
                .params(rule, reversed)
                .query(Integer.class)
                .single();
    }

    @Test
    void theReportSaysWhomTheRulesPickOutAndNamesNoSmallGroup() {
        String port = "port-" + word(6);
        String code = "fair-" + word(6);
        Actor author = people.supervisor("immigration");
        rules.draft(
                author,
                new Rule(
                        code,
                        0,
                        bz.ceiba.platform.kernel.LocalizedText.of("x", "x"),
                        "port == '" + port + "' && stay_days > 60",
                        bz.ceiba.platform.kernel.LocalizedText.of("x", "x"),
                        "",
                        clock.instant(),
                        null,
                        "DRAFT",
                        null,
                        "",
                        "",
                        null));
        rules.rehearse(author, code, 1);
        rules.decide(people.supervisor("immigration"), code, 1, true);
        for (int i = 0; i < 25; i++) {
            Traveller a = traveller("B-" + UUID.randomUUID(), "QQA", "", null, journey(port, i < 20 ? 90 : 5));
            Traveller b = traveller("B-" + UUID.randomUUID(), "QQB", "", null, journey(port, i < 2 ? 90 : 5));
            screening.of(a);
            screening.of(b);
            screening.outcome(a.reference(), i < 5);
            if (i < 5) {
                screening.of(traveller("B-" + UUID.randomUUID(), "QQC", "", null, journey(port, 90)));
            }
        }
        List<Bias.Line> lines = bias.between(
                clock.instant().minus(Duration.ofHours(1)), clock.instant().plusSeconds(1));
        assertThat(lines)
                .extracting(Bias.Line::nationality)
                .contains("QQA", "QQB")
                .doesNotContain("QQC");
        Bias.Line picked = lines.stream()
                .filter(one -> one.nationality().equals("QQA"))
                .findFirst()
                .orElseThrow();
        assertThat(picked.referred()).isEqualTo(20);
        assertThat(picked.selected().value()).isEqualTo(0.8);
        assertThat(picked.selected().low()).isBetween(0.59, 0.62);
        assertThat(picked.hit()).isNotNull();
        assertThat(picked.ratio()).satisfies(ratio -> assertThat(ratio.low()).isGreaterThan(1));
        assertThat(people.session(people.staff("immigration", Role.SUPERVISOR))
                        .get("/border/fairness")
                        .body())
                .contains("QQA", "80 %");
        rules.recall(people.supervisor("immigration"), code, 1, "only for a test");
    }
}
