package bz.ceiba.platform.exchange;

import bz.ceiba.platform.kernel.CaseNumber;

/** Knows which cases are being worked on; the exchange answers no question without one. */
public interface LiveCases {
    /**
     * Whether the case exists, is about to be or has just been worked on by the agency, and is not closed.
     *
     * @param alsoClosed whether one that is closed counts as well, as when somebody is about to take its decision back
     */
    boolean isLive(CaseNumber caseNumber, String agency, boolean alsoClosed);
}
