package bz.ceiba.systems.border.screening;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a watchlist that may mean a traveller; a person judges whether it does.
 *
 * @param listVersion as it was when it was found
 * @param cleared whether a person said before that this traveller is not whom this entry, as it is worded, means
 * @param verdict YES, NO or UNKNOWN; null before anybody judged
 */
public record Match(
        long id,
        String reference,
        String list,
        String entry,
        int listVersion,
        Grade grade,
        double score,
        List<Reason> reasons,
        boolean cleared,
        @Nullable String verdict) {
    public Match {
        reasons = List.copyOf(reasons);
    }

    /** Whether an officer has to look at it. */
    public boolean isOpen() {
        return !cleared && !"NO".equals(verdict);
    }
}
