package bz.ceiba.systems.border;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A declaration as it is known now.
 *
 * @param version 1 for the first, one more with each change
 * @param arrival whether it is one of arrival, and not of departure
 * @param port of entry, as the country pack names it
 * @param carrier the flight, vessel or vehicle, in capitals without spaces, so that all who write it differently come together
 * @param travellers how many
 * @param person the identity number of who declared, or null
 * @param withdrawnAt when it was withdrawn, or null
 */
public record Declaration(
        String number,
        int version,
        boolean arrival,
        String port,
        LocalDate travelDate,
        String carrier,
        int travellers,
        @Nullable String person,
        @Nullable Instant withdrawnAt,
        Instant submittedAt) {
    public boolean isWithdrawn() {
        return withdrawnAt != null;
    }
}
