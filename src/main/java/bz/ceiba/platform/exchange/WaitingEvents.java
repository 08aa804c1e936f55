package bz.ceiba.platform.exchange;

import bz.ceiba.platform.exchange.Agreements.Purpose;
import bz.ceiba.platform.exchange.Agreements.Service;
import java.time.Instant;

/**
 * What waits for one agency.
 *
 * @param due how many events are to be told
 * @param refused how many it could not take
 * @param oldest when the oldest of them was entered
 */
public record WaitingEvents(Service service, String consumer, Purpose purpose, int due, int refused, Instant oldest) {}
