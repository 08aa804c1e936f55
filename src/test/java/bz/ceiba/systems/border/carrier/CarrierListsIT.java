package bz.ceiba.systems.border.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import java.math.BigInteger;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Lists as carriers' systems send them: who may, what becomes of them in any order, and what officers see. */
@CeibaTest
class CarrierListsIT {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyMMdd:HHmm").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DTM =
            DateTimeFormatter.ofPattern("yyMMddHHmm").withZone(ZoneOffset.UTC);

    @Autowired
    TestPeople people;

    @Autowired
    CarrierRegister register;

    @Autowired
    PassengerLists lists;

    @Autowired
    TakeList take;

    @Autowired
    Carriers carriers;

    @Autowired
    JdbcClient db;

    @Autowired
    Clock clock;

    private final String code = letters(5);
    private final Carrier line = new Carrier(code, "Test Airline " + code, List.of(code), null);

    private static String letters(int count) {
        return ThreadLocalRandom.current()
                .ints(count, 'A', 'Z' + 1)
                .mapToObj(c -> String.valueOf((char) c))
                .collect(Collectors.joining());
    }

    /** One message of an interchange of its own, sent some minutes ago. */
    private String message(String voyage, int minutesAgo, String bgm, String part, String... travellers) {
        Instant sent = clock.instant().minus(Duration.ofMinutes(minutesAgo));
        Instant departs = clock.instant().plus(Duration.ofHours(20)).truncatedTo(java.time.temporal.ChronoUnit.DAYS);
        String body =
                "UNH+1+PAXLST:D:05B:UN:IATA+" + (part.isEmpty() ? "'" : "LIST" + minutesAgo / 10 + "+" + part + "'")
                        + "BGM+" + bgm + "'TDT+20+" + voyage + "'LOC+125+MIA'DTM+189:" + DTM.format(departs)
                        + ":201'LOC+87+BZE'DTM+232:" + DTM.format(departs.plusSeconds(9_000)) + ":201'"
                        + String.join("", travellers);
        int count = body.split("'", -1).length;
        return "UNB+UNOA:4+" + code + "+CEIBA+" + TIME.format(sent) + "+R" + minutesAgo + "'" + body + "UNT+" + count
                + "+1'UNZ+1+R" + minutesAgo + "'";
    }

    private static String traveller(String reference, String family, String seat) {
        return "NAD+FL+++" + family + ":ANN'DTM+329:800101'NAT+2+USA'RFF+ABO:" + reference + "'RFF+SEA:" + seat
                + "'DOC+P+D" + reference + "'LOC+91+USA'";
    }

    private Receipt take(String text) {
        return take.take(line, text.getBytes(StandardCharsets.ISO_8859_1), false);
    }

    private List<Listed> now(String voyage) {
        Long id = db.sql("select id from border.voyage where number = ?")
                .param(voyage)
                .query(Long.class)
                .single();
        return lists.on(id);
    }

    private String described(String voyage) {
        Long id = db.sql("select id from border.voyage where number = ?")
                .param(voyage)
                .query(Long.class)
                .single();
        Voyage found = lists.find(id).orElseThrow();
        return found.origin()
                + found.destination()
                + found.arrives()
                + found.closedAt()
                + found.complete()
                + found.cancelled();
    }

    @Test
    void inWhateverOrderAndHoweverOftenMessagesComeTheListIsTheSame() {
        register.enter(line, "test");
        Random random = new Random(7);
        List<String> expected = null;
        String description = "";
        for (int round = 0; round < 24; round++) {
            String voyage = code + (100 + round);
            List<String> messages = new ArrayList<>(List.of(
                    message(
                            voyage,
                            95,
                            "745",
                            "",
                            traveller("1", "GONE", "1A"),
                            traveller("1", "GONE", "9Z"),
                            traveller("2", "SMITH", "1B")),
                    message(voyage, 82, "745", "01:C", traveller("2", "SMITH", "2B"), traveller("3", "JONES", "3C")),
                    message(voyage, 81, "745", "02:F", traveller("4", "ARANA", "4D"), traveller("5", "CAL", "5E")),
                    message(voyage, 60, "745+CP", "", traveller("3", "JONES", "30C"), traveller("6", "NEW", "6F")),
                    message(voyage, 50, "745+XP", "", traveller("4", "ARANA", "4D")),
                    message(voyage, 40, "745+CP", "", traveller("4", "ARANA", "40D")),
                    message(voyage, 30, "745+XP", "", traveller("5", "CAL", "5E")),
                    message(voyage, 25, "250", "", "NAD+FM+++PILOT:PAT'RFF+ABO:C1'"),
                    message(
                            voyage,
                            10,
                            "266+CLOB",
                            "",
                            traveller("2", "SMITH", ""),
                            traveller("3", "JONES", ""),
                            traveller("9", "STOWAWAY", "")),
                    message(voyage, 9, "266+CLNB", "", traveller("4", "ARANA", ""))));
            if (round > 0) {
                messages.add(messages.get(random.nextInt(messages.size())));
                messages.add(messages.get(random.nextInt(messages.size())));
                Collections.shuffle(messages, random);
            }
            messages.forEach(this::take);
            List<String> list = now(voyage).stream()
                    .map(one -> one.key()
                            + one.crew()
                            + one.onBoard()
                            + (one.named() == null ? "" : one.named().seat()))
                    .toList();
            if (expected == null) {
                expected = list;
                description = described(voyage);
                assertThat(list)
                        .containsExactlyInAnyOrder(
                                "ref:2falsetrue2B",
                                "ref:3falsetrue30C",
                                "ref:4falsefalse40D",
                                "ref:6falsenull6F",
                                "ref:C1truenull",
                                "ref:9falsetrue");
                assertThat(described(voyage)).contains("MIABZE", "truefalse");
            }
            assertThat(list).as("round %s", round).isEqualTo(expected);
            assertThat(described(voyage)).isEqualTo(description);
        }
    }

