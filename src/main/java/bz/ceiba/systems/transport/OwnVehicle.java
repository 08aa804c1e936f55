package bz.ceiba.systems.transport;

/**
 * A vehicle that the reader keeps.
 *
 * @param certificate the number of his certificate of registration, or empty
 */
public record OwnVehicle(VehicleNow now, String certificate) {}
