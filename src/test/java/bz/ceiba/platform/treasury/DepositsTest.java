package bz.ceiba.platform.treasury;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.payments.TestTills;
import bz.ceiba.platform.payments.Till;
import bz.ceiba.platform.treasury.Difference.Action;
import bz.ceiba.platform.treasury.Difference.DifferenceKind;
import bz.ceiba.platform.treasury.Difference.DifferenceState;
import bz.ceiba.platform.treasury.Line.LineState;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Cash of closed tills on its way to the bank. */
@CeibaTest
class DepositsTest extends BooksInBalance {
    @Autowired
    private TestTills tills;

    /** A closed till that pays in so many cents. */
    private Till closed(long cents) {
        Actor cashier = people.cashier("treasury");
        Till till = tills.open(cashier, 10_00);
        money.cash(money.bill(cents), cashier);
        return tills.count(till, cashier, 10_00 + cents);
    }

    private static String slip(Till till) {
        return Objects.requireNonNull(till.slip());
    }

    private long missing(Till till) {
        return differences.subjects(DifferenceKind.MISSING, slip(till)).size();
    }

    private void daysAgo(Till till) {
        db.sql("update payments.till set closed_at = closed_at - interval '12 days' where number = ?")
                .param(till.number())
                .update();
    }

    private boolean isBanked(Till till) {
        return db.sql("select banked_by is not null from payments.till where number = ?")
                .param(till.number())
                .query(Boolean.class)
                .single();
    }

    @Test
    void theTillsDayGoesFromOpeningToTheBankLine() {
        Actor cashier = people.cashier("treasury");
        TestSession desk = people.session(cashier);
        long transit = money.balance("cash-in-transit");
        long floats = money.balance("cash-floats");
        desk.post("/payments/tills", Map.of("office", "belmopan", "opening", "50"));
        assertThat(money.balance("%")).isZero();
        desk.post("/payments/counter/bills/" + money.bill(31_00).id(), Map.of("received", "true"));
        assertThat(money.balance("%")).isZero();
        long number = db.sql("select number from payments.till where clerk = ?")
                .param(cashier.number())
                .query(Long.class)
                .single();
        String page = "/payments/tills/" + number;
        desk.post(page + "/count", Map.of("counted", "81"));
        assertThat(money.balance("%")).isZero();
        assertThat(money.balance("cash-till:" + number)).isZero();
        assertThat(money.balance("cash-floats")).isEqualTo(floats);
        assertThat(money.balance("cash-in-transit") - transit).isEqualTo(31_00);
        String slip = db.sql("select slip from payments.till where number = ?")
                .param(number)
                .query(String.class)
                .single();
        assertThat(desk.get(page).body()).contains(slip, "No bank statement has shown it yet");

        long bank = money.balance("bank:%");
        Line line = take(statement().words(31_00, "deposit " + slip.toLowerCase(Locale.ROOT)))
                .getFirst();
        assertThat(line.state()).isEqualTo(LineState.MATCHED);
        assertThat(line.open()).isEqualTo(Money.ZERO);
        assertThat(money.balance("cash-in-transit")).isEqualTo(transit);
        assertThat(money.balance("bank:%") - bank).isEqualTo(31_00);
        assertThat(desk.get(page).body()).contains("A bank statement showed it on");
    }

    @Test
    void aSlipThatNoStatementShowsIsMissingAfterSomeDaysUntilOneDoes() {
        Till till = closed(15_00);
        missing.look();
        assertThat(missing(till)).isZero();
        daysAgo(till);
        missing.look();
        missing.look();
        assertThat(missing(till)).isEqualTo(1);
        take(statement().line(15_00, slip(till)));
        assertThat(missing(till)).isZero();
        missing.look();
        assertThat(missing(till)).isZero();
    }

    @Test
    void severalSlipsAreOneDepositAndASecondOneIsADuplicate() {
        Till one = closed(1_00);
        Till other = closed(2_00);
        Line line = take(statement().words(3_00, slip(one) + " " + slip(other))).getFirst();
        assertThat(line.state()).isEqualTo(LineState.MATCHED);
        assertThat(isBanked(one) && isBanked(other)).isTrue();
        Line again = take(statement().line(1_00, slip(one))).getFirst();
        assertThat(difference(again).kind()).isEqualTo(DifferenceKind.DUPLICATE);
    }

