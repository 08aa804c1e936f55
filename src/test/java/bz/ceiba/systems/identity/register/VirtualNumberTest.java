package bz.ceiba.systems.identity.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VirtualNumberTest {
    private final VirtualNumber number = VirtualNumber.draw(new Random(4));

    @Test
    void isShownInGroupsOfFourAndReadBackHoweverItIsSpaced() {
        assertThat(number.grouped()).matches("\\d{4} \\d{4} \\d{4} \\d{4}");
        assertThat(VirtualNumber.parse(number.grouped())).contains(number);
        assertThat(VirtualNumber.parse(" " + number.grouped().replace(' ', '-')))
                .contains(number);
    }

    @Test
    void aWrongDigitAndTwoSwappedNeighboursAreNoticed() {
        String digits = number.digits();
        for (int i = 0; i < digits.length(); i++) {
            for (char other = '0'; other <= '9'; other++) {
                String wrong = digits.substring(0, i) + other + digits.substring(i + 1);
                assertThat(VirtualNumber.parse(wrong).isPresent()).isEqualTo(other == digits.charAt(i));
            }
            if (i > 0 && digits.charAt(i) != digits.charAt(i - 1)) {
                String swapped =
                        digits.substring(0, i - 1) + digits.charAt(i) + digits.charAt(i - 1) + digits.substring(i + 1);
                assertThat(VirtualNumber.parse(swapped)).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "123412341234", "0123412341234123", "12341234123412345", "１２３４１２３４１２３４１２３４"})
    void whatIsNoNumberIsReadAsNone(String typed) {
        assertThat(VirtualNumber.parse(typed)).isEmpty();
    }

    @Test
    void aRefusalDoesNotRepeatTheNumber() {
        assertThatThrownBy(() -> new VirtualNumber("1234123412341234"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("1234");
    }
}
