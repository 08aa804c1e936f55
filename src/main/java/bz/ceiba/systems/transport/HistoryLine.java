package bz.ceiba.systems.transport;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One fact as the register has or had it.
 *
 * @param kind the last word of its message key
 * @param says what was so: a plate, a name, or the last word of a message key
 * @param to when it ceased to be so, or null
 * @param until when the register ceased to say so, or null while it says it
 * @param by the officer who made it known, or null
 * @param caseNumber in which it was decided, or null
 */
public record HistoryLine(
        String kind,
        String says,
        Instant from,
        @Nullable Instant to,
        Instant since,
        @Nullable Instant until,
        @Nullable String by,
        @Nullable String caseNumber,
        String why) {}
