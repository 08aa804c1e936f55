package bz.ceiba.platform.exchange;

import tools.jackson.databind.JsonNode;

/** Somebody who takes messages on the exchange. */
public interface Receiver {
    /** As {@code <system>.<service>}. */
    String service();

    /**
     * Does what the message asks for, within the caller's transaction, once: the same message again changes nothing and gets the
     * same answer.
     *
     * @return a JSON object
     * @throws bz.ceiba.platform.kernel.Problem INVALID with what is wrong and where, as JSON pointers
     */
    JsonNode receive(Message message);

    /** Whether it is at another node, and so must not be told within a transaction. */
    default boolean isElsewhere() {
        return false;
    }
}
