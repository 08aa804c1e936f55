package bz.ceiba.systems.border;

import bz.ceiba.platform.kernel.Money;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What Customs assessed once.
 *
 * @param total to be paid
 * @param needsPermit whether agricultural health has to allow some of it
 * @param bill that was raised, or null
 */
public record AssessedDuty(
        Money total, boolean needsPermit, @Nullable UUID bill, String byName, Instant assessedAt) {}
