package bz.ceiba.systems.transport;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What stands on somebody's licence now besides its classes.
 *
 * @param licenceClass for which it holds, or {@link #ALL}
 * @param reference of the order, paper or test
 * @param until when it ends by itself, or null
 */
public record Endorsement(
        String licenceClass,
        String code,
        String reference,
        @Nullable Instant until) {
    public static final String ALL = "*";

    boolean isFor(String other) {
        return licenceClass.equals(ALL) || licenceClass.equals(other);
    }
}
