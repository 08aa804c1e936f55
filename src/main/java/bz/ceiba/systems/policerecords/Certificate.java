package bz.ceiba.systems.policerecords;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.PersonNumber;

/**
 * A certificate that was issued and what it says.
 *
 * @param document the number by which it is verified
 */
record Certificate(CaseNumber caseNumber, PersonNumber holder, String document, Planned says) {}
