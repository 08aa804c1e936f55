package bz.ceiba.platform.kernel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings callers together who come at the same time. Who comes while few groups are under way goes at once, alone, so nobody
 * waits for company; those who come meanwhile wait, and the first of them carries out the next group for all. Groups are
 * powers of two, as an {@link Exchange} needs them.
 *
 * @param <U> what a caller brings along
 */
final class Gathering<U extends Gathering.Unit<U>> {
    private static final int MOST = 64;

    /** While one group waits for the disk or the network, another one is carried out. */
    private static final int AT_ONCE = 2;

    private final Consumer<List<U>> work;
    private final Queue<U> waiting = new ArrayDeque<>();
    private int underWay;

    /**
     * @param work is to settle each of its group
     */
    Gathering(Consumer<List<U>> work) {
        this.work = work;
    }

    /** A caller of a group. */
    abstract static class Unit<U extends Unit<U>> {
        private final Semaphore called = new Semaphore(0);
        private volatile boolean settled;

        /** What this caller is to carry out, for himself and others. */
        private @Nullable List<U> group;

        private @Nullable RuntimeException failure;

        /** Lets the caller go on, with what went wrong for him if anything did. */
        final void settle(@Nullable RuntimeException why) {
            failure = why;
            settled = true;
            called.release();
        }
    }

    /** Returns when the caller is settled; throws what he was settled with. */
    void join(U mine) {
        Unit<U> unit = mine;
        if (!begins(mine)) {
            unit.called.acquireUninterruptibly();
        }
        List<U> group = unit.group;
        if (group != null) {
            lead(group);
        }
        if (unit.failure != null) {
            throw unit.failure;
        }
    }

    private synchronized boolean begins(U mine) {
        if (underWay == AT_ONCE) {
            waiting.add(mine);
            return false;
        }
        underWay++;
        ((Unit<U>) mine).group = List.of(mine);
        return true;
    }

    /** Carries a group out, the leader among it, and calls the leader of the next. */
    private void lead(List<U> group) {
        try {
            work.accept(group);
        } finally {
            handOn();
            for (Unit<U> unit : group) {
                if (!unit.settled) {
                    unit.settle(new IllegalStateException("the work was broken off"));
                }
            }
        }
    }

    private synchronized void handOn() {
        if (waiting.isEmpty()) {
            underWay--;
            return;
        }
        int size = Integer.highestOneBit(Math.min(MOST, waiting.size()));
        List<U> next = new ArrayList<>(size);
        while (next.size() < size) {
            next.add(waiting.remove());
        }
        Unit<U> leader = next.getFirst();
        leader.group = next;
        leader.called.release();
    }
}
