package bz.ceiba.platform.kernel;

import bz.ceiba.platform.kernel.WriteBehind.Write;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Commits the writes of many callers in one transaction. Who comes while few are under way carries his own out at once;
 * those who come meanwhile wait, and the first of them carries out the next for all. If a group fails, each of its callers
 * is tried alone, so that one's mistake is his own.
 */
final class GroupCommit {
    /** Groups are powers of two, as an {@link Exchange} needs them. */
    private static final int MOST = 64;

    /** While one group waits for the disk, another one is written. */
    private static final int AT_ONCE = 2;

    private final JdbcTemplate db;
    private final TransactionTemplate transaction;
    private final Queue<Unit> waiting = new ArrayDeque<>();
    private int underWay;

    GroupCommit(JdbcTemplate db, TransactionTemplate transaction) {
        this.db = db;
        this.transaction = transaction;
    }

    /** The writes of one caller: all of them commit or none. */
    private static final class Unit {
        private final List<Write> firsts = new ArrayList<>();
        private final List<Write> others = new ArrayList<>();
        private final Semaphore called = new Semaphore(0);
        private volatile boolean settled;

        /** What this caller is to carry out, for himself and others. */
        private @Nullable List<Unit> group;

        private @Nullable RuntimeException failure;

        private Unit(List<Write> writes) {
            for (Write write : writes) {
                if (write.condition() == null) {
                    others.add(write);
                } else {
                    firsts.addFirst(write);
                }
            }
        }

        private void settle(@Nullable RuntimeException why) {
            failure = why;
            settled = true;
            called.release();
        }
    }

    /** Returns when the writes are committed; throws when none of them is. */
    void commit(List<Write> writes) {
        Unit mine = new Unit(writes);
        if (!begins(mine)) {
            mine.called.acquireUninterruptibly();
        }
        List<Unit> group = mine.group;
        if (group != null) {
            lead(group);
        }
        if (mine.failure != null) {
            throw mine.failure;
        }
    }

    private synchronized boolean begins(Unit unit) {
        if (underWay == AT_ONCE) {
            waiting.add(unit);
            return false;
        }
        underWay++;
        unit.group = List.of(unit);
        return true;
    }

    /** Carries a group out, the leader's own writes among it, and calls the leader of the next. */
    private void lead(List<Unit> units) {
        try {
            write(units);
        } finally {
            handOn();
            for (Unit unit : units) {
                if (!unit.settled) {
                    unit.settle(new IllegalStateException("the commit was broken off"));
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
        List<Unit> next = new ArrayList<>(size);
        while (next.size() < size) {
            next.add(waiting.remove());
        }
        next.getFirst().group = next;
        next.getFirst().called.release();
    }

    /** Who locks what somebody before him locks comes after the others, alone. */
    private void write(List<Unit> units) {
        Set<Object> locked = new HashSet<>();
        List<Unit> now = new ArrayList<>();
        List<Unit> later = new ArrayList<>();
        for (Unit unit : units) {
            List<Object> locks = unit.firsts.stream()
                    .<Object>map(first -> List.of(first.sql(), first.lock()))
                    .toList();
            boolean free = Collections.disjoint(locked, locks);
            (free ? now : later).add(unit);
            locked.addAll(locks);
        }
        transact(now);
        later.forEach(unit -> transact(List.of(unit)));
    }

    private void transact(List<Unit> units) {
        Map<Unit, RuntimeException> refused = new HashMap<>();
        try {
            transaction.executeWithoutResult(status -> all(units, refused));
        } catch (TransactionException | DataAccessResourceFailureException e) {
            // The database is away: to ask it again for each caller would only make all of them wait longer.
            units.forEach(unit -> unit.settle(e));
            return;
        } catch (RuntimeException e) {
            if (units.size() == 1) {
                units.getFirst().settle(e);
            } else {
                units.forEach(unit -> transact(List.of(unit)));
            }
            return;
        }
        units.forEach(unit -> unit.settle(refused.get(unit)));
    }

    /** First the writes on which the others depend; leaves out, and says of whom, what was refused by his first one. */
    private void all(List<Unit> units, Map<Unit, RuntimeException> refused) {
        List<Unit> going = units;
        for (int position = 0; !going.isEmpty(); position++) {
            going = firsts(going, position, refused);
        }
        Map<String, List<@Nullable Object[]>> kinds = new LinkedHashMap<>();
        for (Unit unit : units) {
            if (!refused.containsKey(unit)) {
                unit.others.forEach(write -> kinds.computeIfAbsent(write.sql(), sql -> new ArrayList<>())
                        .add(write.values()));
            }
        }
        Exchange exchange = new Exchange();
        kinds.forEach(exchange::add);
        exchange.send(db);
    }

    /**
     * Carries out the first writes at one position, in the order of what they lock, so that groups never wait for each
     * other in a ring; answers whose were not refused and who has more of them.
     */
    private List<Unit> firsts(List<Unit> units, int position, Map<Unit, RuntimeException> refused) {
        Map<String, List<Unit>> kinds = new TreeMap<>();
        for (Unit unit : units) {
            if (position < unit.firsts.size()) {
                kinds.computeIfAbsent(unit.firsts.get(position).sql(), sql -> new ArrayList<>())
                        .add(unit);
            }
        }
        List<Unit> going = new ArrayList<>();
        kinds.forEach((sql, those) -> {
            those.sort(Comparator.comparing(unit -> unit.firsts.get(position).lock()));
            Set<String> changed = Exchange.ask(
                    db,
                    sql,
                    those.stream()
                            .map(unit -> unit.firsts.get(position).values())
                            .toList());
            for (Unit unit : those) {
                Write first = unit.firsts.get(position);
                if (changed.contains(first.lock())) {
                    going.add(unit);
                } else if (position == 0) {
                    refused.put(unit, first.refusal());
                } else {
                    // What he has written already must be undone.
                    throw first.refusal();
                }
            }
        });
        return going;
    }
}
