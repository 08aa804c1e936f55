package bz.ceiba.platform.documents;

import java.time.Period;
import java.util.Map;

/** How long documents are kept, as those who issue them say it. Declare a bean; the operator's settings win over it. */
@FunctionalInterface
public interface RetentionSchedule {
    /** By a document's type, from its last day of validity on. */
    Map<String, Period> periods();
}
