package bz.ceiba.platform.oversight;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.PersonNumber;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Knows in whose hands cases are. The room that keeps cases implements it. */
public interface CaseHolders {
    /** A member of staff who looked at a person's data for a case. */
    record Looked(CaseNumber caseNumber, String agency, PersonNumber officer, PersonNumber person, Instant at) {}

    /** What somebody who looked has to do with a case. */
    enum Holding {
        /** It is that person's case, and he has it, acted in it, or stands in for who has it: it explains the look. */
        HIS,
        /** A colleague had been given it before, and he has nothing to do with it. */
        ANOTHERS
    }

    /** Of some looks those at cases of that agency that are in somebody's hands. */
    Map<Looked, Holding> holdings(List<Looked> looks);
}
