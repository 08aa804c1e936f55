package bz.ceiba.systems.border;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Declarations of travellers without an account and with one: what is asked, what is kept, and who can come back to it. */
@CeibaTest
class DeclarationIT {
    @Autowired
    TestPeople people;

    @Autowired
    DeclarationCodes codes;

    @Autowired
    Declarations declarations;

    @Autowired
    Drafts drafts;

    @Autowired
    ForgetDeclarations forget;

    @Autowired
    JdbcClient db;

    @Autowired
    Clock clock;

    private LocalDate day() {
        return LocalDate.ofInstant(clock.instant(), bz.ceiba.platform.kernel.Country.ZONE)
                .plusDays(3);
    }

    private static TravelDocument visitor() {
        return TestTravellers.passport("Durand", "Claire", "FRA");
    }

    private int versions(String number) {
        return db.sql("select count(distinct version) from border.part where number = :number")
                .param("number", number)
                .query(Integer.class)
                .single();
    }

    @Test
    void aVisitorWithOneBagAnswersTenFieldsOnFourPages() {
        TravelDocument passport = visitor();
        TestSession phone = people.anonymous();
        assertThat(phone.get("/border/declare").body()).contains("free of charge", "no account");
        TestDeclarations one = TestDeclarations.begin(phone);
        assertThat(one.next(one.answer("journey", TestDeclarations.journey("pgia", "UA 1456", day(), "person"))))
                .isEqualTo("travellers");
        assertThat(one.next(one.answer("travellers", Map.of("zone", WrittenZone.of(passport)))))
                .isEqualTo("stay");
        assertThat(one.next(one.answer("stay", TestDeclarations.stay()))).isEqualTo("goods");
        assertThat(one.next(one.answer("goods", Map.of("goods", "false")))).isEqualTo("review");
        assertThat(one.pages).isEqualTo(4);
        assertThat(one.fields).isEqualTo(10);
        assertThat(one.get("review").body()).contains("CLAIRE DURAND", "Checked", "Hopkins");
        assertThat(one.get("review").body().length()).isLessThan(20_000);
        String number = one.send();
        assertThat(one.send()).as("pressed again").isEqualTo(number);
        assertThat(versions(number)).isEqualTo(1);
        assertThat(one.get("travellers").body())
                .as("only the end of the number")
                .doesNotContain(passport.number());
        assertThat(codes.read(one.shown())).hasValueSatisfying(shown -> {
            assertThat(shown.number()).isEqualTo(number);
            assertThat(shown.version()).isEqualTo(1);
        });
    }

    @Test
    void onlyWhatTheAnswersMakeNecessaryIsAsked() {
        TestDeclarations cruise = TestDeclarations.begin(people.anonymous());
        cruise.answer("journey", TestDeclarations.journey("harvest-caye", "Sea Lady", day(), "person"));
        assertThat(cruise.next(cruise.answer("travellers", Map.of("zone", WrittenZone.of(visitor())))))
                .as("a cruise passenger stays no night")
                .isEqualTo("goods");
        TestDeclarations home = TestDeclarations.begin(people.anonymous());
        assertThat(home.get("journey").body()).as("as for most").contains("Page 1 of about 4");
        home.answer("journey", TestDeclarations.journey("pgia", "TA 571", day(), "person"));
        assertThat(home.next(home.answer(
                        "travellers", Map.of("zone", WrittenZone.of(TestTravellers.passport("Coc", "Ana", "BLZ"))))))
                .as("a national comes home")
                .isEqualTo("goods");
        assertThat(home.next(home.answer("goods", Map.of("goods", "true")))).isEqualTo("which");
        assertThat(home.answer("which", Map.of()).body()).contains("Tick what you bring, or go back");
        assertThat(home.next(home.answer("which", Map.of("money", "true", "vehicle", "true"))))
                .isEqualTo("money");
        assertThat(home.next(home.answer(
                        "money",
                        Map.of("moneyAmount", "9000", "moneyCurrency", "USD", "moneySource", "Sale of a boat"))))
                .isEqualTo("vehicle");
        assertThat(home.next(home.answer(
                        "vehicle", Map.of("vehicleKind", "road", "vehiclePlate", "C-12345", "vehicleStays", "stays"))))
                .isEqualTo("review");
        home.answer("goods", Map.of("goods", "false"));
        assertThat(home.get("review").body()).as("and nothing of the rest").doesNotContain("Sale of a boat");
    }

