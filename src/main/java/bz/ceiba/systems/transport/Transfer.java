package bz.ceiba.systems.transport;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.PersonNumber;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A vehicle that is to change hands.
 *
 * @param keeper who gives it away
 * @param buyer who is asked whether he takes it
 * @param buyerName as his sign-in says it, or null until he answered
 * @param handedOn from the beginning of that day he answers for it
 * @param confirmed what he said, or null until then
 */
public record Transfer(
        CaseNumber caseNumber,
        long vehicle,
        String plate,
        PersonNumber keeper,
        String keeperName,
        PersonNumber buyer,
        @Nullable String buyerName,
        LocalDate handedOn,
        @Nullable Boolean confirmed) {}
