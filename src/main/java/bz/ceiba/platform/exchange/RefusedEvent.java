package bz.ceiba.platform.exchange;

import bz.ceiba.platform.exchange.Agreements.Purpose;
import bz.ceiba.platform.exchange.Agreements.Service;
import java.time.Instant;

/**
 * An event that an agency could not take.
 *
 * @param entry what of it names nobody, such as the entry's number
 * @param words what the agency found wrong
 */
public record RefusedEvent(
        Service service, String consumer, Purpose purpose, long id, String entry, Instant at, String words) {
    /** The field of the page in which an officer says why it is not told again. */
    public String reasonField() {
        return "why-" + id + "-" + consumer;
    }
}
