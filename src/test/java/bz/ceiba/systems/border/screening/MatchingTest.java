package bz.ceiba.systems.border.screening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.systems.border.screening.TestWatchlists.Truth;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Who is found on a list and who is not, with people made by chance and with the hard cases one by one. */
class MatchingTest {
    private static final int LISTED = 4_000;

    private static WatchEntry listed(String name, String born, String nation) {
        return new WatchEntry(
                "l",
                "1",
                List.of(name),
                born.isEmpty() ? List.of() : List.of(born),
                nation.isEmpty() ? List.of() : List.of(nation),
                "",
                List.of(new WatchEntry.Document("RUS", "71 2345678")),
                "d");
    }

    private static Traveller traveller(String given, String family, String born, String nation, String document) {
        return new Traveller(
                "t",
                family,
                given,
                born,
                "M",
                nation,
                "P",
                nation,
                document,
                "",
                null,
                null,
                new Journey("arrival", "air", "pgia", "", "", "", 0, 0, Instant.EPOCH));
    }

    private static String grade(WatchEntry entry, String given, String family, String born, String nation) {
        return new WatchIndex(List.of(entry))
                .find(traveller(given, family, born, nation, "X1")).stream()
                        .map(found -> found.grade().name())
                        .findFirst()
                        .orElse("");
    }

    @Test
    void namesMeetAcrossScriptsOrdersSlipsAndParticles() {
        assertThat(grade(listed("Владимир Хрущёв", "1960-05-04", "RUS"), "Vladimir", "Khrushchev", "1960-05-04", "RUS"))
                .isEqualTo("STRONG");
        assertThat(grade(
                        listed("محمد حسين القذافي", "1970-01-02", ""),
                        "Mohamed Hussein",
                        "Gaddafi",
                        "1970-01-02",
                        "LBY"))
                .isEqualTo("STRONG");
        assertThat(grade(listed("عبد الرحمن منصور", "1970-01-02", ""), "Abdulrahman", "Mansour", "1970-01-02", "EGY"))
                .isEqualTo("STRONG");
        assertThat(grade(listed("王小明", "1980-03-03", "CHN"), "Xiaoming", "Wang", "1980-03-03", "CHN"))
                .isEqualTo("STRONG");
        assertThat(grade(
                        listed("Γιώργος Παπαδόπουλος", "1980-03-03", ""),
                        "Giorgos",
                        "Papadopoulos",
                        "1980-03-03",
                        "GRC"))
                .isEqualTo("STRONG");
        assertThat(grade(
                        listed("de la Cruz Hernández, José María", "1980-03-03", ""),
                        "Jose",
                        "Cruz Hernandez",
                        "1980-03-03",
                        "MEX"))
                .isEqualTo("STRONG");
        assertThat(grade(listed("Jon Smyth", "1980-03-03", ""), "Smith", "John", "1980-03-03", "USA"))
                .isEqualTo("STRONG");
    }

    private static FollowTheMoney.File file(String lines, java.nio.charset.Charset charset) {
        return FollowTheMoney.read(new JsonMapper(), lines.getBytes(charset));
    }

    private static WatchEntry entry(FollowTheMoney.File file, String id) {
        return FollowTheMoney.compared(
                "l", id, java.util.Objects.requireNonNull(file.entries().get(id)), "d");
    }

    /** As in targets.nested.json, where documents stand in their holder. */
    @Test
    void nestedDocumentsAreTheirHoldersAndASingleValueIsAValue() {
        FollowTheMoney.File file = file("\uFEFF" + """
                {"id":"a","schema":"Person","properties":{"name":"Ana Cal","passports":[
                """.strip() + """
                {"id":"p","schema":"Passport","properties":{"number":["X1234567"],"country":["mx"]}}],"addressEntity":[{"id":"s","schema":"Address","properties":{"full":["x"]}}]}}
                """, StandardCharsets.UTF_8);
        assertThat(entry(file, "a").names()).containsExactly("Ana Cal");
        assertThat(entry(file, "a").documents()).containsExactly(new WatchEntry.Document("MEX", "X1234567"));
        FollowTheMoney.File two = file("""
                {"id":"a","schema":"Person","properties":{"name":["Ana Cal"]}}
                {"id":"b","schema":"Person","properties":{"name":["Eva Cal"]}}
                {"id":"p","schema":"Passport","properties":{"holder":["a","b"],"number":["X1234567"]}}
                """, StandardCharsets.UTF_8);
        assertThat(entry(two, "b").documents()).as("both hold it").hasSize(1);
    }

