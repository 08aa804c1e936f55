package bz.ceiba.platform.exchange;

import bz.ceiba.platform.kernel.CaseNumber;

/** Knows which cases are being worked on; the exchange answers no question without one. */
public interface LiveCases {
    /** Whether the case exists, is about to be or has just been worked on by the agency, and is not closed. */
    boolean isLive(CaseNumber caseNumber, String agency);
}
