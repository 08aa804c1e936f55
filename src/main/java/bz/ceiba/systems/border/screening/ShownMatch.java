package bz.ceiba.systems.border.screening;

import org.jspecify.annotations.Nullable;

/**
 * A possible match side by side.
 *
 * @param entry null to who may not read it
 */
public record ShownMatch(
        Match match,
        Traveller traveller,
        Watchlist list,
        @Nullable ShownEntry entry) {}
