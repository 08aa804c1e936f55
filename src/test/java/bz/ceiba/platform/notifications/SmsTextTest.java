package bz.ceiba.platform.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SmsTextTest {
    private static String readBack(SmsText text) {
        StringBuilder whole = new StringBuilder();
        for (byte[] part : text.parts()) {
            int header = text.parts().size() > 1 ? SmsText.HEADER_OCTETS : 0;
            whole.append(SmsText.decode(text.unicode(), Arrays.copyOfRange(part, header, part.length)));
        }
        return whole.toString();
    }

    @Test
    void theEnyeIsInTheSevenBitAlphabetAndTheAcuteAIsNot() {
        assertThat(SmsText.of("Señor Núñez pays BZ$20.00 @ {home}".replace("ú", "u"), 1)
                        .unicode())
                .isFalse();
        assertThat(SmsText.of("mañana está lista", 1).unicode()).isTrue();
        assertThat(readBack(SmsText.of("ñ @£$€ {}[]~|^\\ è Ø", 1))).isEqualTo("ñ @£$€ {}[]~|^\\ è Ø");
        assertThat(readBack(SmsText.of("mañana está lista 🙂", 1))).isEqualTo("mañana está lista 🙂");
    }

    @Test
    void theLimitsAre160And70CharactersForOneMessage() {
        assertThat(SmsText.of("a".repeat(160), 1).parts()).hasSize(1);
        assertThat(SmsText.of("a".repeat(161), 1).parts()).hasSize(2);
        assertThat(SmsText.of("á".repeat(70), 1).parts()).hasSize(1);
        assertThat(SmsText.of("á".repeat(71), 1).parts()).hasSize(2);
    }

    @Test
    void noCharacterIsCutInTwoAndNoPartExceeds140Octets() {
        String braces = "a".repeat(152) + "{".repeat(200);
        String faces = "á" + "🙂".repeat(100);
        assertThat(readBack(SmsText.of(braces, 9))).isEqualTo(braces);
        assertThat(readBack(SmsText.of(faces, 9))).isEqualTo(faces);
        assertThat(SmsText.of(faces, 9).parts()).allMatch(part -> part.length <= 140);
        assertThat(SmsText.of(braces, 9).parts()).allMatch(part -> part.length <= 159);
    }

    @Test
    void partsCarryTheirReferenceTotalAndNumber() {
        assertThat(SmsText.of("x".repeat(300), 200).parts().get(1)).startsWith(5, 0, 3, (byte) 200, 2, 2);
    }
}
