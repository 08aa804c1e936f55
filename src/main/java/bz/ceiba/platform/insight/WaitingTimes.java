package bz.ceiba.platform.insight;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How many cases took how many working days: a histogram from which percentiles are exact. */
final class WaitingTimes {
    private static final double TENTHS = 0.9;

    private final TreeMap<Integer, Long> cases = new TreeMap<>();

    WaitingTimes add(int workingDays, long more) {
        cases.merge(workingDays, more, Long::sum);
        return this;
    }

    WaitingTimes add(WaitingTimes more) {
        more.cases.forEach(this::add);
        return this;
    }

    long count() {
        return cases.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The one in the middle, or the mean of the two in the middle; null without cases. */
    @Nullable
    Double median() {
        long count = count();
        return count == 0 ? null : (at((count + 1) / 2) + at(count / 2 + 1)) / 2.0;
    }

    /** The wait that nine in ten did not exceed (nearest rank); null without cases. */
    @Nullable
    Double slowestTenth() {
        long count = count();
        return count == 0 ? null : (double) at((long) Math.ceil(TENTHS * count));
    }

    /** The wait of the case of that rank, from 1. */
    private int at(long rank) {
        long left = rank;
        for (Map.Entry<Integer, Long> bar : cases.entrySet()) {
            left -= bar.getValue();
            if (left <= 0) {
                return bar.getKey();
            }
        }
        throw new IllegalStateException("no case of rank " + rank + " among " + count());
    }
}
