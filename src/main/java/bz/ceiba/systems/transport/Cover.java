package bz.ceiba.systems.transport;

/** What a vehicle in use must have. */
enum Cover {
    INSURANCE,
    INSPECTION,
    TAX
}
