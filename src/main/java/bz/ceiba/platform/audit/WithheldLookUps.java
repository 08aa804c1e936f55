package bz.ceiba.platform.audit;

import bz.ceiba.platform.kernel.CaseNumber;
import java.util.List;

/** Knows which look-ups a court lets an agency keep from the person for a while. */
public interface WithheldLookUps {
    /** The look-ups of an agency for one case. */
    record Order(String agency, CaseNumber caseNumber) {}

    /** The orders that hold at this moment. */
    List<Order> now();
}
