package bz.ceiba.platform.exchange;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What was answered.
 *
 * @param reliedOn the consent on which it rests, or null where the law is enough
 */
public record Answered(JsonNode body, @Nullable Claim reliedOn) {}
