package bz.ceiba.systems.transport;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Announcement;
import bz.ceiba.platform.kernel.Country;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Gives an empty demonstration drivers, vehicles, and the tickets and crashes of the last twelve months, so that registers, lists and figures show something. */
@Component
@ConditionalOnBooleanProperty("ceiba.demo")
class DemoRoads implements Announcement {
    private static final long SEED = 1934;
    private static final int TICKETS_A_DRIVER = 3;
    private static final int CRASHES_A_DRIVER = 2;

    private final DemoDrivers drivers;
    private final DemoTickets tickets;
    private final DemoCrashes crashes;
    private final RoadFigures figures;
    private final Audit audit;
    private final JdbcClient db;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final int count;

    DemoRoads(
            DemoDrivers drivers,
            DemoTickets tickets,
            DemoCrashes crashes,
            RoadFigures figures,
            Audit audit,
            JdbcClient db,
            TransactionTemplate transaction,
            Clock clock,
            @Value("${ceiba.transport.demo-drivers:160}") int count) {
        this.drivers = drivers;
        this.tickets = tickets;
        this.crashes = crashes;
        this.figures = figures;
        this.audit = audit;
        this.db = db;
        this.transaction = transaction;
        this.clock = clock;
        this.count = count;
    }

    /** Once the people are there, after those who fill only what has no case yet, and before the timers look for the first time. */
    @EventListener(ApplicationReadyEvent.class)
    @Order(1)
    void fillIfEmpty() {
        if (count > 0) {
            transaction.executeWithoutResult(status -> fillIfEmpty(count));
        }
    }

    /** In the caller's transaction. */
    void fillIfEmpty(int many) {
        // Of several processes that start at once one fills and the others wait.
        db.sql("select pg_advisory_xact_lock(hashtext('transport.demo-roads'))")
                .query((row, n) -> 1)
                .single();
        if (isEmpty(db)) {
            fill(many, clock.instant());
        }
    }

    static boolean isEmpty(JdbcClient db) {
        return !db.sql("""
                select exists (select from transport.change) or exists (select from transport.ticket)
                  or exists (select from transport.crash) or exists (select from transport.device)
                """).query(Boolean.class).single();
    }

    /** The same people, vehicles, tickets and crashes each time, counted back from now; in the caller's transaction. */
    void fill(int many, Instant now) {
        SplittableRandom random = new SplittableRandom(SEED);
        Instant from = figures.since().atStartOfDay(Country.ZONE).toInstant();
        List<DemoDrivers.Driver> made = drivers.fill(many, random, now);
        if (made.isEmpty()) {
            return;
        }
        int people = made.size();
        tickets.fill(TICKETS_A_DRIVER * people, made, random, from, now);
        crashes.fill(CRASHES_A_DRIVER * people, made, random, from, now);
        audit.record(AuditEntry.bySystem(
                AuditEvent.REGISTER_CHANGED,
                null,
                null,
                Map.of("register", "transport", "demo-drivers", Integer.toString(people))));
    }

    @Override
    public List<String> lines() {
        return count > 0
                ? List.of(
                        "The roads have " + count
                                + " made-up drivers with their vehicles, tickets and crashes of the last twelve months (/transport/figures): demonstration, no real persons.")
                : List.of();
    }
}
