package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.kernel.CaseNumber;
import java.time.LocalDate;

/**
 * A certificate of no impediment, or a licence that stands for one.
 *
 * @param document by which it is verified, and which the celebrant names
 * @param until the last day on which they may marry on it
 */
record Clearance(CaseNumber caseNumber, String document, boolean licence, LocalDate givenOn, LocalDate until) {}
