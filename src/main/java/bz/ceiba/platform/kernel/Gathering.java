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

    /** So many must wait for another group to be carried out beside one. */
    private static final int ENOUGH = 8;

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
        synchronized (this) {
            waiting.add(mine);
            begin();
        }
        unit.called.acquireUninterruptibly();
        List<U> group = unit.group;
        if (group != null) {
            lead(group);
        }
        if (unit.failure != null) {
            throw unit.failure;
        }
    }

    /** Carries a group out, the leader among it, and calls the leader of the next. */
    private void lead(List<U> group) {
        try {
            work.accept(group);
        } finally {
            synchronized (this) {
                underWay--;
                begin();
            }
            for (Unit<U> unit : group) {
                if (!unit.settled) {
                    unit.settle(new IllegalStateException("the work was broken off"));
                }
            }
        }
    }

    /** Calls the leader of a group if there is reason for one. */
    private void begin() {
        boolean reason = underWay == 0 ? !waiting.isEmpty() : underWay < AT_ONCE && waiting.size() >= ENOUGH;
        if (!reason) {
            return;
        }
        underWay++;
        int size = Integer.highestOneBit(Math.min(MOST, waiting.size()));
        List<U> group = new ArrayList<>(size);
        while (group.size() < size) {
            group.add(waiting.remove());
        }
        Unit<U> leader = group.getFirst();
        leader.group = group;
        leader.called.release();
    }
}
