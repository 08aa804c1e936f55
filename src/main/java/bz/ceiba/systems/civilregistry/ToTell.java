package bz.ceiba.systems.civilregistry;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One message.
 *
 * @param sequence from 1 for each entry
 * @param lastError what went wrong at the last try, or null
 */
public record ToTell(
        Reference entry,
        int sequence,
        String purpose,
        JsonNode message,
        Instant dueAt,
        TellingState state,
        int tries,
        @Nullable String lastError) {}
