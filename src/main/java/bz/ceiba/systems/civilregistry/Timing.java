package bz.ceiba.systems.civilregistry;

import java.util.Locale;

/** How late a birth is registered, and so who decides. */
public enum Timing {
    /** An officer. */
    ORDINARY,
    /** A supervisor. */
    LATE,
    /** Two officers, on evidence. */
    DELAYED;

    /** As the service's definition calls it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
