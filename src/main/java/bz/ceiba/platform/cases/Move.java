package bz.ceiba.platform.cases;

import bz.ceiba.platform.kernel.CaseNumber;
import tools.jackson.databind.node.ObjectNode;

/**
 * A transition that somebody wants.
 *
 * @param revision the revision of the case that he has in front of him
 * @param transition the definition's name for it
 * @param input what was typed for it
 * @param facts what to note about the case with it
 */
public record Move(CaseNumber number, int revision, String transition, ObjectNode input, ObjectNode facts) {}