    @Test
    void aCarrierIsKnownByItsCertificateAndTellsOnlyOfItsOwnVoyages() throws Exception {
        X509Certificate certificate = certificate(clock.instant());
        register.enter(new Carrier(code, line.name(), List.of(code), CarrierRegister.fingerprint(certificate)), "test");
        String voyage = code + "7";
        String broken =
                message(voyage, 30, "745", "", traveller("1", "SMITH", "1A").replace("800101", "801301"));
        HttpResponse<String> answer = send(certificate, "application/EDIFACT", broken);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .startsWith("UNB+UNOA:4+CEIBA+" + code)
                .contains("CUSRES", "RFF+TN:R30'", "ERP+2:10'ERC+E'FTX+AAO+++DATE'");
        assertThat(now(voyage)).singleElement().satisfies(one -> assertThat(one.key())
                .isEqualTo("ref:1"));
        assertThat(send(certificate, "application/EDIFACT", broken).statusCode())
                .isEqualTo(200);
        assertThat(db.sql(
                                "select count(*) from border.quarantine q join border.carrier_file f on f.id = q.file where f.carrier = ?")
                        .param(code)
                        .query(Integer.class)
                        .single())
                .as("a replay is quarantined once")
                .isEqualTo(1);

        HttpResponse<String> other = send(
                certificate, "application/EDIFACT", message("ZZ9" + "7", 20, "745", "", traveller("1", "SMITH", "1A")));
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(other.body()).contains("FTX+AAO+++NOT-YOURS'", "BGM+962+").contains("+27'");
        Instant late = clock.instant().plus(Duration.ofDays(2));
        assertThat(send(certificate, "application/EDIFACT", message(voyage, -3_000, "745", "", ""))
                        .body())
                .as("what claims to be said after " + late)
                .contains("FUTURE");
        HttpResponse<String> csv = send(
                certificate,
                "text/csv",
                "sent,reference,voyage,from,to,departs,function,family,given\n" + clock.instant() + ",C1," + code
                        + "8,Chetumal,Corozal," + clock.instant() + ",full,Ruiz,Ana\n");
        assertThat(csv.body()).contains("\"travellers\":1", "\"faults\":[]");
        assertThat(send(certificate(clock.instant()), "application/EDIFACT", broken)
                        .statusCode())
                .as("a certificate that nobody registered")
                .isEqualTo(403);
        assertThat(send(certificate, "text/csv", "x".repeat(5 << 20)).statusCode())
                .isEqualTo(413);
        register.end(code);
        assertThat(send(certificate, "application/EDIFACT", broken).statusCode())
                .isEqualTo(403);
    }

    @Test
    void whatTheListSaysAndWhatIsShownAreComparedWithoutAccents() {
        Named listed = new Named("OBRIEN", "JOSE", "1980-01-01", "M", "MEX", "P", "G1", "MEX", "", "", "", "", "", 0);
        Named shown = new Named(
                "O'Brien", "Jos\u00e9", "1981-01-01", "M", "MEX", "P", "g1", "MEX", "2031-01-01", "", "", "", "", 0);
        assertThat(Carriers.differences(listed, shown))
                .containsExactly(new Difference("born", "1980-01-01", "1981-01-01"));
        Named german = new Named("BAUER", "EVA", "", "", "D", "P", "C1", "D", "", "", "", "", "", 0);
        Named passport = new Named("Bauer", "Eva", "1980-01-01", "F", "DEU", "P", "C1", "DEU", "", "", "", "", "", 0);
        assertThat(Carriers.differences(german, passport)).isEmpty();
    }

