package bz.ceiba.platform.exchange;

/** A room that takes what another agency's register has entered, under an agreement. */
public interface Subscriber {
    /** The event's name in the catalogue. */
    String service();

    /** For which agency it is taken: the agreement's consumer. */
    String agency();

    /** One of the agreement's purposes. */
    String purpose();

    /**
     * Takes one event, within the caller's transaction: once, and those of a key in order.
     *
     * @throws bz.ceiba.platform.kernel.Problem INVALID with what is wrong with it: officers of the register see that, and later events
     *     of its key wait. Whatever else is thrown, it is told again later.
     */
    void receive(ToldEvent event);
}
