package bz.ceiba.systems.civilregistry;

/** What became of one. */
public enum NotifyResult {
    TAKEN,
    /** It was there already, with the same words. */
    KNOWN,
    REFUSED
}
