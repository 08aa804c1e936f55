package bz.ceiba.systems.civilregistry;

/** Where the child's identity number is. */
public enum ChildNumber {
    /** A stillborn child gets none. */
    NONE,
    /** When the child has a name. */
    NAME,
    /** The register of people is being told. */
    WAITS,
    /** It found something wrong, and an officer looks at it. */
    STUCK,
    GIVEN
}
