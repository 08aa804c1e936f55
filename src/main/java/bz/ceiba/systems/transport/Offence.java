package bz.ceiba.systems.transport;

import bz.ceiba.platform.kernel.LocalizedText;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An offence on the road that a ticket can be written for.
 *
 * @param liable who answers for it when both are known
 * @param section of the law, or null while nobody has confirmed it
 * @param rates what it cost at which time
 */
public record Offence(String code, Liable liable, @Nullable String section, LocalizedText name, List<Rate> rates) {
    /** Who answers for an offence. */
    public enum Liable {
        DRIVER,
        KEEPER
    }

    /**
     * A fixed penalty.
     *
     * @param from the first day, and {@code to} the last; null for none
     * @param points for the driver
     */
    public record Rate(LocalDate from, @Nullable LocalDate to, long cents, int points) {
        boolean holds(LocalDate day) {
            return !day.isBefore(from) && (to == null || !day.isAfter(to));
        }
    }

    public Offence {
        rates = List.copyOf(rates);
    }

    Optional<Rate> on(LocalDate day) {
        return rates.stream().filter(rate -> rate.holds(day)).findFirst();
    }
}
