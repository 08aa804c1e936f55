package bz.ceiba.platform.payments;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.platform.kernel.Base32;
import java.util.HashSet;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VoucherCodeTest {
    private static final int MANY = 4_000;

    private static VoucherCode random(Random random) {
        byte[] bytes = new byte[12];
        random.nextBytes(bytes);
        return VoucherCode.of(bytes);
    }

    @Test
    void everySingleWrongCharacterAndEverySwapOfNeighboursIsFound() {
        Random random = new Random(1);
        for (int n = 0; n < 50; n++) {
            String code = random(random).characters();
            for (int i = 0; i < code.length(); i++) {
                for (char wrong : Base32.ALPHABET.toCharArray()) {
                    String typed = code.substring(0, i) + wrong + code.substring(i + 1);
                    assertThat(VoucherCode.parse(typed).isPresent()).as(typed).isEqualTo(wrong == code.charAt(i));
                }
                if (i > 0 && code.charAt(i) != code.charAt(i - 1)) {
                    String swapped =
                            code.substring(0, i - 1) + code.charAt(i) + code.charAt(i - 1) + code.substring(i + 1);
                    assertThat(VoucherCode.parse(swapped)).as(swapped).isEmpty();
                }
            }
            assertThat(VoucherCode.parse(code.substring(1))).isEmpty();
            assertThat(VoucherCode.parse(code + code)).isEmpty();
        }
    }

    /** 95 bits go in and as many come out: each bit changes the code, and only its own character and the check. */
    @Test
    void aCodeCarriesNinetyFiveBitsSoThatEightyAreLeftToGuessForWhoKnowsItsEnd() {
        byte[] zero = new byte[12];
        Set<String> codes = new HashSet<>(Set.of(VoucherCode.of(zero).characters()));
        for (int bit = 0; bit < 95; bit++) {
            byte[] one = new byte[12];
            one[bit / 8] = (byte) (0x80 >> bit % 8);
            String code = VoucherCode.of(one).characters();
            assertThat(codes.add(code)).as("bit %s", bit).isTrue();
            assertThat(code.charAt(bit / 5)).isEqualTo(Base32.character(16 >> bit % 5));
        }
        assertThat(VoucherCode.RANDOM_CHARACTERS * 5
                        - (VoucherCode.of(zero).lastFour().length() - 1) * 5)
                .isGreaterThanOrEqualTo(80);
        Random random = new Random(2);
        Set<Character> seen = new HashSet<>();
        for (int n = 0; n < MANY; n++) {
            seen.add(random(random).characters().charAt(18));
        }
        assertThat(seen).hasSize(32);
    }

    @Test
    void itIsReadAsPeopleTypeIt() {
        VoucherCode code = random(new Random(3));
        String grouped = code.grouped();
        assertThat(grouped).matches("([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}");
        for (String typed : new String[] {
            grouped,
            code.characters().toLowerCase(Locale.ROOT),
            "  " + grouped.replace('-', ' ') + "\n",
            grouped.replace("-", " – "),
            grouped.replace('0', 'o').replace('1', 'l'),
            grouped.replace('0', 'O').replace('1', 'I')
        }) {
            assertThat(VoucherCode.parse(typed)).as(typed).contains(code);
        }
        for (String typed :
                new String[] {"", "-", "U".repeat(20), "ı".repeat(20), "0".repeat(10_000), "\0" + grouped}) {
            assertThat(VoucherCode.parse(typed)).isEmpty();
        }
    }

    @Test
    void writtenDownByAccidentItShowsItsEndOnly() {
        VoucherCode code = random(new Random(4));
        assertThat(code.toString()).isEqualTo("voucher ending " + code.grouped().substring(20));
        assertThat(code.hash()).hasSize(32);
    }
}
