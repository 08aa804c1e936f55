package bz.ceiba.systems.transport;

/** What somebody has noted against a vehicle. */
public enum Marker {
    STOLEN,
    /** Somebody lent money on it: it changes hands only with his consent. */
    LIEN,
    COURT_ORDER,
    /** Two say that they keep it. */
    DISPUTED
}
