package bz.ceiba.platform.cases;

import bz.ceiba.platform.kernel.CaseNumber;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/**
 * A transition that somebody wants.
 *
 * @param revision the revision of the case that he has in front of him
 * @param transition the definition's name for it
 * @param input what was typed for it
 * @param facts what to note about the case with it
 * @param reader the language in which he reads what is wrong with the input
 */
public record Move(
        CaseNumber number, int revision, String transition, ObjectNode input, ObjectNode facts, Locale reader) {}
