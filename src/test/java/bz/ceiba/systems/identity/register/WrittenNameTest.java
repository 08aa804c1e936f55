package bz.ceiba.systems.identity.register;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WrittenNameTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Ana",
                "María José",
                "O'Brien",
                "D’Souza",
                "Ch'en",
                "Núñez-Cal",
                "de la Fuente",
                "St. John",
                "Yaxcal Jr.",
                "Ñ",
                "Łukasz",
                "Nguyễn",
                "Y\u0331uri"
            })
    void namesAsTheirBearersWriteThemStay(String name) {
        assertThat(WrittenName.of(name)).contains(name);
    }

    @Test
    void whatIsComposedOtherwiseAndSpacedOtherwiseIsTheSameName() {
        assertThat(WrittenName.of("  Mari\u0301a   Jose\u0301 ")).contains("María José");
        assertThat(WrittenName.of("\u212bsa")).as("the sign for an ångström").contains("Åsa");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "Ana\u202eled",
                "Ana\u2066x\u2069",
                "\u200fAna",
                "A\u200bna",
                "A\u200dna",
                "A\u00adna",
                "\ufeffAna",
                "Ana\0",
                "Ana\nChoc",
                "Ana\u2028Choc",
                "Ana\tChoc",
                "Ana\u00a0Choc",
                "Ana\ue000",
                "Ana\ud800",
                "An4",
                "Ana\u0661",
                "Ana\uff11",
                "Ana\u2160",
                "\uff21na",
                "\ufb01n",
                "\u0410na",
                "\u0391na",
                "\ud835\udc00na",
                "A\u0300\u0301\u0302\u0303na",
                "\u0301Ana",
                "Ana@x",
                "<b>Ana</b>",
                "Ana😀",
                "-Ana",
                "A---na"
            })
    void whatDeceivesTheEyeIsRefused(String name) {
        assertThat(WrittenName.of(name)).isEmpty();
    }

    @Test
    void aFloodOfLettersOrAccentsIsRefusedAtOnce() {
        Assertions.assertTimeout(Duration.ofSeconds(1), () -> {
            for (int i = 0; i < 200; i++) {
                assertThat(WrittenName.of("A".repeat(10_000))).isEmpty();
                assertThat(WrittenName.of("A" + "\u0301".repeat(10_000))).isEmpty();
                assertThat(WrittenName.of("A" + "\u0301".repeat(150))).isEmpty();
                assertThat(WrittenName.of("a '".repeat(60))).isEmpty();
            }
        });
        assertThat(WrittenName.of("A".repeat(100))).isPresent();
        assertThat(WrittenName.of("A".repeat(101))).isEmpty();
    }

    @Test
    void allNamesOfTheDemonstrationAreWrittenSo() {
        Ingredients ingredients = Ingredients.load();
        ingredients.traditions().values().forEach(tradition -> {
            assertThat(tradition.family())
                    .allSatisfy(name -> assertThat(WrittenName.of(name)).contains(name));
            assertThat(tradition.female())
                    .allSatisfy(name -> assertThat(WrittenName.of(name)).contains(name));
            assertThat(tradition.male())
                    .allSatisfy(name -> assertThat(WrittenName.of(name)).contains(name));
        });
    }

    @Test
    void theRegisterIsTheLastToRefuse() {
        assertThat(WrittenName.isKept("Ana")).isTrue();
        assertThat(WrittenName.isKept("María José")).isTrue();
        assertThat(WrittenName.isKept("Mari\u0301a")).as("not composed").isFalse();
        assertThat(WrittenName.isKept("An4")).isFalse();
        assertThat(WrittenName.isKept("")).isFalse();
    }
}
