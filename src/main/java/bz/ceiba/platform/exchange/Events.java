package bz.ceiba.platform.exchange;

import bz.ceiba.platform.kernel.Country;
import java.time.LocalDate;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Where registers say what they have entered, for those who may know of it by an agreement. */
@Component
public class Events {
    private final Agreements agreements;
    private final Deliveries deliveries;

    Events(Agreements agreements, Deliveries deliveries) {
        this.agreements = agreements;
        this.deliveries = deliveries;
    }

    /**
     * Forgets the events of a kind and key, told or not, within the transaction in which the register sealed what they are about. That those who were
     * told were told stays in the audit log.
     */
    public void forget(String service, String key) {
        deliveries.forget(service, key);
    }

    /**
     * Publishes an event within the transaction of the entry, to each agency that an agreement in force on its day lets know. It is told after
     * the commit, at least once, and in order with all others of its key; an agreement that begins later brings nothing from before. Until then it
     * is kept sealed where its kind has sensitive fields.
     *
     * @throws IllegalArgumentException when the catalogue has no such event, or not all fields of its body
     * @throws IllegalStateException when no transaction is open
     */
    public void publish(RegisterEvent event) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("an event is published within the transaction of the entry");
        }
        Agreements.Service service = agreements
                .service(event.service())
                .filter(Agreements.Service::isEvent)
                .orElseThrow(
                        () -> new IllegalArgumentException("the catalogue has no event '" + event.service() + "'"));
        Set<String> unknown = Telling.pointers(event.body());
        service.fields().forEach(field -> unknown.remove(field.pointer()));
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("the catalogue has no " + unknown + " of " + event.service());
        }
        LocalDate day = LocalDate.ofInstant(event.at(), Country.ZONE);
        deliveries.add(
                event,
                agreements.inForce(day).stream()
                        .filter(agreement -> agreement.service().equals(event.service()))
                        .flatMap(agreement -> agreement.grants().keySet().stream()
                                .map(purpose -> new Subscription(agreement.consumer(), event.service(), purpose)))
                        .distinct()
                        .toList(),
                isSensitive(service));
    }

    private boolean isSensitive(Agreements.Service service) {
        DataPolicy policy = agreements.catalogue().policy();
        return service.fields().stream()
                .anyMatch(field -> policy.of(field.classification()).isSensitive());
    }
}
