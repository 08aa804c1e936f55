package bz.ceiba.platform.treasury;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.CeibaTest;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.payments.Bill;
import bz.ceiba.platform.payments.Bill.BillStatus;
import bz.ceiba.platform.treasury.Difference.Action;
import bz.ceiba.platform.treasury.Difference.DifferenceKind;
import bz.ceiba.platform.treasury.Difference.DifferenceState;
import bz.ceiba.platform.treasury.Line.LineState;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What the gateway took otherwise than it was asked; the limit for one officer alone is BZ$100.00. */
@CeibaTest
class MismatchedCapturesTest extends BooksInBalance {
    private Difference listed(String reference) {
        mismatches.look();
        mismatches.look();
        return difference(DifferenceKind.MISMATCH, money.paymentOf(reference).toString());
    }

    private DifferenceState stateOf(Difference difference) {
        return differences.find(difference.number()).orElseThrow().state();
    }

    @Test
    void itIsInTheBooksAndOnTheListWithWhatWasAskedAndWhatWasTaken() {
        long clearing = money.balance("gateway-clearing");
        long suspense = money.balance("gateway-suspense");
        Bill bill = money.bill(20_00);
        String reference = money.mismatched(List.of(bill), 25_00, "BZD");
        assertThat(money.balance("gateway-clearing") - clearing).isEqualTo(25_00);
        assertThat(money.balance("gateway-suspense") - suspense).isEqualTo(-25_00);
        assertThat(money.now(bill.id()).captured()).isEqualTo(Money.ZERO);
        Difference seen = listed(reference);
        assertThat(seen.amount()).isEqualTo(Money.ofCents(25_00));
        assertThat(seen.expected()).isEqualTo(Money.ofCents(20_00));
        assertThat(seen.about()).contains(reference, "asked BZ$20.00, took BZD 2500 cents");
        Line line = take(statement().settlement(24_00, 1_00, reference)).getFirst();
        assertThat(line.state()).isEqualTo(LineState.MATCHED);
        assertThat(money.balance("gateway-clearing")).isEqualTo(clearing);
    }

    @Test
    void theTaskPutsItOnTheListByItself() {
        String reference = money.mismatched(List.of(money.bill(20_00)), 5_00, "BZD");
        String payment = money.paymentOf(reference).toString();
        tasks.due("treasury.mismatch");
        Awaitility.await().atMost(Duration.ofSeconds(90)).until(() -> !differences
                .subjects(DifferenceKind.MISMATCH, payment)
                .isEmpty());
    }

    @Test
    void anOfficerPaysTheBillFromItAndGivesTheRestBackByTheGateway() {
        long clearing = money.balance("gateway-clearing");
        Bill bill = money.bill(20_00);
        Difference seen = listed(money.mismatched(List.of(bill), 25_00, "BZD"));
        assertThatThrownBy(() -> act(seen, Action.BILL, reference(money.bill(20_00)), officer))
                .hasMessageContaining("no-bill");
        assertThat(act(seen, Action.BILL, reference(bill), officer)).isEqualTo(DifferenceState.OPEN);
        assertThat(money.now(bill.id()).status()).isEqualTo(BillStatus.PAID);
        Difference rest = differences.find(seen.number()).orElseThrow();
        assertThat(act(rest, Action.GIVE_BACK, null, officer)).isEqualTo(DifferenceState.DONE);
        assertThat(money.refunds(bill)).containsExactly("BZ$5.00 GATEWAY");
        money.refund(money.now(bill.id()), 20_00);
        assertThat(money.refunds(bill)).containsExactly("BZ$5.00 GATEWAY", "BZ$20.00 GATEWAY");
        mismatches.look();
        assertThat(stateOf(seen)).isEqualTo(DifferenceState.DONE);
        assertThat(money.balance("gateway-clearing") - clearing).isEqualTo(25_00);
    }

    @Test
    void lessThanTheBillPaysAPartOfIt() {
        Bill bill = money.bill(20_00);
        Difference seen = listed(money.mismatched(List.of(bill), 12_00, "BZD"));
        assertThat(act(seen, Action.BILL, reference(bill), officer)).isEqualTo(DifferenceState.DONE);
        assertThat(money.now(bill.id()).captured()).isEqualTo(Money.ofCents(12_00));
        assertThat(money.now(bill.id()).status()).isEqualTo(BillStatus.OPEN);
    }

    @Test
    void aboveTheLimitASecondOfficerAgreesThatItGoesBack() {
        Bill one = money.bill(80_00);
        Bill other = money.bill(1);
        Difference seen = listed(money.mismatched(List.of(one, other), 100_01, "BZD"));
        assertThat(act(seen, Action.GIVE_BACK, null, officer)).isEqualTo(DifferenceState.PROPOSED);
        assertThat(money.refunds(one)).isEmpty();
        int revision = differences.find(seen.number()).orElseThrow().revision();
        assertThatThrownBy(() -> resolving.decide(seen.number(), revision, true, officer))
                .hasMessageContaining("four-eyes");
        resolving.decide(seen.number(), revision, true, people.supervisor("treasury"));
        assertThat(money.refunds(one)).containsExactly("BZ$100.01 GATEWAY");
        assertThat(stateOf(seen)).isEqualTo(DifferenceState.DONE);
    }

    @Test
    void anotherCurrencyIsInNoBooksIsNamedAndIsNotedByTwo() {
        long before = money.postings();
        Bill bill = money.bill(20_00);
        long raised = money.postings() - before;
        String reference = money.mismatched(List.of(bill), 20_00, "USD");
        assertThat(money.postings() - before).isEqualTo(raised);
        Difference seen = listed(reference);
        assertThat(seen.about()).contains("took USD 2000 cents");
        assertThat(seen.amount()).isEqualTo(Money.ZERO);
        assertThatThrownBy(() -> act(seen, Action.GIVE_BACK, null, officer))
                .hasMessageContaining("treasury.problem.action");
        assertThat(act(seen, Action.NOTED, null, officer)).isEqualTo(DifferenceState.PROPOSED);
        Actor second = people.supervisor("treasury");
        assertThat(people.session(second)
                        .get("/treasury/exceptions/" + seen.number())
                        .body())
                .contains("Taken otherwise", "asked BZ$20.00, took USD 2000 cents");
        resolving.decide(
                seen.number(), differences.find(seen.number()).orElseThrow().revision(), true, second);
        mismatches.look();
        assertThat(stateOf(seen)).isEqualTo(DifferenceState.DONE);
    }

    @Test
    void nobodyDecidesAboutWhatHeWasToPayHimself() {
        Bill own = money.bill(officer, "police", "T-09", 5_00);
        Difference seen = listed(money.mismatched(List.of(own), 6_00, "BZD"));
        assertThatThrownBy(() -> act(seen, Action.BILL, reference(own), officer))
                .hasMessageContaining("own-bill");
        assertThatThrownBy(() -> act(seen, Action.GIVE_BACK, null, officer)).hasMessageContaining("own-bill");
    }
}
