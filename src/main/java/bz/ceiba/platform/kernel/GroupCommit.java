package bz.ceiba.platform.kernel;

import bz.ceiba.platform.kernel.WriteBehind.Write;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Commits the writes of many callers in one transaction. If that fails, each of them is tried alone, so that one's mistake
 * is his own.
 */
final class GroupCommit {
    private final JdbcTemplate db;
    private final TransactionTemplate transaction;
    private final Gathering<Unit> gathering = new Gathering<>(this::write);

    GroupCommit(JdbcTemplate db, TransactionTemplate transaction) {
        this.db = db;
        this.transaction = transaction;
    }

    /** The writes of one caller: all of them commit or none. */
    private static final class Unit extends Gathering.Unit<Unit> {
        private final List<Write> firsts = new ArrayList<>();
        private final List<Write> others = new ArrayList<>();

        private Unit(List<Write> writes) {
            for (Write write : writes) {
                if (write.condition() == null) {
                    others.add(write);
                } else {
                    firsts.addFirst(write);
                }
            }
        }
    }

    /** Returns when the writes are committed; throws when none of them is. */
    void commit(List<Write> writes) {
        gathering.join(new Unit(writes));
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
     * Carries out the first writes at one position, in the order of what they lock, so that groups hardly ever wait for each
     * other in a ring (PostgreSQL breaks one off then, and each of it is tried alone); answers whose were not refused and who
     * has more of them.
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
