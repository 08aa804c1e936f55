package bz.ceiba.platform.treasury;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** A day that is closed, for the list of them. */
public record ClosedDay(
        LocalDate day, Instant closedAt, @Nullable String closedByName) {}
