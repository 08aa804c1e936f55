package bz.ceiba.platform.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MoneyTest {
    @Test
    void isWrittenWithTheCurrencysSignAndTwoDecimals() {
        assertThat(Money.ofCents(2_000)).hasToString("BZ$20.00");
        assertThat(Money.ofCents(5)).hasToString("BZ$0.05");
        assertThat(Money.ofCents(123_456_789)).hasToString("BZ$1,234,567.89");
        assertThat(Money.ZERO).hasToString("BZ$0.00");
    }

    @Test
    void aNegativeAmountShowsItsSignOnceAlsoBelowOneDollar() {
        assertThat(Money.ofCents(-2_050)).hasToString("-BZ$20.50");
        assertThat(Money.ofCents(-50)).hasToString("-BZ$0.50");
        assertThat(Money.ofCents(Long.MIN_VALUE)).hasToString("-BZ$92,233,720,368,547,758.08");
    }

    @Test
    void addsAndSubtractsWithoutLosingACent() {
        Money fee = Money.ofCents(2_000);
        assertThat(fee.plus(Money.ofCents(1))).isEqualTo(Money.ofCents(2_001));
        assertThat(fee.minus(Money.ofCents(2_001))).isEqualTo(Money.ofCents(-1));
        assertThat(fee.plus(fee.negated())).isEqualTo(Money.ZERO);
    }

    @Test
    void refusesAnAmountThatDoesNotFitRatherThanWrapAround() {
        Money most = Money.ofCents(Long.MAX_VALUE);
        Money least = Money.ofCents(Long.MIN_VALUE);
        assertThatThrownBy(() -> most.plus(Money.ofCents(1))).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> least.minus(Money.ofCents(1))).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(least::negated).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void readsWhatPeopleTypeAndNothingElse() {
        assertThat(Money.parse("12")).hasValue(Money.ofCents(12_00));
        assertThat(Money.parse(" 12.5 ")).hasValue(Money.ofCents(12_50));
        assertThat(Money.parse("BZ$1,234.50")).hasValue(Money.ofCents(1_234_50));
        assertThat(Money.parse("0")).hasValue(Money.ZERO);
        for (String wrong : new String[] {"", "-1", "1.234", "12.", ".5", "1e3", "twelve", "1234567890"}) {
            assertThat(Money.parse(wrong)).as(wrong).isEmpty();
        }
    }

    @Test
    void knowsItsSignAndItsOrder() {
        assertThat(Money.ofCents(1).isPositive()).isTrue();
        assertThat(Money.ZERO.isPositive()).isFalse();
        assertThat(Money.ofCents(-1).isPositive()).isFalse();
        assertThat(Money.ZERO.isZero()).isTrue();
        assertThat(Money.ofCents(1).isZero()).isFalse();
        assertThat(Money.ofCents(1_000)).isLessThan(Money.ofCents(2_000)).isGreaterThan(Money.ofCents(-2_000));
    }
}
