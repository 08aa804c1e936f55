package bz.ceiba.platform.insight;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WaitingTimesTest {
    @Test
    void withoutCasesThereIsNoWait() {
        assertThat(new WaitingTimes().median()).isNull();
        assertThat(new WaitingTimes().slowestTenth()).isNull();
    }

    @Test
    void oneCaseIsBothTheMiddleAndTheSlowest() {
        WaitingTimes one = new WaitingTimes().add(3, 1);
        assertThat(one.median()).isEqualTo(3);
        assertThat(one.slowestTenth()).isEqualTo(3);
    }

    @Test
    void betweenTwoInTheMiddleIsTheirMean() {
        assertThat(new WaitingTimes().add(1, 2).add(4, 2).median()).isEqualTo(2.5);
    }

    @Test
    void agreesWithTheSortedListForAnyHistogram() {
        Random random = new Random(41);
        for (int round = 0; round < 500; round++) {
            int[] days = random.ints(1 + random.nextInt(60), 0, 12).toArray();
            WaitingTimes first = new WaitingTimes();
            WaitingTimes second = new WaitingTimes();
            for (int day : days) {
                (random.nextBoolean() ? first : second).add(day, 1);
            }
            Arrays.sort(days);
            int n = days.length;
            double median = n % 2 == 1 ? days[n / 2] : (days[n / 2 - 1] + days[n / 2]) / 2.0;
            WaitingTimes both = first.add(second);
            assertThat(both.count()).isEqualTo(n);
            assertThat(both.median()).isEqualTo(median);
            assertThat(both.slowestTenth()).isEqualTo(days[(9 * n + 9) / 10 - 1]);
        }
    }
}
