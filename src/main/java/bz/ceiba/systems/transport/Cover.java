package bz.ceiba.systems.transport;

/** What a vehicle in use must have. */
public enum Cover {
    INSURANCE,
    INSPECTION,
    TAX
}
