package bz.ceiba.platform.cases;

import bz.ceiba.platform.kernel.PersonNumber;
import java.time.Instant;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/**
 * A form that somebody has begun.
 *
 * @param version of the service under which it was begun, and will be submitted
 * @param page the page on which he was last
 */
public record Draft(
        UUID id,
        String service,
        int version,
        PersonNumber person,
        ObjectNode form,
        String page,
        Instant updatedAt,
        Instant expiresAt) {}
