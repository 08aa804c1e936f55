package bz.ceiba.systems.transport;

/** What a vehicle is, by what its driver needs. */
public enum VehicleKind {
    CAR,
    PICKUP,
    MOTORCYCLE,
    TRUCK,
    BUS,
    TRACTOR,
    TRAILER
}
