package bz.ceiba.systems.transport;

/** Why somebody who is entitled may not drive. */
public enum Bar {
    /** By the Ministry, until something is done. */
    SUSPENDED,
    /** By a court. */
    DISQUALIFIED,
    MEDICAL,
    /** The entitlement was got by error or fraud. */
    REVOKED
}
