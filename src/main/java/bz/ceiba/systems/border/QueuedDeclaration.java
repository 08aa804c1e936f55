package bz.ceiba.systems.border;

import org.jspecify.annotations.Nullable;

/**
 * A declaration in the list of a flight, vessel or vehicle.
 *
 * @param name of the first traveller
 * @param decided how many travellers the officer's agency has decided on
 * @param outcome of the only traveller, or null
 */
public record QueuedDeclaration(
        String number,
        String name,
        int travellers,
        boolean withdrawn,
        int decided,
        @Nullable String outcome) {}
