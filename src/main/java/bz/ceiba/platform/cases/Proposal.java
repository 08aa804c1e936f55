package bz.ceiba.platform.cases;

import bz.ceiba.platform.kernel.PersonNumber;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/** What one officer decided and a second one has to confirm. */
public record Proposal(
        String transition, ObjectNode input, ObjectNode facts, PersonNumber officer, String name, Instant at) {}
