package bz.ceiba.systems.transport;

/**
 * What does not change of a vehicle.
 *
 * @param id the register's, 0 for one that is not in it yet
 * @param chassis its number, without spaces and in capitals
 * @param year in which it was made
 */
public record Vehicle(long id, String chassis, VehicleKind kind, String make, String model, int year, String colour) {}