    @Test
    void wrongAnswersAreSavedAndSaidWithTheirPlaceInThreeLanguages() {
        TestSession phone = people.anonymous();
        phone.remember("ceiba_language", "fr");
        TestDeclarations one = TestDeclarations.begin(phone);
        assertThat(one.get("journey").body()).contains("Où passez-vous la frontière", "lang=\"fr\"");
        assertThat(one.answer("journey", TestDeclarations.journey("pgia", "UA 1456", day().plusDays(60), "person"))
                        .body())
                .contains("dans les 30 jours à venir");
        one.answer("journey", TestDeclarations.journey("pgia", "UA 1456", day(), "person"));
        String zone = WrittenZone.of(visitor());
        HttpResponse<String> wrong = one.answer("travellers", Map.of("zone", zone.replaceAll(".$", "X")));
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains("ligne 2 place 44", "P&lt;FRADURAND");
        TravelDocument old = visitor();
        Map<String, String> typed = new java.util.HashMap<>(Map.of(
                "by",
                "typed",
                "surname",
                "Durand",
                "nationality",
                "FRA",
                "number",
                old.number(),
                "birth.day",
                "1",
                "birth.month",
                "2",
                "birth.year",
                "1990",
                "expiry.day",
                "1",
                "expiry.month",
                "2"));
        typed.put("expiry.year", "2020");
        assertThat(one.answer("travellers", typed).body()).contains("valable jusqu");
        phone.remember("ceiba_language", "es");
        assertThat(one.answer("travellers", typed).body()).contains("valía hasta el 1 de febrero de 2020");
        phone.remember("ceiba_language", "fr");
        assertThat(phone.get("/").body()).as("other pages").contains("lang=\"en\"");
    }

    @Test
    void itIsChangedAndWithdrawnAndTheCodesOfBeforeAreRecognised() {
        TestSession phone = people.anonymous();
        TestDeclarations one = TestDeclarations.visitor(phone, "UA 77", day(), List.of(visitor()));
        String number = one.send();
        String first = one.shown();
        one.answer("stay", Map.of("purpose", "holiday", "nights", "9", "address", "Guest house, Placencia"));
        assertThat(one.get("done").body()).contains("changed something and not sent it");
        assertThat(one.send()).isEqualTo(number);
        assertThat(declarations.find(number).orElseThrow().version()).isEqualTo(2);
        assertThat(codes.read(first).orElseThrow().version()).isEqualTo(1);
        assertThat(codes.read(one.shown()).orElseThrow().version()).isEqualTo(2);
        phone.post(one.path("withdraw"), Map.of());
        assertThat(declarations.find(number).orElseThrow().isWithdrawn()).isTrue();
        assertThat(one.get("done").body()).contains("You withdrew");
    }

    @Test
    void aNumberThatIsTakenIsGivenToNoOther() {
        TestDeclarations one = TestDeclarations.visitor(people.anonymous(), "UA 90", day(), List.of(visitor()));
        String number = one.send();
        Draft draft = drafts.find(ReturnCode.parse(one.code()).orElseThrow()).orElseThrow();
        assertThat(declarations.enter(number, draft, draft.content())).isFalse();
        assertThat(declarations.find(number).orElseThrow().carrier()).isEqualTo("UA90");
        assertThat(declarations.add(draft, draft.content()).number()).isNotEqualTo(number);
    }

    @Test
    void noChangedCodeIsRead() {
        TestDeclarations one = TestDeclarations.visitor(people.anonymous(), "UA 78", day(), List.of(visitor()));
        one.send();
        String code = one.shown();
        assertThat(codes.read(code)).isPresent();
        for (int i = 0; i < code.length(); i++) {
            char other = code.charAt(i) == '7' ? '8' : '7';
            assertThat(codes.read(code.substring(0, i) + other + code.substring(i + 1)))
                    .as("place %s", i)
                    .isEmpty();
        }
        assertThat(codes.read("BZ1:" + "A".repeat(5_000))).isEmpty();
    }

