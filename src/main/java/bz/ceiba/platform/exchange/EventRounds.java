package bz.ceiba.platform.exchange;

import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.exchange.Deliveries.Open;
import bz.ceiba.platform.exchange.Deliveries.Standing;
import bz.ceiba.platform.exchange.Deliveries.State;
import bz.ceiba.platform.kernel.Problem;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Tells the rooms of this process what registers of this process have published. Agencies without a room here fetch their events
 * ({@link EventFeed}), or their officers read them.
 */
@Component
class EventRounds {
    private static final Logger LOG = LoggerFactory.getLogger(EventRounds.class);
    private static final int MOST = 1_000;

    private final Deliveries deliveries;
    private final EventRelease release;
    private final ObjectProvider<Subscriber> subscribers;
    private final ObjectProvider<Elsewhere> elsewhere;
    private final TransactionTemplate transaction;
    private final Clock clock;

    EventRounds(
            Deliveries deliveries,
            EventRelease release,
            ObjectProvider<Subscriber> subscribers,
            ObjectProvider<Elsewhere> elsewhere,
            TransactionTemplate transaction,
            Clock clock) {
        this.deliveries = deliveries;
        this.release = release;
        this.subscribers = subscribers;
        this.elsewhere = elsewhere;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Tells what is due, at most a thousand events for each subscription; one that fails holds up nobody but its key. */
    void round() {
        List<Subscription> open =
                deliveries.standing().stream().map(Standing::to).toList();
        if (open.isEmpty()) {
            return;
        }
        Map<Subscription, Subscriber> here = here();
        for (Subscription to : open) {
            Optional<Grant> grant = release.grant(to);
            Subscriber subscriber = here.get(to);
            if (grant.isEmpty()) {
                withhold(to);
            } else if (subscriber != null) {
                tell(to, subscriber, grant.get());
            }
        }
    }

    private Map<Subscription, Subscriber> here() {
        return subscribers.stream()
                .filter(one ->
                        elsewhere.stream().noneMatch(nodes -> nodes.agencies().contains(one.agency())))
                .collect(Collectors.toMap(Subscription::of, Function.identity()));
    }

    private void withhold(Subscription to) {
        transaction.executeWithoutResult(status -> deliveries
                .due(to, clock.instant(), MOST)
                .forEach(open -> release.release(open, null, AuditEntry.SYSTEM, null)));
    }

    private void tell(Subscription to, Subscriber subscriber, Grant grant) {
        for (int n = 0; n < MOST; n++) {
            if (!tellOne(to, subscriber, grant)) {
                return;
            }
        }
    }

    /** @return whether there was one */
    private boolean tellOne(Subscription to, Subscriber subscriber, Grant grant) {
        // What was locked and read within the transaction, for what is noted after that has failed.
        @Nullable Open[] tried = new Open[1];
        try {
            return Boolean.TRUE.equals(transaction.execute(status -> {
                Open open = deliveries.due(to, clock.instant(), 1).stream()
                        .findFirst()
                        .orElse(null);
                tried[0] = open;
                if (open == null || release.isUsedUp(grant)) {
                    return false;
                }
                release.release(open, grant, AuditEntry.SYSTEM, null).ifPresent(event -> {
                    subscriber.receive(event);
                    deliveries.done(to, event.id(), State.DELIVERED, clock.instant(), null);
                });
                return true;
            }));
        } catch (RuntimeException failure) {
            Open open = tried[0];
            if (open == null) {
                throw failure;
            }
            failed(open, grant, failure);
            return true;
        }
    }

    private void failed(Open open, Grant grant, RuntimeException failure) {
        if (failure instanceof Problem problem && problem.kind() == Problem.Kind.INVALID) {
            transaction.executeWithoutResult(status -> release.refuse(open, grant, problem.line()));
            return;
        }
        LOG.warn(
                "{} could not be told of event {} of {}, will be tried again",
                open.to().consumer(),
                open.event().id(),
                open.to().service(),
                failure);
        transaction.executeWithoutResult(status ->
                deliveries.failed(open, clock.instant(), failure.getClass().getSimpleName()));
    }
}
