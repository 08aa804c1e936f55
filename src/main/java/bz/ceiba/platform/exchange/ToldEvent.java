package bz.ceiba.platform.exchange;

import bz.ceiba.platform.kernel.PersonNumber;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An event as one agency is told of it.
 *
 * @param id the register's number of it: the same when it is told again
 * @param key what is told under one key is told in order
 * @param body the fields that the agreement grants, and no others
 */
public record ToldEvent(
        long id, String service, String key, @Nullable PersonNumber subject, Instant at, JsonNode body) {}
