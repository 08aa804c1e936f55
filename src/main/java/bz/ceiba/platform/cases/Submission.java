package bz.ceiba.platform.cases;

import bz.ceiba.platform.access.Actor;
import tools.jackson.databind.node.ObjectNode;

/**
 * A complete application.
 *
 * @param key makes it recognisable: the same key again answers the case that is there
 * @param form what is applied for
 * @param language in which to write to the applicant, ISO 639
 */
public record Submission(String key, ServiceDefinition definition, Actor applicant, ObjectNode form, String language) {}
