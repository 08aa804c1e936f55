package bz.ceiba.platform.exchange;

import tools.jackson.databind.JsonNode;

/** A service that a system offers on the exchange. It answers all it knows; the exchange cuts that to the grant. */
public interface Source {
    /** As {@code <system>.<service>}. */
    String service();

    /** Answers, as a JSON object. */
    JsonNode answer(Question question);

    /** Whether it asks another node, and so needs no transaction here. */
    default boolean isElsewhere() {
        return false;
    }
}
