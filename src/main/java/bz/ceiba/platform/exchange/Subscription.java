package bz.ceiba.platform.exchange;

/**
 * That an agency is told of a kind of event for a purpose.
 *
 * @param consumer the agency
 * @param service the event's name in the catalogue
 */
record Subscription(String consumer, String service, String purpose) {
    static Subscription of(Subscriber subscriber) {
        return new Subscription(subscriber.agency(), subscriber.service(), subscriber.purpose());
    }
}
