package bz.ceiba.systems.border;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What an officer decided of one traveller.
 *
 * @param version of the declaration that he saw
 * @param position of the traveller, counted from 1
 * @param until the last day of the stay, or null
 * @param words conditions or grounds
 * @param rightsTold whether the traveller was told of his rights, in a language that he understands
 */
public record Decision(
        String number,
        int version,
        int position,
        Outcome outcome,
        @Nullable LocalDate until,
        String words,
        boolean rightsTold,
        String byName,
        Instant decidedAt) {}
