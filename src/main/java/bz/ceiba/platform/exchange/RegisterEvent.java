package bz.ceiba.platform.exchange;

import bz.ceiba.platform.kernel.PersonNumber;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a register has entered, as it is told to those who may know.
 *
 * @param service the event's name in the catalogue, as {@code <system>.<event>}, such as {@code civilregistry.death-registered}
 * @param key those with the same key are told in the order in which they were entered: the person's number, or the entry's
 * @param subject about whom, or null for somebody without a number
 * @param at when it was entered
 * @param body a JSON object with the fields of the catalogue; each agency is told of them what its agreement grants
 */
public record RegisterEvent(
        String service, String key, @Nullable PersonNumber subject, Instant at, JsonNode body) {
    /** About somebody with a number: all that is told of him is in order. */
    public static RegisterEvent about(PersonNumber subject, String service, Instant at, JsonNode body) {
        return new RegisterEvent(service, subject.digits(), subject, at, body);
    }
}
