package bz.ceiba.platform.cases;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One step in a case's history.
 *
 * @param transition the definition's name for it, or {@code submit}, {@code claim}, {@code reassign}, {@code note},
 *     {@code propose}, {@code decline}
 * @param actor an identity number, or {@code system}
 * @param input what was typed for it
 * @param forName the colleague on leave for whom the actor stood in, or null
 */
public record CaseEvent(
        int revision,
        Instant at,
        String transition,
        @Nullable String fromState,
        String toState,
        String actor,
        @Nullable String actorName,
        ObjectNode input,
        @Nullable String forName) {}
