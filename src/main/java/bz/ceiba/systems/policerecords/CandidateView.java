package bz.ceiba.systems.policerecords;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A candidate as officers see it.
 *
 * @param person the record as it stands
 * @param convictions those that are neither sealed nor annulled
 * @param spent which of them are spent, by id
 * @param judgement the latest, or null
 * @param unjudged whether somebody has still to say who it is
 */
public record CandidateView(
        PersonEntry person,
        double score,
        List<Reason> reasons,
        List<Conviction> convictions,
        Map<Long, Boolean> spent,
        @Nullable Judgement judgement,
        boolean unjudged) {
    public CandidateView {
        reasons = List.copyOf(reasons);
        convictions = List.copyOf(convictions);
        spent = Map.copyOf(spent);
    }

    /** To two decimals; only an identity number that is equal makes it 1. */
    public String rounded() {
        return String.format(Locale.ROOT, "%.2f", score < 1 ? Math.min(score, 0.99) : score);
    }

    public boolean isSpent(Conviction conviction) {
        return Boolean.TRUE.equals(spent.get(conviction.id()));
    }
}
