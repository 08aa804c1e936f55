package bz.ceiba.platform.cases;

import bz.ceiba.platform.kernel.PersonNumber;
import java.time.LocalDate;
import java.util.UUID;

/** A colleague on leave, and who stands in for him from the first to the last day. */
public record Leave(
        UUID id, String officerName, PersonNumber delegate, String delegateName, LocalDate from, LocalDate to) {}