    @Test
    void theSimplifiedTableIsReadAsTheEntitiesAre() {
        String table = "\uFEFF" + """
                "id","schema","name","aliases","birth_date","countries","addresses","identifiers","sanctions","phones","emails","dataset","first_seen","last_seen","last_change"
                "a","Person","Ana ""La Negra"" Cal","Анна Кал;Ana Kal","1961-03;1962","gt","1, Calle Real;
                Flores","X1234567;CUI 99","Asset freeze; 2020","","","demo","2026-01-01T00:00:00","2026-01-02T00:00:00","2026-01-01T00:00:00"
                "c","Company","Cal Ltd","","","gt","","","","","","demo","","",""
                """;
        FollowTheMoney.File file = file(table, StandardCharsets.UTF_8);
        assertThat(file.skipped()).isEqualTo(1);
        WatchEntry ana = entry(file, "a");
        assertThat(ana.names()).containsExactlyInAnyOrder("Ana \"La Negra\" Cal", "Анна Кал", "Ana Kal");
        assertThat(ana.births()).containsExactlyInAnyOrder("1961-03", "1962");
        assertThat(ana.documents())
                .containsExactlyInAnyOrder(
                        new WatchEntry.Document("GTM", "X1234567"), new WatchEntry.Document("GTM", "CUI 99"));
        assertThat(ana.nationalities())
                .as("a country that somebody has to do with speaks against nothing")
                .isEmpty();
        assertThatThrownBy(() -> file(table + "\"d\",\"Person\"\n", StandardCharsets.UTF_8))
                .hasMessageContaining("line=5");
        assertThatThrownBy(() -> file("name;born\nAna;1961\n", StandardCharsets.UTF_8))
                .hasMessageContaining("line=1");
    }

    @Test
    void aFileThatWouldHalfBeReadIsRefusedWithItsLine() {
        String good = "{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{\"name\":[\"José\"]}}\n";
        assertThatThrownBy(() -> file(good + good, StandardCharsets.ISO_8859_1))
                .as("what is no UTF-8 would be another name")
                .hasMessageContaining("list-line");
        for (String bad :
                List.of(good.replace("José", "Jos\\u0000"), good.replace("\"a\"", "\"" + "a".repeat(3_000) + "\""))) {
            assertThatThrownBy(() -> file(good + bad, StandardCharsets.UTF_8)).hasMessageContaining("line=2");
        }
    }