    @Test
    void anotherDeviceNeedsAPassportsNumberAndGuessingIsBounded() {
        TravelDocument passport = visitor();
        TestDeclarations one = TestDeclarations.visitor(people.anonymous(), "UA 79", day(), List.of(passport));
        TestSession other = people.anonymous();
        String link = "/border/declare/" + one.code();
        assertThat(other.get(one.path("review")).statusCode()).isEqualTo(403);
        assertThat(other.post(one.path("send"), Map.of()).statusCode()).isEqualTo(403);
        assertThat(other.post("/border/declare/back", Map.of("code", one.code().toLowerCase(java.util.Locale.ROOT)))
                        .headers()
                        .firstValue("Location"))
                .hasValueSatisfying(at -> assertThat(at).endsWith(link));
        assertThat(other.get(link).body()).contains("Is it yours").doesNotContain("DURAND");
        assertThat(other.post(link, Map.of("number", "L898902C3")).statusCode()).isEqualTo(422);
        assertThat(other.post(link, Map.of("number", passport.number().toLowerCase(java.util.Locale.ROOT)))
                        .statusCode())
                .isEqualTo(302);
        assertThat(other.get(one.path("review")).body()).contains("CLAIRE DURAND");
        TestSession guesser = people.anonymous();
        List<Integer> answers = IntStream.range(0, 8)
                .mapToObj(i -> guesser.post(link, Map.of("number", "A" + i)).statusCode())
                .toList();
        assertThat(answers).startsWith(422).endsWith(429);
        List<Integer> unknown = IntStream.range(0, 25)
                .mapToObj(i -> guesser.get(
                                "/border/declare/" + ReturnCode.random().text())
                        .statusCode())
                .toList();
        assertThat(unknown).startsWith(404).endsWith(429);
        assertThat(guesser.get("/border/declare/7K4M-X2PQ").statusCode()).isIn(404, 429);
    }

    @Test
    void theLinkIsMailedInTheTravellersLanguage() {
        TestSession phone = people.anonymous();
        phone.remember("ceiba_language", "fr");
        TestDeclarations one = TestDeclarations.begin(phone);
        assertThat(phone.post(one.path("later"), Map.of("email", "nobody")).statusCode())
                .isEqualTo(422);
        String address = "claire" + System.nanoTime() + "@example.org";
        assertThat(phone.post(one.path("later"), Map.of("email", address)).body())
                .contains("Le lien est envoyé");
        assertThat(db.sql("select subject from notifications.delivery where address = :to")
                        .param("to", address)
                        .query(String.class)
                        .list())
                .containsExactly("Votre déclaration à la frontière du Belize");
    }

