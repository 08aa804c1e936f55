package bz.ceiba.systems.border.carrier;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A voyage that is expected, with how many passengers its carrier's list has now.
 *
 * @param place for which it is bound, in the carrier's code
 * @param at when it arrives, or departs where the carrier does not say more
 * @param arrives when it arrives, or null
 */
public record Expected(
        String number, String place, Instant at, @Nullable Instant arrives, int passengers) {}
