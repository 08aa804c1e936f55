package bz.ceiba.platform.exchange;

import java.time.Clock;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Hands events of other nodes to the rooms of this one, each once however often it comes. */
@Component
public class EventIntake {
    private final Deliveries deliveries;
    private final TransactionTemplate transaction;
    private final Clock clock;

    EventIntake(Deliveries deliveries, TransactionTemplate transaction, Clock clock) {
        this.deliveries = deliveries;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * @throws bz.ceiba.platform.kernel.Problem INVALID with what the room finds wrong with it; whatever is thrown, nothing was taken
     */
    public void take(Subscriber subscriber, ToldEvent event) {
        transaction.executeWithoutResult(status -> {
            if (deliveries.take(Subscription.of(subscriber), event.id(), clock.instant())) {
                subscriber.receive(event);
            }
        });
    }
}
