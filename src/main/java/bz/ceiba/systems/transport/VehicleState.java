package bz.ceiba.systems.transport;

/** Whether a vehicle may be on a road at all. */
public enum VehicleState {
    IN_USE,
    /** Declared to be kept off the road. */
    OFF_ROAD,
    EXPORTED,
    SCRAPPED;

    /** Whether it left the country's roads for good. */
    public boolean isEnd() {
        return this == EXPORTED || this == SCRAPPED;
    }
}
