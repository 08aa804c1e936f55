package bz.ceiba.systems.identity.register;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whom a person lets act for him, and who asks him to act, as he reads it.
 *
 * @param given whom he lets
 * @param received who lets him, or asks
 */
public record DelegationPage(List<Line> given, List<Line> received) {
    /**
     * One of them.
     *
     * @param other the other person's name
     * @param matters in words
     * @param lastDay on which it holds
     * @param waiting whether it waits for an answer
     * @param over since when it is no more, or null
     */
    public record Line(
            UUID id,
            String other,
            String matters,
            @Nullable LocalDate lastDay,
            boolean waiting,
            @Nullable Instant over) {}

    public DelegationPage {
        given = List.copyOf(given);
        received = List.copyOf(received);
    }
}
