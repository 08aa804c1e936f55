package bz.ceiba.platform.exchange;

import tools.jackson.databind.JsonNode;

/** A service that a system offers on the exchange. It answers all it knows; the exchange cuts that to the grant. */
public interface Source {
    /** As {@code <system>.<service>}. */
    String service();

    /** Answers, as a JSON object. */
    JsonNode answer(Question question);

    /** The same, with what lets it be asked, for those who have to say so elsewhere. */
    default Answered answer(Question question, Claim claim) {
        return new Answered(answer(question), claim);
    }

    /** Whether it asks another node, and so needs no transaction here. */
    default boolean isElsewhere() {
        return false;
    }
}
