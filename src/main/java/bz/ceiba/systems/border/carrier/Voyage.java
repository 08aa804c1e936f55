package bz.ceiba.systems.border.carrier;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A flight, sailing or bus, as its carrier tells of it.
 *
 * @param id ours
 * @param number as on the ticket, such as {@code BW432}
 * @param origin and destination: the carrier's codes of places (IATA, UN/LOCODE)
 * @param closedAt when the carrier said who is on board, or null
 * @param cancelled whether it does not take place
 * @param complete whether a whole list has come, with all its parts
 */
public record Voyage(
        long id,
        String carrier,
        String number,
        Instant departs,
        @Nullable Instant arrives,
        String origin,
        String destination,
        @Nullable Instant closedAt,
        boolean cancelled,
        boolean complete) {}
