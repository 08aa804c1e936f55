package bz.ceiba.systems.border;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A declaration as its traveller works on it, before and after it was sent.
 *
 * @param person the identity number of who had signed in when he began, or null
 * @param declaration the number of the declaration that was made of it, or null
 * @param language in which it was filled in
 */
record Draft(
        UUID id,
        @Nullable String person,
        @Nullable String declaration,
        Content content,
        String language,
        Instant expiresAt) {
    /**
     * What was said.
     *
     * @param form the answers by question, as {@code services/border/declaration/questions.yaml} names them
     */
    record Content(ObjectNode form, List<Traveller> travellers) {
        Content {
            travellers = List.copyOf(travellers);
        }

        Content with(List<Traveller> others) {
            return new Content(form, others);
        }
    }
}
