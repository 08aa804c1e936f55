package bz.ceiba.systems.border.carrier;

import org.jspecify.annotations.Nullable;

/**
 * Somebody on a carrier's list.
 *
 * @param key by which the same one is known again on this voyage
 * @param named null of somebody who is on board and was on no list
 * @param onBoard null before the doors closed
 */
public record Listed(
        String key,
        boolean crew,
        @Nullable Named named,
        @Nullable Boolean onBoard) {}
