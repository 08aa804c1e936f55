package bz.ceiba.platform.exchange;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.exchange.Deliveries.State;
import bz.ceiba.platform.kernel.Problem;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Where an agency fetches the events that wait for it, at its own pace. */
@Component
public class EventFeed {
    /** How many are given at once at most. */
    public static final int MOST = 100;

    /** Characters of one answer, besides those of its last event: consumers read at most 16 MiB. */
    private static final int LARGEST = 4 << 20;

    private final EventRelease release;
    private final Deliveries deliveries;
    private final Audit audit;
    private final TransactionTemplate transaction;
    private final Clock clock;

    /**
     * @param taken the numbers of those told before that the agency has taken
     * @param refused those with which it found something wrong, and what
     */
    public record Fetch(
            String agency,
            String service,
            String purpose,
            List<Long> taken,
            Map<Long, String> refused,
            String by,
            @Nullable String byName) {
        public Fetch {
            taken = List.copyOf(taken);
            refused = Map.copyOf(refused);
        }
    }

    EventFeed(EventRelease release, Deliveries deliveries, Audit audit, TransactionTemplate transaction, Clock clock) {
        this.audit = audit;
        this.release = release;
        this.deliveries = deliveries;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * Notes what was taken, and gives the next ones: of each key the first only, until that is taken. What is not said to be taken is given
     * again.
     *
     * @throws Problem FORBIDDEN ({@code exchange.problem.no-agreement}) when no agreement in force grants it; that is in the log
     */
    public List<ToldEvent> fetch(Fetch asked) {
        Subscription to = new Subscription(asked.agency(), asked.service(), asked.purpose());
        Grant grant = release.grant(to).orElseThrow(() -> refused(asked));
        return transaction.execute(status -> {
            asked.taken().forEach(id -> tolds(to, id)
                    .ifPresent(open -> deliveries.done(to, id, State.DELIVERED, clock.instant(), null)));
            asked.refused().forEach((id, words) -> tolds(to, id).ifPresent(open -> release.refuse(open, grant, words)));
            List<ToldEvent> events = new ArrayList<>();
            long size = 0;
            for (Deliveries.Open open : deliveries.due(to, clock.instant(), MOST)) {
                if (size > LARGEST || (!open.toldBefore() && release.isUsedUp(grant))) {
                    break;
                }
                release.release(open, grant, asked.by(), asked.byName()).ifPresent(events::add);
                size += open.event().body().toString().length();
            }
            return events;
        });
    }

    private Problem refused(Fetch asked) {
        audit.record(new AuditEntry(
                AuditEvent.REGISTER_REFUSED,
                asked.by(),
                asked.byName(),
                asked.agency(),
                null,
                null,
                asked.purpose(),
                Map.of("service", asked.service(), "reason", "no-agreement")));
        return new Problem(
                Problem.Kind.FORBIDDEN,
                "exchange.problem.no-agreement",
                Map.of("service", asked.service(), "purpose", asked.purpose(), "case", "-"));
    }

    /** One that was told and is still open; whatever else somebody says that he took changes nothing. */
    private Optional<Deliveries.Open> tolds(Subscription to, long id) {
        return deliveries.find(to, id).filter(open -> open.toldBefore() && open.state() == State.DUE);
    }
}
