package bz.ceiba.platform.documents;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.PersonNumber;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Knows which cases and forms name a file; what an open one names is not destroyed. */
public interface CaseReferences {
    /** The person's cases whose form names the file, open and closed. */
    List<CaseNumber> naming(PersonNumber owner, UUID file);

    /** Whether a form that the person has begun names the file. */
    boolean inDraft(PersonNumber owner, UUID file);

    /** Whether the case is still being worked on; false when there is none. */
    boolean isOpen(CaseNumber caseNumber);

    /** The agency whose case it is; empty when there is none. */
    Optional<String> agency(CaseNumber caseNumber);
}
