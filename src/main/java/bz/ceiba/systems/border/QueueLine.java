package bz.ceiba.systems.border;

/**
 * A flight, vessel or vehicle in the queue of a port's day.
 *
 * @param declarations how many
 * @param travellers how many on them
 * @param decided how many of those the agency has decided of
 */
public record QueueLine(String carrier, boolean arrival, int declarations, int travellers, int decided) {}