    /** A file of some hundred kilobytes that would be gigabytes. */
    @Test
    void aPackedFileOfOneEndlessLineIsRefusedBeforeItIsRead() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            byte[] megabyte = new byte[1 << 20];
            java.util.Arrays.fill(megabyte, (byte) ' ');
            for (int i = 0; i < 300; i++) {
                out.write(megabyte);
            }
        }
        AtomicLong read = new AtomicLong();
        assertThatThrownBy(() -> FollowTheMoney.lines(
                        new FilterInputStream(new GZIPInputStream(new ByteArrayInputStream(packed.toByteArray()))) {
                            @Override
                            public int read(byte[] into, int from, int length) throws IOException {
                                int got = super.read(into, from, length);
                                read.addAndGet(got);
                                return got;
                            }
                        },
                        (line, number) -> {}))
                .hasMessageContaining("list-large");
        assertThat(read.get()).isLessThan(1 << 20);
    }

    @Test
    void whatSomeWriteApartAndOthersAsOneIsTheSameName() {
        for (String[] pair : new String[][] {
            {"Juan De La Cruz", "Juan", "Delacruz"},
            {"Juan Delacruz", "Juan", "De La Cruz"},
            {"Mao Zedong", "Ze Dong", "Mao"},
            {"Mao Ze Dong", "Zedong", "Mao"},
            {"Pieter van der Berg", "Pieter", "Vanderberg"},
            {"Pedro Deleón", "Pedro", "De Leon"},
            {"Kim Jong Un", "Jongun", "Kim"},
        }) {
            assertThat(grade(listed(pair[0], "1960", ""), pair[1], pair[2], "1960-05-04", ""))
                    .as("%s", List.of(pair))
                    .isEqualTo("POSSIBLE");
        }
        assertThat(Romanised.spellings("Ze Dong"))
                .as("one name of two is no name")
                .containsExactly(List.of("ze", "dong"));
    }

    /** Letters that are no accented ones of A to Z, as passports write them. */
    @Test
    void lettersOfTheirOwnMeetThoseOfThePassport() {
        assertThat(grade(listed("Yıldırım Kılıçdaroğlu", "1960", ""), "Yildirim", "Kilicdaroglu", "1960-05-04", "TUR"))
                .isEqualTo("POSSIBLE");
        assertThat(grade(listed("Þórður Guðmundsson", "1960", ""), "Thordur", "Gudmundsson", "1960-05-04", "ISL"))
                .isEqualTo("POSSIBLE");
        assertThat(grade(listed("Đorđe Đukić", "1960", ""), "Dorde", "Dukic", "1960-05-04", "SRB"))
                .isEqualTo("POSSIBLE");
        assertThat(grade(listed("‘Abd al-Qādir Œuvrard", "1960", ""), "Abdalqadir", "Oeuvrard", "1960-05-04", ""))
                .isEqualTo("POSSIBLE");
    }

    @Test
    void namesOfManyPartsAreComparedToo() {
        String long1 = "Ana Maria Jose Lucia Pilar Rosa Ines Clara Elena";
        assertThat(grade(listed(long1 + " Garcia Lopez", "1960-05-04", ""), long1, "Garcia Lopez", "1960-05-04", "ESP"))
                .isEqualTo("STRONG");
        assertThat(grade(
                        listed(long1 + " Uno Dos Tres Cuatro Cinco Seis", "1960", ""),
                        long1,
                        "Uno Dos Tres Cuatro Cinco Seis",
                        "1960-05-04",
                        "ESP"))
                .isEqualTo("POSSIBLE");
    }

    /** A nationality that the list or the document does not say in a way that can be compared speaks against nobody. */
    @Test
    void nationalitiesAreComparedWhereBothAreStates() {
        JsonMapper json = new JsonMapper();
        java.util.function.Function<String, WatchEntry> of = code -> FollowTheMoney.compared(
                "l",
                "1",
                json.readTree(
                        "{\"schema\":\"Person\",\"name\":[\"Arben Krasniqi\"],\"birthDate\":[\"1960\"],\"nationality\":[\""
                                + code + "\"]}"),
                "d");
        for (String code : List.of("xk", "suhh", "yucs", "zz", "")) {
            assertThat(grade(of.apply(code), "Arben", "Krasniqi", "1960-05-04", "RKS"))
                    .as(code)
                    .isEqualTo("POSSIBLE");
        }
        assertThat(grade(of.apply("gb-sct"), "Arben", "Krasniqi", "1960-05-04", "GBR"))
                .isEqualTo("POSSIBLE");
        assertThat(grade(of.apply("de"), "Arben", "Krasniqi", "1960-05-04", "XXB"))
                .as("a refugee's passport says nothing of it")
                .isEqualTo("POSSIBLE");
        assertThat(grade(of.apply("de"), "Arben", "Krasniqi", "1960-05-04", "RKS"))
                .isEmpty();
    }

    @Test
    void aNameAloneIsNeverMoreThanANameAndWhatSpeaksAgainstItLowersTheGrade() {
        WatchEntry unborn = listed("John Michael Smith", "", "");
        assertThat(grade(unborn, "John Michael", "Smith", "1980-03-03", "USA")).isEqualTo("NAME");
        assertThat(grade(unborn, "Jon", "Smit", "1980-03-03", "USA"))
                .as("unlike and alone")
                .isEmpty();
        assertThat(grade(listed("Smith", "", ""), "John", "Smith", "1980-03-03", "USA"))
                .as("one part")
                .isEmpty();
        WatchEntry year = listed("John Smith", "1980", "USA");
        assertThat(grade(year, "John", "Smith", "1980-03-03", "USA")).isEqualTo("POSSIBLE");
        assertThat(grade(year, "John", "Smith", "1980-03-03", "CAN")).isEmpty();
        assertThat(grade(year, "John", "Smith", "1981-03-03", "USA")).isEmpty();
        WatchEntry whole = listed("John Smith", "1980-03-04", "USA");
        assertThat(grade(whole, "John", "Smith", "1980-03-04", "CAN")).isEqualTo("POSSIBLE");
        assertThat(grade(whole, "John", "Smith", "1980-04-03", "USA"))
                .as("day and month swapped")
                .isEqualTo("POSSIBLE");
        assertThat(grade(whole, "John", "Smith", "1975-11-20", "USA"))
                .as("a namesake")
                .isEmpty();
        assertThat(grade(whole, "James", "Smith", "1980-03-04", "USA"))
                .as("a twin")
                .isEmpty();
        assertThat(grade(whole, "Peter", "Miller", "1980-03-04", "USA"))
                .as("born the same day")
                .isEmpty();
        assertThat(grade(listed("Mahmoud Salem", "", ""), "Mohammed", "Salem", "1980-03-03", "EGY"))
                .as("two names with the same consonants")
                .isEmpty();
    }

    @Test
    void aDocumentIsFoundByItsNumberHoweverItIsSpaced() {
        WatchIndex index = new WatchIndex(List.of(listed("Somebody Else", "1960-01-01", "")));
        assertThat(index.find(traveller("Ana", "Cal", "1990-01-01", "RUS", "712345678")))
                .singleElement()
                .satisfies(found -> assertThat(found.grade()).isEqualTo(Grade.DOCUMENT));
        assertThat(index.find(traveller("Ana", "Cal", "1990-01-01", "USA", "712345678")))
                .as("another state's document may have the number")
                .singleElement()
                .satisfies(found -> assertThat(found.grade()).isEqualTo(Grade.POSSIBLE));
        assertThat(index.find(traveller("Ana", "Cal", "1990-01-01", "RUS", "712345679")))
                .isEmpty();
    }

    @Test
    void ofPeopleMadeByChanceNearlyAllListedOnesAreFoundAndNearlyNobodyElse() {
        TestWatchlists make = new TestWatchlists(42);
        List<Truth> truths = make.truths(LISTED);
        List<WatchEntry> entries = new ArrayList<>();
        for (int i = 0; i < LISTED; i++) {
            entries.add(make.entry(truths.get(i), i, i % 4 == 0));
        }
        WatchIndex index = new WatchIndex(entries);
        Map<String, Function<Truth, Traveller>> ways = new TreeMap<>();
        ways.put("as in the passport", make::traveller);
        ways.put("a slip in the family name", t -> make.traveller(t, t.given(), make.slip(t.family())));
        ways.put("a slip in the given name", t -> make.traveller(t, make.slip(t.given()), t.family()));
        ways.put("swapped", t -> make.traveller(t, t.family(), t.given()));
        ways.put("without middle name", t -> make.traveller(t, t.given().replaceFirst(" .*", ""), t.family()));
        int flagged = 0;
        int right = 0;
        for (Map.Entry<String, Function<Truth, Traveller>> way : ways.entrySet()) {
            int hit = 0;
            for (int i = 0; i < 300; i++) {
                String wanted = "E" + i;
                List<Found> found = index.find(way.getValue().apply(truths.get(i)));
                hit += found.stream().anyMatch(one -> one.entry().id().equals(wanted)) ? 1 : 0;
                flagged += found.size();
                right += (int) found.stream()
                        .filter(one -> one.entry().id().equals(wanted))
                        .count();
            }
            assertThat(hit / 300.0).as("recall: %s", way.getKey()).isGreaterThanOrEqualTo(0.95);
        }
        assertThat((double) right / flagged).as("precision").isGreaterThanOrEqualTo(0.9);
        int stopped = 0;
        for (int i = 0; i < 1_500; i++) {
            stopped += index.find(make.traveller(make.truth())).isEmpty() ? 0 : 1;
        }
        assertThat(stopped).as("strangers of 1,500 who are stopped").isLessThanOrEqualTo(15);
        int namesakes = 0;
        for (int i = 0; i < 300; i++) {
            Truth one = truths.get(i);
            LocalDate other = one.born().plusYears(3).plusDays(100);
            namesakes += index.find(make.traveller(new Truth(
                                    one.listed(), one.given(), one.family(), other, one.nation(), one.document())))
                            .isEmpty()
                    ? 0
                    : 1;
        }
        assertThat(namesakes).as("namesakes of 300 who are stopped").isLessThanOrEqualTo(6);
    }
}
