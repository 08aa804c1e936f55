package bz.ceiba.systems.policerecords;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A candidate of a case, with the judgement that counts.
 *
 * @param version of the record that was compared
 * @param judgement the latest, or null
 */
record Screened(
        long person,
        int version,
        double score,
        List<Reason> reasons,
        Instant foundAt,
        @Nullable Judgement judgement) {
    Screened {
        reasons = List.copyOf(reasons);
    }

    /** Whether an officer has still to say who it is. */
    boolean unjudged() {
        return judgement == null || judgement.verdict() == Verdict.UNSURE;
    }

    boolean is(Verdict verdict) {
        return judgement != null && judgement.verdict() == verdict;
    }
}
