package bz.ceiba.systems.civilregistry;

/** Where one is. */
public enum TellingState {
    /** Waits, or is tried again. */
    DUE,
    TOLD,
    /** The register found something wrong with it; an officer has to correct the entry and send it again. */
    REFUSED
}
