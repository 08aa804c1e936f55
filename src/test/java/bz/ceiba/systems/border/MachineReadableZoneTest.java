package bz.ceiba.systems.border;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.systems.border.MachineReadableZone.Reading;
import bz.ceiba.systems.border.ZoneFault.What;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.sessions.JqwikSession;
import org.junit.jupiter.api.Test;

/** By the specimens of ICAO Doc 9303, and by documents of any content that are written, read, and spoilt. */
class MachineReadableZoneTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 30);
    private static final int TRIES = 500;

    private static final Map<ZoneFormat, String> SPECIMENS = Map.of(
            ZoneFormat.TD1,
            "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<",
            ZoneFormat.TD2,
            "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6",
            ZoneFormat.TD3,
            "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10",
            ZoneFormat.MRV_A,
            "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL8988901C4XXX4009078F96121096ZE184226B<<<<<<",
            ZoneFormat.MRV_B,
            "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nL8988901C4XXX4009078F9612109<<<<<<<<");

    private static String specimen(ZoneFormat format) {
        return java.util.Objects.requireNonNull(SPECIMENS.get(format));
    }

    private static TravelDocument read(String zone) {
        Reading reading = MachineReadableZone.read(zone, TODAY);
        assertThat(reading.faults()).isEmpty();
        return reading.document().orElseThrow();
    }

    private static List<ZoneFault> faults(String zone) {
        return MachineReadableZone.read(zone, TODAY).faults();
    }

    @Test
    void icaosSpecimensOfAllFiveFormatsAreRead() {
        SPECIMENS.forEach((format, zone) -> {
            TravelDocument document = read(zone);
            assertThat(document.format()).isEqualTo(format);
            assertThat(document.surname()).isEqualTo("ERIKSSON");
            assertThat(document.given()).isEqualTo("ANNA MARIA");
            assertThat(document.sex()).isEqualTo("F");
            assertThat(document.issuer()).isEqualTo("UTO");
            assertThat(document.cut()).isFalse();
            assertThat(document.isSpecimen()).isTrue();
        });
        TravelDocument passport = read(specimen(ZoneFormat.TD3));
        assertThat(passport.number()).isEqualTo("L898902C3");
        assertThat(passport.birth().whole()).contains(LocalDate.of(1974, 8, 12));
        assertThat(passport.expiry().whole()).contains(LocalDate.of(2012, 4, 15));
        assertThat(passport.optional()).isEqualTo("ZE184226B");
        assertThat(passport.isExpired(TODAY)).isTrue();
        assertThat(read(specimen(ZoneFormat.MRV_A)).optional()).isEqualTo("6ZE184226B");
        assertThat(read(specimen(ZoneFormat.MRV_B)).nationality()).isEqualTo("XXX");
    }

    @Test
    void nobodyCountsFillersInARowButTheCheckDigitsDo() {
        String zone = specimen(ZoneFormat.TD3);
        assertThat(read(zone.replaceAll("<{3,}", "<<"))).isEqualTo(read(zone));
        assertThat(faults(zone.replaceAll("<{3,}", "<<").replace("L8", "L9"))).isNotEmpty();
    }

    @Test
    void aNumberThatIsTooLongGoesOnInTheOptionalPart() {
        TravelDocument card = read("""
                I<UTOD23145890<7349<<<<<<<<<<<
                3407127M9507122UTO<<<<<<<<<<<2
                STEVENSON<<PETER<JOHN<<<<<<<<<
                """);
        assertThat(card.number()).isEqualTo("D23145890734");
        assertThat(card.optional()).isEmpty();
        assertThat(card.birth().year()).isEqualTo(1934);
        assertThat(faults("""
                I<UTOD23145890<7348<<<<<<<<<<<
                3407127M9507122UTO<<<<<<<<<<<2
                STEVENSON<<PETER<JOHN<<<<<<<<<
                """)).containsExactly(new ZoneFault(1, 19, What.NUMBER));
    }

    /** Two digits of a year that is not over yet: whose day has not come was born a hundred years before. */
    @Test
    void whoIsNinetyNineWasNotBornNextMonth() {
        TravelDocument old = read(born("261215"));
        assertThat(old.birth().whole()).contains(LocalDate.of(1926, 12, 15));
        assertThat(read(born("2612<<")).birth()).isEqualTo(new PartialDate(1926, 12, null));
        assertThat(read(born("261130")).birth().whole()).as("today").contains(TODAY);
        assertThat(read(born("26<<<<")).birth().year()).as("it may have been").isEqualTo(2026);
    }

    /** The visa of the specimens with another birth. */
    private static String born(String six) {
        return specimen(ZoneFormat.MRV_B).replace("4009078", six + MachineReadableZone.checkDigit(six));
    }

    @Test
    void itIsReadInOneLineInSmallLettersWithSpacesAndWithoutTheLastFillers() {
        String zone = specimen(ZoneFormat.TD3);
        TravelDocument whole = read(zone);
        assertThat(read(zone.replace("\n", ""))).isEqualTo(whole);
        assertThat(read("  " + zone.toLowerCase(Locale.ROOT).replace("uto", "uto ") + "\r\n"))
                .isEqualTo(whole);
        assertThat(read("P<UTOERIKSSON<<ANNA<MARIA\n" + zone.lines().toList().getLast()))
                .isEqualTo(whole);
        assertThat(read(specimen(ZoneFormat.TD1).replaceAll("<+$", ""))).isNotNull();
    }

    @Test
    void everyFaultSaysWhereItIsAndWhat() {
        String zone = specimen(ZoneFormat.TD3);
        assertThat(faults("")).containsExactly(new ZoneFault(1, 1, What.SHAPE));
        assertThat(faults("P<UTO\nL898902C36")).containsExactly(new ZoneFault(1, 1, What.SHAPE));
        assertThat(faults(zone.replace("9ZE", "ZE"))).containsExactly(new ZoneFault(2, 44, What.LENGTH));
        assertThat(faults(zone.replace("ANNA", "4NNA"))).containsExactly(new ZoneFault(1, 16, What.CHARACTER));
        assertThat(faults(zone.replace("L898902C36", "L898902C37"))).containsExactly(new ZoneFault(2, 10, What.NUMBER));
        assertThat(faults(zone.replace("7408122", "7408123"))).containsExactly(new ZoneFault(2, 20, What.BIRTH));
        assertThat(faults(zone.replace("7408122", "7413120"))).contains(new ZoneFault(2, 14, What.BIRTH));
        assertThat(faults(zone.replace("1204159", "1204158"))).containsExactly(new ZoneFault(2, 28, What.EXPIRY));
        assertThat(faults(zone.replace("10", "20"))).containsExactly(new ZoneFault(2, 43, What.OPTIONAL));
        assertThat(faults(zone.replaceAll("0$", "1"))).containsExactly(new ZoneFault(2, 44, What.COMPOSITE));
        assertThat(faults(zone.replace("P<UTO", "P<UTQ"))).containsExactly(new ZoneFault(1, 3, What.STATE));
        assertThat(faults(zone.replace("2F1", "2Q1"))).containsExactly(new ZoneFault(2, 21, What.SEX));
        assertThat(faults(zone.replace("OERIKSSON", "O<<<<<<<<").replace("ANNA<MARIA", "<<<<<<<<<<")))
                .containsExactly(new ZoneFault(1, 6, What.NAME));
    }

    @Test
    void statesAreIsosAndThoseThatIcaoAdds() {
        assertThat(List.of("BLZ", "GTM", "D", "GBN", "XXA", "XXB", "UNO", "XOM", "RKS", "EUE", "XCC"))
                .allMatch(IcaoStates::isKnown);
        assertThat(List.of("XYZ", "DEX", "", "BZ")).noneMatch(IcaoStates::isKnown);
        assertThat(IcaoStates.iso("D")).isEqualTo("DEU");
        assertThat(IcaoStates.name("D", Locale.FRENCH)).isEqualTo("Allemagne");
        assertThat(IcaoStates.name("BLZ", Locale.of("es"))).isEqualTo("Belice");
    }

    @Test
    void namesAreWrittenAsIcaoWritesThem() {
        assertThat(Transliteration.of("Müller-Lüdenscheidt")).isEqualTo("MUELLER<LUEDENSCHEIDT");
        assertThat(Transliteration.of("O'Connor, Seán")).isEqualTo("OCONNOR<SEAN");
        assertThat(Transliteration.of("Ñáñez Åse Øst Þór Straße")).isEqualTo("NANEZ<AASE<OEST<THOR<STRASSE");
        assertThat(Transliteration.of("Иванов Щукин")).isEqualTo("IVANOV<SHCHUKIN");
    }

    /** Calls with documents of any content, the same in each run. */
    private static void each(BiConsumer<TravelDocument, Random> check) {
        JqwikSession.run(() -> {
            Random random = new Random(9303);
            RandomGenerator<TravelDocument> documents = documents().generator(TRIES, true);
            for (int i = 0; i < TRIES; i++) {
                check.accept(documents.next(random).value(), random);
            }
        });
    }

    @Test
    void whatIsWrittenIsRead() {
        each((document, random) -> assertThat(read(WrittenZone.of(document))).isEqualTo(document));
    }

    /** Weights of 7, 3 and 1 find every wrong digit; a letter for another one that is ten further on is not found, so digits are spoilt. */
    @Test
    void oneWrongDigitIsAlwaysFound() {
        each((document, random) -> {
            String zone = WrittenZone.of(document);
            List<Integer> digits = new ArrayList<>();
            int from = document.format() == ZoneFormat.TD1 ? 5 : zone.indexOf('\n') + 1;
            int to = document.format() == ZoneFormat.TD1 ? 61 : zone.length();
            for (int i = from; i < to; i++) {
                boolean covered = !document.format().isVisa() || i < from + 28;
                if (Character.isDigit(zone.charAt(i)) && covered) {
                    digits.add(i);
                }
            }
            int at = digits.get(random.nextInt(digits.size()));
            char wrong = (char) ('0' + (zone.charAt(at) - '0' + 1 + random.nextInt(9)) % 10);
            assertThat(faults(zone.substring(0, at) + wrong + zone.substring(at + 1)))
                    .as(zone)
                    .isNotEmpty();
        });
    }

    @Test
    void whateverIsTypedIsAnswered() {
        JqwikSession.run(() -> {
            Random random = new Random(44);
            RandomGenerator<String> typed =
                    Arbitraries.strings().all().ofMaxLength(300).generator(TRIES, true);
            for (int i = 0; i < TRIES; i++) {
                assertThat(MachineReadableZone.read(typed.next(random).value(), TODAY))
                        .isNotNull();
            }
        });
    }

    private static Arbitrary<TravelDocument> documents() {
        Arbitrary<ZoneFormat> formats = Arbitraries.of(ZoneFormat.class);
        Arbitrary<String> names =
                Arbitraries.strings().withCharRange('A', 'Z').ofMinLength(1).ofMaxLength(9);
        Arbitrary<String> numbers = Arbitraries.strings()
                .withCharRange('A', 'Z')
                .numeric()
                .ofMinLength(1)
                .ofMaxLength(13);
        Arbitrary<String> states = Arbitraries.of("BLZ", "D", "GBR", "XXB", "UNO", "MEX");
        Arbitrary<LocalDate> births = Arbitraries.longs()
                .between(LocalDate.of(1928, 1, 1).toEpochDay(), TODAY.toEpochDay())
                .map(LocalDate::ofEpochDay);
        Arbitrary<LocalDate> expiries = Arbitraries.longs()
                .between(
                        LocalDate.of(2000, 1, 1).toEpochDay(),
                        LocalDate.of(2060, 1, 1).toEpochDay())
                .map(LocalDate::ofEpochDay);
        return Combinators.combine(formats, names, names, numbers, states, births, expiries, Arbitraries.of(0, 1, 2, 3))
                .as((format, surname, given, number, state, birth, expiry, unknown) -> new TravelDocument(
                        format,
                        format == ZoneFormat.TD3 ? "P" : format.isVisa() ? "V" : "ID",
                        state,
                        surname,
                        given,
                        false,
                        isLongAllowed(format) ? number : number.substring(0, Math.min(9, number.length())),
                        state,
                        new PartialDate(
                                unknown > 2 ? null : birth.getYear(),
                                unknown > 1 ? null : birth.getMonthValue(),
                                unknown > 0 ? null : birth.getDayOfMonth()),
                        unknown == 0 ? "" : unknown == 1 ? "F" : "M",
                        PartialDate.of(expiry),
                        ""));
    }

    private static boolean isLongAllowed(ZoneFormat format) {
        return format == ZoneFormat.TD1 || format == ZoneFormat.TD2;
    }
}
