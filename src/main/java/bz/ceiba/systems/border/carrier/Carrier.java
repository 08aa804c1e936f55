package bz.ceiba.systems.border.carrier;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line that carries people over the border.
 *
 * @param designators with which the numbers of its voyages begin
 * @param certificate SHA-256 of that with which its system connects, or null
 */
public record Carrier(
        String code,
        String name,
        List<String> designators,
        @Nullable String certificate) {
    public Carrier {
        designators = List.copyOf(designators);
    }

    /** Whether a voyage is its own: its designator, and then a number. */
    boolean sails(String voyage) {
        return designators.stream()
                .anyMatch(own -> voyage.startsWith(own)
                        && voyage.length() > own.length()
                        && voyage.substring(own.length()).matches("-?\\d{1,5}[A-Z]?"));
    }
}
