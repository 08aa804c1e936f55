package bz.ceiba.platform.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaseNumberTest {
    @Test
    void saysServiceAndYearAndIsReadBack() {
        Random random = new Random(1);
        for (int i = 0; i < 1_000; i++) {
            CaseNumber number = CaseNumber.random("PR", 2026, random);
            assertThat(number.text()).startsWith("PR-26-").hasSize(14).doesNotContainPattern("[ILOU]");
            assertThat(CaseNumber.parse(number.text())).contains(number);
        }
    }

    @Test
    void aYearOfOneDigitHasItsZero() {
        assertThat(CaseNumber.random("TAX", 2107, new Random(2)).text()).startsWith("TAX-07-");
    }

    @Test
    void isReadInSmallLettersAndWithLookAlikes() {
        Random random = new Random(3);
        for (int i = 0; i < 1_000; i++) {
            CaseNumber number = CaseNumber.random("PR", 2026, random);
            String typed = number.text()
                    .replace('0', 'O')
                    .replaceFirst("1", "I")
                    .replace('1', 'l')
                    .toLowerCase(Locale.ROOT);
            assertThat(CaseNumber.parse("  " + typed + " ")).as(typed).contains(number);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "PR",
                "-26-000000-0",
                "PR-26-00000-0",
                "PR-26-0000000-0",
                "PR-2026-000000-0",
                "PROOF-26-000000-0",
                "PR-26-00000U-0",
                "PR 26 000000 0",
                "PR-26-000000-0'--",
                "<script>"
            })
    void whatIsNoNumberIsReadAsNone(String typed) {
        assertThat(CaseNumber.parse(typed)).isEmpty();
    }

    @Test
    void aWrongCheckCharacterIsRefusedWhereverTheNumberComesFrom() {
        String right = CaseNumber.random("PR", 2026, new Random(4)).text();
        String wrong = right.substring(0, 13) + (right.charAt(13) == '7' ? '8' : '7');
        assertThat(CaseNumber.parse(wrong)).isEmpty();
        assertThatThrownBy(() -> new CaseNumber(wrong)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyWrongCharacterAndEverySwapOfNeighboursIsFound() {
        String alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        Random random = new Random(5);
        for (int i = 0; i < 200; i++) {
            String right = CaseNumber.random("PR", 2026, random).text();
            for (int at = 6; at < 12; at++) {
                for (int c = 0; c < alphabet.length(); c++) {
                    char wrong = alphabet.charAt(c);
                    if (wrong != right.charAt(at)) {
                        assertThat(CaseNumber.parse(replace(right, at, wrong)))
                                .as(right)
                                .isEmpty();
                    }
                }
                char next = right.charAt(at + 1);
                if (at < 11 && next != right.charAt(at)) {
                    String swapped = replace(replace(right, at, next), at + 1, right.charAt(at));
                    assertThat(CaseNumber.parse(swapped)).as(right).isEmpty();
                }
            }
        }
    }

    @Test
    void aPrefixThatIsNotTwoToFourCapitalsIsRefused() {
        Random random = new Random(6);
        assertThatThrownBy(() -> CaseNumber.random("P", 2026, random)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CaseNumber.random("pr", 2026, random)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CaseNumber.random("POLICE", 2026, random))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void numbersRarelyRepeat() {
        Random random = new Random(7);
        Set<String> numbers = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            numbers.add(CaseNumber.random("PR", 2026, random).text());
        }
        assertThat(numbers).hasSizeGreaterThan(998);
    }

    private static String replace(String text, int at, char character) {
        return text.substring(0, at) + character + text.substring(at + 1);
    }
}
