package bz.ceiba.platform.documents;

/** Whether malware was looked for in a file. */
public enum Scan {
    /** No scanner is configured. */
    NONE,
    /** In quarantine: nobody can open it until the scanner has looked. */
    WAITING,
    CLEAN,
    /** Malware was found; the content is gone. */
    INFECTED,
    /** Larger than the scanner takes, so that nobody can know; the content is gone. */
    OVERSIZE;

    /** Whether the file can be opened. */
    public boolean opens() {
        return this == NONE || this == CLEAN;
    }
}
