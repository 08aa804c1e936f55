package bz.ceiba.systems.transport;

/** What an officer at the roadside is told of a vehicle or driver. An error is none of these. */
public enum Verdict {
    VALID,
    INVALID,
    /** The register has no such vehicle or licence. */
    UNKNOWN
}
