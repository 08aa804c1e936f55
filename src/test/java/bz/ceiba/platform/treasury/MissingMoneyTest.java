package bz.ceiba.platform.treasury;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.CeibaTest;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.payments.TestTills;
import bz.ceiba.platform.payments.Till;
import bz.ceiba.platform.treasury.Difference.Action;
import bz.ceiba.platform.treasury.Difference.DifferenceKind;
import bz.ceiba.platform.treasury.Difference.DifferenceState;
import bz.ceiba.platform.treasury.Line.LineState;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Money that should have come to the bank and did not; the limit for one officer alone is BZ$100.00. */
@CeibaTest
class MissingMoneyTest extends BooksInBalance {
    @Autowired
    private TestTills tills;

    private Difference missingSlip(long cents) {
        Actor cashier = people.cashier("treasury");
        Till till = tills.open(cashier, 10_00);
        money.cash(money.bill(cents), cashier);
        String slip =
                Objects.requireNonNull(tills.count(till, cashier, 10_00 + cents).slip());
        db.sql("update payments.till set closed_at = closed_at - interval '12 days' where slip = ?")
                .param(slip)
                .update();
        missing.look();
        return difference(DifferenceKind.MISSING, slip);
    }

    private Difference missingCapture(String reference) {
        UUID payment = money.paymentOf(reference);
        db.sql("update payments.payment set settled_at = settled_at - interval '12 days' where id = ?")
                .param(payment)
                .update();
        missing.look();
        return difference(DifferenceKind.MISSING, payment.toString());
    }

    private Difference now(Difference difference) {
        return differences.find(difference.number()).orElseThrow();
    }

    private void writeOff(Difference difference) {
        act(difference, Action.WRITE_OFF, null, officer);
        if (now(difference).state() == DifferenceState.PROPOSED) {
            resolving.decide(difference.number(), now(difference).revision(), true, people.supervisor("treasury"));
        }
        assertThat(now(difference).state()).isEqualTo(DifferenceState.DONE);
    }

    @Test
    void aDepositAboveTheLimitIsGivenUpByTwoAndLeavesTheAccountOnWhichItWasExpected() {
        Difference slip = missingSlip(500_00);
        long transit = money.balance("cash-in-transit");
        long lost = money.balance("written-off");
        assertThatThrownBy(() -> act(slip, Action.NOTED, null, officer))
                .hasMessageContaining("treasury.problem.action");
        assertThat(act(slip, Action.WRITE_OFF, null, officer)).isEqualTo(DifferenceState.PROPOSED);
        assertThat(money.balance("cash-in-transit")).isEqualTo(transit);
        int revision = now(slip).revision();
        assertThatThrownBy(() -> resolving.decide(slip.number(), revision, true, officer))
                .hasMessageContaining("four-eyes");
        Actor second = people.supervisor("treasury");
        String page = people.session(second)
                .get("/treasury/exceptions/" + slip.number())
                .body();
        assertThat(page).contains("Agree and book BZ$500.00");
        resolving.decide(slip.number(), revision, true, second);
        assertThat(money.balance("cash-in-transit") - transit).isEqualTo(-500_00);
        assertThat(money.balance("written-off") - lost).isEqualTo(500_00);
        missing.look();
        assertThat(now(slip).state()).isEqualTo(DifferenceState.DONE);
    }

    @Test
    void theSecondOfficerMayDeclineAndUpToTheLimitOneIsEnough() {
        Difference capture = missingCapture(money.captured(100_01));
        long clearing = money.balance("gateway-clearing");
        act(capture, Action.WRITE_OFF, null, officer);
        resolving.decide(capture.number(), now(capture).revision(), false, people.supervisor("treasury"));
        assertThat(now(capture).state()).isEqualTo(DifferenceState.OPEN);
        assertThat(money.balance("gateway-clearing")).isEqualTo(clearing);
        Difference small = missingCapture(money.captured(100_00));
        assertThat(act(small, Action.WRITE_OFF, null, officer)).isEqualTo(DifferenceState.DONE);
        assertThat(money.balance("gateway-clearing")).isEqualTo(clearing);
    }

    @Test
    void whatArrivesAfterAllTakesTheLossBackAndWhatTheBankTakesBackIsLostAgain() {
        Difference slip = missingSlip(300_00);
        String name = Objects.requireNonNull(slip.subject());
        writeOff(slip);
        long transit = money.balance("cash-in-transit");
        long lost = money.balance("written-off");
        Line line = take(statement().line(300_00, name)).getFirst();
        assertThat(line.state()).isEqualTo(LineState.MATCHED);
        assertThat(money.balance("written-off") - lost).isEqualTo(-300_00);
        assertThat(money.balance("cash-in-transit")).isEqualTo(transit);
        take(statement().reversal(-300_00, name));
        assertThat(money.balance("written-off")).isEqualTo(lost);
        assertThat(money.balance("cash-in-transit")).isEqualTo(transit);
        take(statement().line(300_00, name));
        assertThat(money.balance("written-off") - lost).isEqualTo(-300_00);
        Line twice = take(statement().line(300_00, name)).getFirst();
        assertThat(difference(twice).kind()).isEqualTo(DifferenceKind.DUPLICATE);
    }

    @Test
    void aSettlementOfACaptureThatWasGivenUpAndOneThatWasNotClearsBoth() {
        long clearing = money.balance("gateway-clearing");
        long lost = money.balance("written-off");
        String late = money.captured(60_00);
        writeOff(missingCapture(late));
        String other = money.captured(40_00);
        assertThat(money.balance("written-off") - lost).isEqualTo(60_00);
        Line line = take(statement().settlement(97_00, 3_00, late, other)).getFirst();
        assertThat(line.state()).isEqualTo(LineState.MATCHED);
        assertThat(money.balance("gateway-clearing")).isEqualTo(clearing);
        assertThat(money.balance("written-off")).isEqualTo(lost);
        take(statement().reversal(-97_00, late));
        assertThat(money.balance("gateway-clearing") - clearing).isEqualTo(40_00);
        assertThat(money.balance("written-off") - lost).isEqualTo(60_00);
    }

    @Test
    void whatAStatementShowsWhileASecondOfficerIsAskedIsNotGivenUp() {
        String reference = money.captured(200_00);
        Difference capture = missingCapture(reference);
        long lost = money.balance("written-off");
        act(capture, Action.WRITE_OFF, null, officer);
        int revision = now(capture).revision();
        take(statement().settlement(200_00, 0, reference));
        assertThat(now(capture).action()).isEqualTo(Action.CLEARED);
        assertThatThrownBy(() -> resolving.decide(capture.number(), revision, true, people.supervisor("treasury")))
                .hasMessageContaining("exception-changed");
        assertThat(money.balance("written-off")).isEqualTo(lost);
    }

    @Test
    void thePageOffersToWriteOffAndNotToNote() {
        Difference capture = missingCapture(money.captured(20_00));
        String page = people.session(officer)
                .get("/treasury/exceptions/" + capture.number())
                .body();
        assertThat(page).contains("value=\"WRITE_OFF\"").doesNotContain("value=\"NOTED\"");
        assertThat(people.session(officer)
                        .post(
                                "/treasury/exceptions/" + capture.number(),
                                Map.of("revision", "0", "action", "NOTED", "reason", "gone"))
                        .statusCode())
                .isEqualTo(422);
    }
}