    @Test
    void whatTheBankCountsDifferentlyIsAnExceptionThatAnOfficerBooksAsShort() {
        Till till = closed(20_00);
        Line line = take(statement().line(19_00, slip(till))).getFirst();
        Difference difference = difference(line);
        assertThat(difference.kind()).isEqualTo(DifferenceKind.AMOUNT);
        assertThat(difference.expected()).isEqualTo(Money.ofCents(20_00));
        assertThat(isBanked(till)).isFalse();
        long transit = money.balance("cash-in-transit");
        long overShort = money.balance("cash-over-short");
        assertThat(resolving.act(
                        difference.number(), difference.revision(), Action.DEPOSIT, slip(till), "one short", officer))
                .isEqualTo(DifferenceState.DONE);
        assertThat(isBanked(till)).isTrue();
        assertThat(money.balance("cash-in-transit") - transit).isEqualTo(-20_00);
        assertThat(money.balance("cash-over-short") - overShort).isEqualTo(1_00);
        assertThat(lines.find(line.id()).orElseThrow().state()).isEqualTo(LineState.SETTLED);
    }

    @Test
    void aDepositWithoutReferenceIsMatchedByAnOfficerButNotToOneThatDiffersByMoreThanHeMayBook() {
        Till large = closed(500_00);
        Till till = closed(20_00);
        daysAgo(till);
        missing.look();
        TestSession session = people.session(officer);
        Line line = take(statement().line(20_00, "CASH-WITHOUT-NAME-1")).getFirst();
        Difference difference = difference(line);
        assertThat(difference.kind()).isEqualTo(DifferenceKind.UNKNOWN);
        String path = "/treasury/exceptions/" + difference.number();
        for (String wrong : new String[] {"", "DEP-9999999", slip(large)}) {
            assertThat(session.post(
                                    path,
                                    Map.of("revision", "0", "action", "DEPOSIT", "bill", wrong, "reason", "A test"))
                            .statusCode())
                    .as(wrong)
                    .isEqualTo(422);
        }
        assertThat(session.location(session.post(
                        path,
                        Map.of("revision", "0", "action", "DEPOSIT", "bill", slip(till), "reason", "The bank forgot"))))
                .isEqualTo("/treasury/exceptions");
        assertThat(isBanked(till)).isTrue();
        assertThat(isBanked(large)).isFalse();
        assertThat(missing(till)).isZero();
        Line other = take(statement().line(20_00, "CASH-WITHOUT-NAME-2")).getFirst();
        assertThatThrownBy(() -> resolving.act(
                        difference(other).number(), 0, Action.DEPOSIT, slip(till), "A second time", officer))
                .isInstanceOf(Problem.class);
    }

    @Test
    void aDepositThatTheBankTakesBackIsOnItsWayAgain() {
        Till till = closed(20_00);
        long transit = money.balance("cash-in-transit");
        long overShort = money.balance("cash-over-short");
        Line line = take(statement().line(21_00, slip(till))).getFirst();
        resolving.act(difference(line).number(), 0, Action.DEPOSIT, slip(till), "one over", officer);
        assertThat(money.balance("cash-over-short") - overShort).isEqualTo(-1_00);
        Line back = take(statement().reversal(-21_00, slip(till))).getFirst();
        assertThat(back.state()).isEqualTo(LineState.MATCHED);
        assertThat(lines.find(line.id()).orElseThrow().state()).isEqualTo(LineState.REVERSED);
        assertThat(isBanked(till)).isFalse();
        assertThat(money.balance("cash-in-transit")).isEqualTo(transit);
        assertThat(money.balance("cash-over-short")).isEqualTo(overShort);
        daysAgo(till);
        missing.look();
        assertThat(missing(till)).isEqualTo(1);
        take(statement().line(20_00, slip(till)));
        assertThat(missing(till)).isZero();
    }
}
