package bz.ceiba.systems.border;

import java.time.LocalDate;

/**
 * A visa that was granted for a passport, as it stands.
 *
 * @param document the number of the signed document
 * @param multiple whether it is for several entries
 * @param stayDays the most days of each stay
 * @param standing what it is worth now
 */
public record Visa(String document, boolean multiple, LocalDate until, int stayDays, Standing standing) {
    /** What a visa is worth. */
    public enum Standing {
        VALID,
        /** Its last day is over. */
        OVER,
        /** It was for one entry, and its bearer entered. */
        USED,
        REVOKED
    }

    public boolean isValid() {
        return standing == Standing.VALID;
    }
}
