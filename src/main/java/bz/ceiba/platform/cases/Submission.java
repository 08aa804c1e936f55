package bz.ceiba.platform.cases;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.kernel.CaseNumber;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A complete application.
 *
 * @param key makes it recognisable: the same key again answers the case that is there
 * @param form what is applied for
 * @param language in which to write to the applicant, ISO 639
 * @param number that the case was given before, with the service's prefix; null for a new one
 */
public record Submission(
        String key,
        ServiceDefinition definition,
        Actor applicant,
        ObjectNode form,
        String language,
        @Nullable CaseNumber number) {
    public Submission(String key, ServiceDefinition definition, Actor applicant, ObjectNode form, String language) {
        this(key, definition, applicant, form, language, null);
    }
}
