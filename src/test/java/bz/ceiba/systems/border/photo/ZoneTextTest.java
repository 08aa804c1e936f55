package bz.ceiba.systems.border.photo;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.systems.border.MachineReadableZone;
import bz.ceiba.systems.border.TravelDocument;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is made of text that a program read, with the mistakes that such programs make. */
class ZoneTextTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 30);
    private static final String NAME = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<";
    private static final String FACTS = "L898902C36UTO7408122F1204159ZE184226B<<<<<10";

    private static ZoneText.Found find(String text) {
        return ZoneText.find(text.lines().toList(), TODAY).orElseThrow();
    }

    private static TravelDocument right(String text) {
        return find(text).reading().document().orElseThrow();
    }

    @Test
    void theLinesAreFoundAmongOtherTextWithTheirFillersCountedAnew() {
        String read = "P<UTOERIKSSON<<ANNA<MARIA<<<K<KX<\nL898902C36UTO7408122F1204159ZE184226B<<K10\n";
        read = "PASSPORTPASAPORTE?PASSEPORT\nERIKSSON??ANNA?MARIA?UTOPIA\n" + read;
        assertThat(find(read).zone()).isEqualTo(NAME + "\n" + FACTS);
        assertThat(right(read).given()).isEqualTo("ANNA MARIA");
    }

    @Test
    void aConfusionIsUndoneWhereOneWayFitsTheCheckDigit() {
        String zone = NAME + "\n" + FACTS;
        assertThat(find(zone.replace("L898902C36", "L8989O2C36")).zone()).isEqualTo(zone);
        assertThat(find(zone.replace("7408122", "74O8IZZ")).zone()).isEqualTo(zone);
        assertThat(find(zone.replace("1204159", "I2O4IS9")).zone()).isEqualTo(zone);
    }

    @Test
    void whatNoCheckDigitProvesIsLeftAsItWasReadAndSaidToBeWrong() {
        ZoneText.Found wrong = find(NAME + "\n" + FACTS.replace("L898902C36", "L898902C37"));
        assertThat(wrong.isRight()).isFalse();
        assertThat(wrong.zone()).contains("L898902C37");
        // No check digit is over the names.
        ZoneText.Found names = find(NAME.replace("ERIKSSON", "ERIK5SON") + "\n" + FACTS);
        assertThat(names.isRight()).isFalse();
        assertThat(names.zone()).contains("ERIK5SON");
    }

    @Test
    void ofTwoWaysThatFitNeitherIsTaken() {
        // Both stand where the weight is 7: a B for the 8 or a Z for the 2 would each change the digit by one.
        String number = "8AA2AAAAA";
        int digit = MachineReadableZone.checkDigit(number) - '0';
        ZoneText.Found found = find(NAME + "\n" + number + (digit + 1) % 10 + FACTS.substring(10));
        assertThat(found.isRight()).isFalse();
        assertThat(found.zone()).contains(number);
    }

    @Test
    void cardsAndTheirThreeLinesAreFoundToo() {
        String card = "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<";
        assertThat(right(card.replace("D231458907", "D2314589O7").replace("<<<<<<<<<<<<<<<", "<<<K<<<<<<"))
                        .number())
                .isEqualTo("D23145890");
        String older = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6";
        assertThat(right(older.replace("<<<<<<<6", "<<K<6")).surname()).isEqualTo("ERIKSSON");
    }

    @Test
    void whatIsNoZoneIsNoneHoweverItLooks() {
        assertThat(ZoneText.find(List.of(), TODAY)).isEmpty();
        assertThat(ZoneText.find(List.of("A".repeat(44), "B".repeat(44)), TODAY))
                .isEmpty();
        assertThat(ZoneText.find(List.of("P<UTO<<AAAAAAAAAAAAAAAAAAAAAAAA", "<".repeat(64_000)), TODAY)
                        .filter(ZoneText.Found::isRight))
                .isEmpty();
        assertThat(ZoneText.find(Collections.nCopies(5_000, NAME), TODAY).filter(ZoneText.Found::isRight))
                .isEmpty();
    }

    @Test
    void charactersGoToThePlacesWhereTheyStand() {
        // Twenty-two characters of a pitch of 33: a filler taken for a K as well, one that is as long as four, and one
        // that is missing.
        StringBuilder boxes = new StringBuilder();
        String line = "P<UTOERIKSSON<<ANNA<MARIAXXXX";
        for (int i = 0; i < 25; i++) {
            boolean filler = line.charAt(i) == '<';
            if (i != 7) {
                boxes.append(line.charAt(i))
                        .append(' ')
                        .append(86 + 33 * i)
                        .append(filler ? " 183 " : " 180 ")
                        .append(107 + 33 * i)
                        .append(filler ? " 211 0\n" : " 212 0\n");
            }
        }
        boxes.append("K 718 183 741 211 0\n< 911 183 1033 211 0\nrubbish\n~ 0 0 1 1\n");
        assertThat(PrintedLines.read(boxes.toString())).containsExactly("P<UTOER?KSSON<<ANNA<MARIA<<<<");
    }
}
