package bz.ceiba.platform.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersonNumberTest {
    private static final PersonNumber NUMBER = new PersonNumber("501234567896");

    @ParameterizedTest
    @ValueSource(strings = {"501234567896", "5012 3456 7896", " 5012-3456-7896 ", "5012\t3456\n7896"})
    void isReadHoweverItIsSpaced(String typed) {
        assertThat(PersonNumber.parse(typed)).contains(NUMBER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "50123456789",
                "5012345678960",
                "501234567895",
                "051234567896",
                "50123456789a",
                "5012.3456.7896",
                "<b>501234567896</b>",
                "\u0665\u0660\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669\u0666"
            })
    void whatIsNoNumberIsReadAsNone(String typed) {
        assertThat(PersonNumber.parse(typed)).isEmpty();
    }

    @Test
    void isPrintedInGroupsOfFourAndReadBack() {
        assertThat(NUMBER.grouped()).isEqualTo("5012 3456 7896");
        assertThat(PersonNumber.parse(NUMBER.grouped())).contains(NUMBER);
        assertThat(NUMBER).hasToString("501234567896");
    }

    @Test
    void canNotBeMadeFromDigitsThatDoNotCheck() {
        assertThatThrownBy(() -> new PersonNumber("501234567895")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PersonNumber("5012 3456 7896")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRefusalDoesNotRepeatTheNumber() {
        assertThatThrownBy(() -> new PersonNumber("501234567895")).message().doesNotContain("501234567895");
    }
}
