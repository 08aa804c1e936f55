package bz.ceiba.systems.transport;

/**
 * Something that is noted against a vehicle.
 *
 * @param reference by which whoever noted it knows it
 * @param holder who noted it
 */
public record MarkerNow(Marker kind, String reference, String holder) {}
