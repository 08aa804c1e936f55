package bz.ceiba.platform.kernel;

import bz.ceiba.platform.kernel.WriteBehind.Write;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
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

    /** A later first write of a unit changed nothing: what it has written already must be undone. */
    private static final class Undo extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Undo() {
            super(null, null, false, false);
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
        List<Unit> next = new ArrayList<>();
        while (next.size() < MOST && !waiting.isEmpty()) {
            next.add(waiting.remove());
        }
        next.getFirst().group = next;
        next.getFirst().called.release();
    }

    private void write(List<Unit> units) {
        Map<Unit, RuntimeException> refused = new HashMap<>();
        try {
            transaction.executeWithoutResult(status -> {
                if (units.size() == 1) {
                    alone(units.getFirst());
                } else {
                    all(units, refused);
                }
            });
        } catch (TransactionException | DataAccessResourceFailureException e) {
            // The database is away: to ask it again for each caller would only make all of them wait longer.
            units.forEach(unit -> unit.settle(e));
            return;
        } catch (RuntimeException e) {
            if (units.size() == 1) {
                units.getFirst().settle(e);
            } else {
                units.forEach(unit -> write(List.of(unit)));
            }
            return;
        }
        units.forEach(unit -> unit.settle(refused.get(unit)));
    }

    private void alone(Unit unit) {
        for (Write first : unit.firsts) {
            if (db.update(first.sql(), first.values()) == 0) {
                throw first.refusal();
            }
        }
        WriteBehind.send(db, unit.others);
    }

    /** One batch for each kind of statement; leaves out, and says of whom, what was refused by its first write. */
    private void all(List<Unit> units, Map<Unit, RuntimeException> refused) {
        List<Unit> going = units;
        for (int position = 0; !going.isEmpty(); position++) {
            going = firsts(going, position, refused);
        }
        Map<String, List<@Nullable Object[]>> batches = new LinkedHashMap<>();
        for (Unit unit : units) {
            if (!refused.containsKey(unit)) {
                unit.others.forEach(write -> batches.computeIfAbsent(write.sql(), sql -> new ArrayList<>())
                        .add(write.values()));
            }
        }
        batches.forEach(db::batchUpdate);
    }

    /**
     * Carries out the first writes at one position, in the order of what they lock, so that groups never wait for each
     * other in a ring; answers whose were not refused.
     */
    private List<Unit> firsts(List<Unit> units, int position, Map<Unit, RuntimeException> refused) {
        Map<String, List<Unit>> bySql = new TreeMap<>();
        for (Unit unit : units) {
            if (position < unit.firsts.size()) {
                bySql.computeIfAbsent(unit.firsts.get(position).sql(), sql -> new ArrayList<>())
                        .add(unit);
            }
        }
        List<Unit> going = new ArrayList<>();
        bySql.forEach((sql, those) -> {
            those.sort(Comparator.comparing(unit -> unit.firsts.get(position).lock()));
            int[] changed = db.batchUpdate(
                    sql,
                    those.stream()
                            .map(unit -> unit.firsts.get(position).values())
                            .toList());
            for (int i = 0; i < changed.length; i++) {
                if (changed[i] < 0) {
                    throw new IllegalStateException(
                            "not known how many rows were changed, write it without values: " + sql);
                } else if (changed[i] > 0) {
                    going.add(those.get(i));
                } else if (position == 0) {
                    refused.put(those.get(i), those.get(i).firsts.getFirst().refusal());
                } else {
                    throw new Undo();
                }
            }
        });
        return going;
    }
}
