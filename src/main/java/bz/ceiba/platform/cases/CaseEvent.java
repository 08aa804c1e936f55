package bz.ceiba.platform.cases;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One step in a case's history.
 *
 * @param transition the definition's name for it, or {@code submit}, {@code claim}, {@code reassign}, {@code note}
 * @param actor an identity number, or {@code system}
 * @param input what was typed for it
 */
public record CaseEvent(
        int revision,
        Instant at,
        String transition,
        @Nullable String fromState,
        String toState,
        String actor,
        @Nullable String actorName,
        ObjectNode input) {}