    /** A voyage that was cancelled takes place all the same when its carrier lists it later; a part that was lost does not count for ever. */
    @Test
    void whatACarrierSaidLaterCounts() {
        register.enter(line, "test");
        for (boolean inOrder : List.of(true, false)) {
            String voyage = code + (inOrder ? 1 : 2);
            List<String> messages = new ArrayList<>(List.of(
                    message(voyage, 92, "745", "01:C", traveller("1", "SMITH", "1A")),
                    message(voyage, 60, "745+XF", ""),
                    message(voyage, 40, "745", "", traveller("1", "SMITH", "1A"))));
            if (!inOrder) {
                Collections.reverse(messages);
            }
            messages.forEach(this::take);
            assertThat(described(voyage)).as("complete and not cancelled").endsWith("truefalse");
            take(message(voyage, 20, "745+XF", ""));
            assertThat(described(voyage)).endsWith("truetrue");
            take(message(voyage, 12, "745", "01:C", traveller("1", "SMITH", "1A")));
            assertThat(described(voyage)).as("its second part is missing").endsWith("falsefalse");
        }
    }

    @Test
    void officersRegisterCarriersSettleWhatWasQuarantinedAndSeeLists() throws Exception {
        TestSession supervisor = people.session(people.supervisor("immigration"));
        String designator = letters(6);
        assertThat(supervisor
                        .post(
                                "/border/carriers",
                                Map.of(
                                        "code",
                                        designator,
                                        "name",
                                        "Line " + designator,
                                        "designators",
                                        designator,
                                        "certificate",
                                        "nonsense"))
                        .statusCode())
                .isEqualTo(422);
        String pem = "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder()
                        .encodeToString(certificate(clock.instant()).getEncoded())
                + "\n-----END CERTIFICATE-----";
        supervisor.post(
                "/border/carriers",
                Map.of(
                        "code",
                        designator,
                        "name",
                        "Line " + designator,
                        "designators",
                        designator,
                        "certificate",
                        pem));
        String second = letters(7);
        HttpResponse<String> shared = supervisor.post(
                "/border/carriers",
                Map.of("code", second, "name", "Line " + second, "designators", second, "certificate", pem));
        assertThat(shared.statusCode()).as("another line's certificate").isEqualTo(422);
        assertThat(supervisor.get("/border/carriers").body()).contains("Line " + designator);
        Carrier carrier = register.find(designator).orElseThrow();
        take.take(
                carrier,
                message(
                                designator + "1",
                                30,
                                "745",
                                "",
                                traveller("1", "QUARANTINED", "1A").replace("800101", "801301"))
                        .getBytes(StandardCharsets.ISO_8859_1),
                false);
        TestSession officer = people.session(people.officer("immigration"));
        String page = officer.get("/border/carriers").body();
        assertThat(page).contains("DTM+329:801301");
        Long fault = db.sql(
                        "select q.id from border.quarantine q join border.carrier_file f on f.id = q.file where f.carrier = ?")
                .param(designator)
                .query(Long.class)
                .single();
        officer.post("/border/carriers/quarantine/" + fault, Map.of("how", "Called the line; born in 1980."));
        assertThat(officer.get("/border/carriers").body()).doesNotContain("DTM+329:801301");
        Long voyage = db.sql("select id from border.voyage where number = ?")
                .param(designator + "1")
                .query(Long.class)
                .single();
        assertThat(officer.get("/border/carriers/voyages/" + voyage).body()).contains("QUARANTINED", "1A");
        assertThat(people.session(people.officer("police"))
                        .get("/border/carriers")
                        .statusCode())
                .isEqualTo(403);
    }

    private HttpResponse<String> send(X509Certificate certificate, String type, String body) throws Exception {
        TestSession program = people.anonymous();
        return program.send(program.request("/border/carriers/lists")
                .setHeader("Accept", "*/*")
                .header("Content-Type", type)
                .header("Client-Cert", ":" + Base64.getEncoder().encodeToString(certificate.getEncoded()) + ":")
                .POST(BodyPublishers.ofString(body, StandardCharsets.ISO_8859_1)));
    }

    private static X509Certificate certificate(Instant now) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair keys = generator.generateKeyPair();
        X500Principal name = new X500Principal("CN=a carrier");
        return new JcaX509CertificateConverter()
                .getCertificate(new JcaX509v3CertificateBuilder(
                                name,
                                BigInteger.valueOf(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE)),
                                Date.from(now.minusSeconds(60)),
                                Date.from(now.plus(Duration.ofDays(30))),
                                name,
                                keys.getPublic())
                        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    }
}
