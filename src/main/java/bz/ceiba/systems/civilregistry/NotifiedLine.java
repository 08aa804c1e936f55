package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.kernel.LocalizedText;
import java.time.LocalDate;

/**
 * A notification of which no entry is known.
 *
 * @param daysLeft until when it is free; less than nothing when it is late
 */
public record NotifiedLine(
        String sender,
        LocalizedText agency,
        String number,
        Kind kind,
        VitalEvent event,
        LocalDate on,
        String place,
        long daysLeft) {}
