package bz.ceiba.systems.border;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.systems.border.Duty.Article;
import bz.ceiba.systems.border.Duty.Assessment;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Duty to the cent, by hand-made examples and by goods of any kind. */
class DutyTest {
    private static final LocalDate NOVEMBER = LocalDate.of(2026, 11, 30);
    private static final LocalDate DECEMBER = LocalDate.of(2026, 12, 1);
    private static final LocalDate JANUARY = LocalDate.of(2027, 1, 1);

    private final BorderRules rules = BorderRules.load();

    private static Article own(String hs, String quantity, String value, String currency) {
        return new Article(hs, new BigDecimal(quantity), new BigDecimal(value), currency, true);
    }

    private Assessment assess(LocalDate on, int travellers, Article... articles) throws Duty.Unknown {
        return Duty.assess(rules, List.of(), List.of(articles), travellers, on);
    }

    @Test
    void whatPassesByTheAllowanceCostsNothingAndTheRestIsExact() throws Exception {
        assertThat(assess(NOVEMBER, 1, own("6109", "3", "200", "USD")).total()).isEqualTo(Money.ZERO);
        // US$250.10 are BZ$500.20, of which BZ$100.20 are left: duty 20.04, tax on 120.24 is 15.03.
        assertThat(assess(NOVEMBER, 1, own("6109", "3", "250.10", "USD")).total())
                .isEqualTo(Money.ofCents(3507));
        // Two share BZ$800, on whatever goods.
        assertThat(assess(NOVEMBER, 2, own("6109", "3", "250.10", "USD"), own("9503", "1", "149.90", "USD"))
                        .total())
                .isEqualTo(Money.ZERO);
        // One litre of two passes, and so half of the value: BZ$30, duty 13.50, tax on 43.50 is 5.4375.
        assertThat(assess(NOVEMBER, 1, own("2208", "2", "30", "USD")).total()).isEqualTo(Money.ofCents(1894));
        // Goods to sell use no allowance: 100 + 20 duty, 15 tax.
        assertThat(assess(NOVEMBER, 1, new Article("6109", BigDecimal.ONE, new BigDecimal("50"), "USD", false))
                        .total())
                .isEqualTo(Money.ofCents(3500));
    }

    @Test
    void whatWasAssessedBeforeHasUsedItsPartOfTheAllowances() throws Exception {
        List<Article> earlier = List.of(own("6109", "3", "150", "USD"));
        Article more = own("9503", "1", "100.10", "USD");
        // BZ$100 of 400 are left for BZ$200.20: as if all had come at once.
        assertThat(Duty.assess(rules, earlier, List.of(more), 1, NOVEMBER).total())
                .isEqualTo(assess(NOVEMBER, 1, earlier.getFirst(), more).total())
                .isNotEqualTo(Money.ZERO);
        assertThat(Duty.assess(rules, earlier, List.of(more), 2, NOVEMBER).total())
                .isEqualTo(Money.ZERO);
    }

    @Test
    void theDayDecidesOnTariffAndRate() throws Exception {
        Article phone = new Article("8517", BigDecimal.ONE, new BigDecimal("1000"), "BZD", false);
        assertThat(assess(NOVEMBER, 1, phone).lines().getFirst().duty()).isEqualTo(Money.ofCents(5000));
        assertThat(assess(JANUARY, 1, phone).lines().getFirst().duty()).isEqualTo(Money.ZERO);
        Article euros = new Article("8703", BigDecimal.ONE, new BigDecimal("10000"), "EUR", false);
        assertThat(assess(NOVEMBER, 1, euros).lines().getFirst().value()).isEqualTo(Money.ofCents(2_314_600));
        assertThat(assess(DECEMBER, 1, euros).lines().getFirst().value()).isEqualTo(Money.ofCents(2_321_500));
    }

    @Test
    void plantsAndAnimalsNeedAPermitAndWhatIsUnknownIsNotGuessed() throws Exception {
        assertThat(assess(NOVEMBER, 1, own("0602", "1", "10", "USD")).needsPermit())
                .isTrue();
        assertThat(assess(NOVEMBER, 1, own("9503", "1", "10", "USD")).needsPermit())
                .isFalse();
        assertThatThrownBy(() -> assess(NOVEMBER, 1, own("9999", "1", "10", "USD")))
                .isInstanceOfSatisfying(Duty.Unknown.class, unknown -> assertThat(unknown.isHeading())
                        .isTrue());
        assertThatThrownBy(() -> assess(NOVEMBER, 1, own("9503", "1", "10", "USD"), own("9503", "1", "10", "CHF")))
                .isInstanceOfSatisfying(Duty.Unknown.class, unknown -> assertThat(unknown.article())
                        .isEqualTo(2));
    }

    @Test
    void moneyIsOverTheLimitInAnyCurrencyAndTheQuestionNamesTheLimit() {
        assertThat(rules.isOverLimit(new BigDecimal("4999.99"), "USD", NOVEMBER))
                .isFalse();
        assertThat(rules.isOverLimit(new BigDecimal("5000"), "USD", NOVEMBER)).isTrue();
        assertThat(rules.isOverLimit(BigDecimal.ONE, "CHF", NOVEMBER)).isTrue();
        Questions questions =
                new Questions(Country.load(), BorderRules.load(), Messages.load(), Clock.systemUTC(), number -> false);
        assertThat(questions
                        .declaration()
                        .question("goods")
                        .path("x-hint")
                        .path("en")
                        .asString(""))
                .contains("BZ$"
                        + String.format(
                                java.util.Locale.ROOT, "%,d", rules.moneyLimit().intValueExact()));
    }

    @Test
    void moreGoodsNeverCostLessAndMoreTravellersNeverMore() throws Exception {
        Random random = new Random(8703);
        List<String> headings =
                rules.tariff().stream().map(BorderRules.TariffLine::hs).toList();
        for (int i = 0; i < 500; i++) {
            List<Article> articles = new ArrayList<>();
            long last = 0;
            for (int n = 0; n < 6; n++) {
                articles.add(new Article(
                        headings.get(random.nextInt(headings.size())),
                        BigDecimal.valueOf(random.nextInt(1, 500), 1),
                        BigDecimal.valueOf(random.nextInt(1, 500_000), 2),
                        rules.rates().get(random.nextInt(rules.rates().size())).currency(),
                        random.nextBoolean()));
                long total = Duty.assess(rules, List.of(), articles, 1, NOVEMBER)
                        .total()
                        .cents();
                assertThat(total).isGreaterThanOrEqualTo(last);
                assertThat(Duty.assess(rules, List.of(), articles, 3, NOVEMBER)
                                .total()
                                .cents())
                        .isLessThanOrEqualTo(total);
                last = total;
            }
        }
    }
}