    @Test
    void twentyPressesAtOnceSendOneDeclaration() throws Exception {
        TestSession phone = people.anonymous();
        TestDeclarations one = TestDeclarations.visitor(phone, "UA 80", day(), List.of(visitor(), visitor()));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Integer>> presses = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                presses.add(() -> phone.post(one.path("send"), Map.of()).statusCode());
            }
            for (var press : threads.invokeAll(presses)) {
                assertThat(press.get()).isEqualTo(302);
            }
        }
        String number = one.send();
        assertThat(versions(number)).isEqualTo(1);
        assertThat(declarations.find(number).orElseThrow().travellers()).isEqualTo(2);
        assertThat(db.sql("select count(*) from border.declaration where carrier = 'UA80'")
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void aShipsManifestOf500IsTakenWholeOrNotAtAll() {
        TestSession agent = people.anonymous();
        TestDeclarations ship = TestDeclarations.begin(agent);
        ship.answer("journey", TestDeclarations.journey("belize-city-tenders", "Sea Lady", day(), "group"));
        StringBuilder list = new StringBuilder(TravellerList.HEADINGS + "\n");
        IntStream.range(0, 500)
                .forEach(i -> list.append(
                        "O'Brien-" + i + ",\"Seán, Jr\",IRL,PA" + (100_000 + i) + ",1970-01-31,2034-05-06\n"));
        String spoilt = list.toString()
                .replace("PA100249,1970-01-31", "PA100249,1970-02-31")
                .replace("PA100400", "PA100399");
        HttpResponse<String> refused = upload(agent, ship, spoilt);
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("2 lines of the list are wrong", "Line 251: ", "Line 402: ");
        assertThat(ship.get("travellers").body()).doesNotContain("OBrien", "500 on this");
        for (int again = 0; again < 2; again++) {
            assertThat(upload(agent, ship, list.toString()).statusCode()).isEqualTo(302);
            assertThat(ship.get("travellers").body()).contains("500 on this declaration");
        }
        ship.answer("goods", Map.of("goods", "false"));
        String number = ship.send();
        assertThat(declarations.find(number).orElseThrow().travellers()).isEqualTo(500);
        assertThat(upload(agent, ship, list.toString()).statusCode()).isEqualTo(302);
        ship.send();
        assertThat(versions(number)).as("the same again").isEqualTo(1);
    }

    private static HttpResponse<String> upload(TestSession agent, TestDeclarations ship, String list) {
        return upload(agent, ship, list.getBytes(StandardCharsets.UTF_8));
    }

    private static HttpResponse<String> upload(TestSession agent, TestDeclarations ship, byte[] list) {
        return agent.postMultipart(
                ship.path("travellers/list"),
                Map.of(),
                Map.of("file", new TestSession.Upload("manifest.csv", "text/csv", list)));
    }

    @Test
    void whatIsNoListIsRefusedAndBoundsAreKept() {
        TestSession agent = people.anonymous();
        TestDeclarations group = TestDeclarations.begin(agent);
        group.answer("journey", TestDeclarations.journey("pgia", "UA 81", day(), "group"));
        assertThat(upload(agent, group, new byte[] {(byte) 0xC3, 0x28}).body()).contains("not in UTF-8");
        assertThat(upload(agent, group, "a,b\n1,2\n").body()).contains("headings");
        assertThat(upload(agent, group, TravellerList.HEADINGS + "\nDoe,Jane,USA,X1234567,1980-02-30,2034-01-01\n")
                        .body())
                .as("which column is wrong")
                .contains("Line 2: birth: Give a real day");
        assertThat(upload(agent, group, "surname,surname\n").statusCode()).isEqualTo(422);
        assertThat(upload(agent, group, "\"".repeat(1000)).statusCode()).isEqualTo(422);
        assertThat(upload(agent, group, new byte[TravellerList.LARGEST + 1]).statusCode())
                .isEqualTo(413);
        String many = TravellerList.HEADINGS + "\n" + "a,b,IRL,P123,1970-01-31,2034-05-06\n".repeat(8_001);
        assertThat(upload(agent, group, many).statusCode()).isEqualTo(413);
        assertThat(group.get("travellers").body()).doesNotContain("on this declaration");
    }

    @Test
    void aResidentDeclaresWithHisIdentityAndReadsItAgain() {
        Actor ana = people.citizen("Ana Tillett");
        TestSession phone = people.session(ana);
        TestDeclarations one = TestDeclarations.begin(phone);
        one.answer("journey", TestDeclarations.journey("benque-viejo-border", "on foot", day(), "person"));
        assertThat(one.next(one.answer("travellers", Map.of("zone", WrittenZone.of(visitor())))))
                .as("a resident is not asked for his stay")
                .isEqualTo("goods");
        one.answer("goods", Map.of("goods", "false"));
        String number = one.send();
        assertThat(declarations.of(ana.number()))
                .extracting(Declaration::number)
                .containsExactly(number);
        assertThat(phone.get("/border/mine").body()).contains(number);
        assertThat(people.session(people.citizen()).get("/border/mine").body()).doesNotContain(number);
    }

    @Test
    void whatTravellersSaidIsSealedAndErasedAfterItsTime() {
        TravelDocument passport = visitor();
        TestDeclarations one = TestDeclarations.visitor(people.anonymous(), "UA 82", day(), List.of(passport));
        String number = one.send();
        String stored = String.join(
                " ",
                db.sql("select encode(sealed, 'escape') from border.part union all"
                                + " select encode(sealed, 'escape') from border.draft union all"
                                + " select encode(document_mac, 'escape') from border.traveller")
                        .query(String.class)
                        .list());
        assertThat(stored).doesNotContain("DURAND", passport.number(), "Hopkins");
        db.sql("update border.declaration set travel_date = :then where number = :number")
                .param("then", day().minusDays(400))
                .param("number", number)
                .update();
        forget.round();
        assertThat(declarations.part(number, 1, Part.IMMIGRATION)).isEmpty();
        assertThat(db.sql("select count(*) from border.traveller where number = :number")
                        .param("number", number)
                        .query(Integer.class)
                        .single())
                .isZero();
    }
}
