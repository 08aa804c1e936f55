package bz.ceiba.platform.treasury;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.CeibaTest;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.payments.Bill;
import bz.ceiba.platform.payments.Bill.BillStatus;
import bz.ceiba.platform.treasury.Difference.Action;
import bz.ceiba.platform.treasury.Difference.DifferenceKind;
import bz.ceiba.platform.treasury.Difference.DifferenceState;
import bz.ceiba.platform.treasury.Line.LineState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What officers do about exceptions. */
@CeibaTest
class ExceptionsTest extends BooksInBalance {
    @Test
    void anOfficerMatchesByHandAndWhatIsLeftStaysOnTheList() {
        Bill bill = money.bill(20_00);
        Line line = take(statement().line(25_00, "HAND-1")).getFirst();
        Difference seen = difference(line);
        assertThat(resolving.act(seen.number(), seen.revision(), Action.BILL, reference(bill), "he phoned", officer))
                .isEqualTo(DifferenceState.OPEN);
        assertThat(money.now(bill.id()).status()).isEqualTo(BillStatus.PAID);
        Difference rest = difference(line);
        assertThat(lines.find(line.id()).orElseThrow().open()).isEqualTo(Money.ofCents(5_00));
        assertThat(resolving.act(rest.number(), rest.revision(), Action.RETURN, null, "too much", officer))
                .isEqualTo(DifferenceState.DONE);
        Line out = take(statement().line(-5_00, rest.name())).getFirst();
        assertThat(out.state()).isEqualTo(LineState.MATCHED);
        Line twice = take(statement().line(-5_00, rest.name())).getFirst();
        assertThat(difference(twice).kind()).isEqualTo(DifferenceKind.UNKNOWN);
    }

    @Test
    void ofTwoOfficersOnOneExceptionOneActsAndTheOtherIsTold() throws Exception {
        Line line = take(statement().line(40_00, "TWO-1")).getFirst();
        Difference seen = difference(line);
        List<Object> outcomes = new ArrayList<>();
        CountDownLatch start = new CountDownLatch(1);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Object>> all = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                Actor one = people.officer("treasury");
                Action action = i % 2 == 0 ? Action.RETURN : Action.WRITE_OFF;
                all.add(executor.submit(() -> {
                    start.await();
                    try {
                        return resolving.act(seen.number(), seen.revision(), action, null, "mine", one);
                    } catch (Problem problem) {
                        return problem.kind();
                    }
                }));
            }
            start.countDown();
            for (Future<Object> one : all) {
                outcomes.add(one.get(60, TimeUnit.SECONDS));
            }
        }
        assertThat(outcomes).filteredOn(DifferenceState.DONE::equals).hasSize(1);
        assertThat(outcomes).filteredOn(Problem.Kind.CONFLICT::equals).hasSize(5);
        assertThat(lines.settlements(line.id())).hasSize(1);
    }

    @Test
    void aboveTheLimitASecondOfficerMustAgreeAndNotTheFirst() {
        Line line = take(statement().line(100_01, "FOUR-EYES-1")).getFirst();
        Difference seen = difference(line);
        assertThat(resolving.act(seen.number(), seen.revision(), Action.WRITE_OFF, null, "old", officer))
                .isEqualTo(DifferenceState.PROPOSED);
        Difference proposed = difference(line);
        assertThat(lines.find(line.id()).orElseThrow().open()).isEqualTo(Money.ofCents(100_01));
        assertThatThrownBy(() -> resolving.decide(proposed.number(), proposed.revision(), true, officer))
                .hasMessageContaining("four-eyes");
        Actor second = people.supervisor("treasury");
        assertThatThrownBy(() ->
                        resolving.act(proposed.number(), proposed.revision(), Action.WRITE_OFF, null, "again", second))
                .hasMessageContaining("treasury.problem.action");
        resolving.decide(proposed.number(), proposed.revision(), false, second);
        Difference open = difference(line);
        resolving.act(open.number(), open.revision(), Action.RETURN, null, "found him", second);
        Difference again = difference(line);
        resolving.decide(again.number(), again.revision(), true, officer);
        assertThat(lines.find(line.id()).orElseThrow().state()).isEqualTo(LineState.SETTLED);
        assertThatThrownBy(() -> resolving.decide(again.number(), again.revision(), true, officer))
                .hasMessageContaining("exception-changed");
    }

    @Test
    void nobodyPaysHisOwnBillFromMoneyThatLiesAbout() {
        Bill own = money.bill(officer, "police", "T-09", 5_00);
        Line line = take(statement().line(5_00, "OWN-BILL-1")).getFirst();
        Difference seen = difference(line);
        assertThatThrownBy(() ->
                        resolving.act(seen.number(), seen.revision(), Action.BILL, reference(own), "mine", officer))
                .hasMessageContaining("own-bill");
    }
}
