package bz.ceiba.systems.border.screening;

import java.time.Instant;

/**
 * A crossing of the border, as far as rules look at it.
 *
 * @param direction {@code arrival} or {@code departure}
 * @param mode air, land, sea, cruise or ferry
 * @param port a port of entry of the country pack
 * @param origin where the journey began, three letters of the country, or empty
 * @param voyage number of the flight, sailing or bus, or empty
 * @param purpose as declared, or empty
 * @param stayDays as declared, or 0
 * @param companions who travel together with this one
 */
public record Journey(
        String direction,
        String mode,
        String port,
        String origin,
        String voyage,
        String purpose,
        int stayDays,
        int companions,
        Instant at) {}
