package bz.ceiba.platform.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VerhoeffTest {
    /** Numbers of one to sixteen digits, the same in each run, each with its check digit. */
    private static final List<String> NUMBERS = numbers();

    @Test
    void agreesWithPublishedCheckDigits() {
        assertThat(Verhoeff.checkDigit("236")).isEqualTo('3');
        assertThat(Verhoeff.checkDigit("12345")).isEqualTo('1');
        assertThat(Verhoeff.checkDigit("123456789012")).isEqualTo('0');
    }

    @Test
    void acceptsANumberWithItsOwnCheckDigit() {
        assertThat(NUMBERS).allMatch(Verhoeff::isValid);
    }

    @Test
    void catchesEverySingleWrongDigit() {
        for (String number : NUMBERS) {
            for (int i = 0; i < number.length(); i++) {
                for (char wrong = '0'; wrong <= '9'; wrong++) {
                    if (wrong != number.charAt(i)) {
                        String typed = number.substring(0, i) + wrong + number.substring(i + 1);
                        assertThat(Verhoeff.isValid(typed))
                                .as("%s for %s", typed, number)
                                .isFalse();
                    }
                }
            }
        }
    }

    @Test
    void catchesEverySwapOfDifferentNeighbours() {
        for (String number : NUMBERS) {
            for (int i = 0; i < number.length() - 1; i++) {
                char first = number.charAt(i);
                char second = number.charAt(i + 1);
                if (first != second) {
                    String typed = number.substring(0, i) + second + first + number.substring(i + 2);
                    assertThat(Verhoeff.isValid(typed))
                            .as("%s for %s", typed, number)
                            .isFalse();
                }
            }
        }
    }

    @Test
    void refusesWhatIsNoDecimalDigitAndSaysWhere() {
        assertThatThrownBy(() -> Verhoeff.isValid("12a4"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("position 3");
        assertThatThrownBy(() -> Verhoeff.checkDigit("12 4")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Verhoeff.isValid("\u0661\u0662")).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<String> numbers() {
        Random random = new Random(20_260_101);
        return IntStream.range(0, 400)
                .mapToObj(i -> {
                    StringBuilder digits = new StringBuilder();
                    for (int length = 0; length <= i % 16; length++) {
                        digits.append(random.nextInt(10));
                    }
                    return digits.toString() + Verhoeff.checkDigit(digits.toString());
                })
                .toList();
    }
}
