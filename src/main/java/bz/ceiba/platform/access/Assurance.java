package bz.ceiba.platform.access;

/** How sure we are who is signed in: the levels of eIDAS, in rising order. */
public enum Assurance {
    /** Something one knows or receives. */
    LOW,
    /** Two factors of different kinds on a verified identity. */
    SUBSTANTIAL,
    /** As substantial, with a device that can't be copied. */
    HIGH;

    public boolean reaches(Assurance needed) {
        return compareTo(needed) >= 0;
    }
}
