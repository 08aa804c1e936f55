package bz.ceiba.platform.exchange;

import bz.ceiba.platform.kernel.Problem;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * That an agency may ask another's own system now. Whoever has it brings the answer, cuts it, and says what became of it, which is then in the audit
 * log.
 */
public final class Permission {
    private final Exchange exchange;
    private final Question question;
    private final Grant grant;
    private final @Nullable Instant consent;
    private final boolean whole;

    Permission(Exchange exchange, Question question, Grant grant, @Nullable Instant consent, boolean whole) {
        this.exchange = exchange;
        this.question = question;
        this.grant = grant;
        this.consent = consent;
        this.whole = whole;
    }

    /** Whether all that the catalogue says of the service is granted, and so also answers that can't be cut. */
    public boolean isWhole() {
        return whole;
    }

    /** What is granted of an answer: an object of an object, a list of a list. */
    public JsonNode cut(JsonNode answer) {
        return grant.cutAny(answer);
    }

    /** It was answered. That is in the log when this returns. */
    public void answered() {
        exchange.answered(question, grant, consent);
    }

    /** It was not, which is in the log when this returns. */
    public Problem unanswered() {
        return exchange.unanswered(question, grant);
    }
}
