package bz.ceiba.platform.exchange;

import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How often agreements are used, and that none is used more often than was agreed. A process takes its calls from the database in
 * blocks of a hundredth of the day's volume, so that all processes together never pass it and most calls cost nothing; what of a block
 * a process leaves unused is lost for that day, at most a hundredth. Small volumes are counted call by call.
 */
@Component
class Volumes {
    private static final int BLOCKS = 100;

    /** What is left of what was taken for a day under a volume. */
    private record Block(LocalDate day, int volume, AtomicInteger left) {
        boolean use(LocalDate today, int agreed) {
            return day.equals(today) && volume == agreed && left.getAndDecrement() > 0;
        }
    }

    private final JdbcClient db;
    private final Map<String, Block> blocks = new ConcurrentHashMap<>();

    Volumes(JdbcClient db) {
        this.db = db;
    }

    /** Counts one call. @return whether it was within the day's volume; if not, it may not be made */
    boolean take(Agreement agreement, LocalDate today) {
        Block block = blocks.get(agreement.id());
        return (block != null && block.use(today, agreement.volume())) || takeBlock(agreement, today);
    }

    private synchronized boolean takeBlock(Agreement agreement, LocalDate today) {
        Block block = blocks.get(agreement.id());
        if (block != null && block.use(today, agreement.volume())) {
            return true;
        }
        int size = Math.max(1, agreement.volume() / BLOCKS);
        Optional<Integer> got = db.sql("""
                insert into exchange.call_count (agreement, day, service, calls)
                values (:agreement, :day, :service, :size)
                on conflict (agreement, day) do update
                  set calls = least(call_count.calls + :size, :volume) where call_count.calls < :volume
                returning new.calls - coalesce(old.calls, 0)
                """)
                .param("agreement", agreement.id())
                .param("day", today)
                .param("service", agreement.service())
                .param("size", size)
                .param("volume", agreement.volume())
                .query(Integer.class)
                .optional();
        got.ifPresent(calls ->
                blocks.put(agreement.id(), new Block(today, agreement.volume(), new AtomicInteger(calls - 1))));
        return got.isPresent();
    }

    /** The services that somebody asked or told since a day. */
    Set<String> usedSince(LocalDate day) {
        return new TreeSet<>(db.sql("select distinct service from exchange.call_count where day >= :day")
                .param("day", day)
                .query(String.class)
                .list());
    }
}
