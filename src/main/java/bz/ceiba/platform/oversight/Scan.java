package bz.ceiba.platform.oversight;

import bz.ceiba.platform.audit.Position;
import bz.ceiba.platform.audit.SettledEntries;
import bz.ceiba.platform.audit.SettledEntries.Settled;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads the audit log from where it was read last, some entries at a time, and has raised what is out of the ordinary. What was found and how
 * far was read commit together, so that a process that dies leaves neither a gap nor a finding twice; of several processes one reads on.
 */
@Component
class Scan {
    static final int BATCH = 2_000;

    /** What lies longer ago, when this begins on a log that is long already, is learned from and not raised. */
    private static final Duration RAISED = Duration.ofDays(14);

    private final JdbcClient db;
    private final SettledEntries log;
    private final Closeness closeness;
    private final Habits habits;
    private final Raising raising;
    private final OversightSettings settings;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Scan(
            JdbcClient db,
            SettledEntries log,
            Closeness closeness,
            Habits habits,
            Raising raising,
            OversightSettings settings,
            TransactionTemplate transaction,
            Clock clock) {
        this.db = db;
        this.log = log;
        this.closeness = closeness;
        this.habits = habits;
        this.raising = raising;
        this.settings = settings;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * Reads a batch.
     *
     * @return whether there is likely more
     */
    boolean step() {
        Position from = readUpTo(false);
        List<Settled> entries = log.after(from, BATCH);
        if (entries.isEmpty()) {
            return false;
        }
        List<Look> learned = looks(entries, Duration.ofDays(settings.learnedDays()));
        List<Look> raised = looks(entries, RAISED);
        Map<Look, Set<Kind>> kinds = raised.isEmpty() ? Map.of() : closeness.of(raised);
        return Boolean.TRUE.equals(transaction.execute(status -> {
            if (!readUpTo(true).equals(from)) {
                // Another process read these; it goes on.
                return false;
            }
            List<Habits.Bulk> bulks = habits.add(learned);
            raising.raise(kinds, raised.isEmpty() ? List.of() : bulks);
            moveTo(entries.getLast().position());
            return entries.size() == BATCH;
        }));
    }

    private List<Look> looks(List<Settled> entries, Duration within) {
        Instant oldest = clock.instant().minus(within);
        return entries.stream()
                .map(Look::of)
                .flatMap(Optional::stream)
                .filter(look -> look.at().isAfter(oldest))
                .toList();
    }

    private Position readUpTo(boolean locked) {
        return db.sql("select era, txid, seq from oversight.reading" + (locked ? " for update" : ""))
                .query((row, n) -> Position.of(row))
                .single();
    }

    private void moveTo(Position position) {
        db.sql("update oversight.reading set era = :era, txid = :txid, seq = :seq")
                .param("era", position.era())
                .param("txid", position.transaction())
                .param("seq", position.seq())
                .update();
    }
}
