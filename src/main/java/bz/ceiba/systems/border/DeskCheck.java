package bz.ceiba.systems.border;

import bz.ceiba.systems.border.carrier.Difference;
import bz.ceiba.systems.border.screening.Grade;
import bz.ceiba.systems.border.screening.Referral;
import java.util.List;

/**
 * What is known of a traveller besides what he declared, for Immigration's officer. Of watchlists it says how much speaks for a match and nothing of what
 * stands there.
 *
 * @param matches those that nobody has cleared, by grade
 * @param referrals rules that pick him out and were not recalled
 * @param list what the carrier's list says
 * @param differences where the carrier's list differs from the declaration
 */
public record DeskCheck(List<Grade> matches, List<Referral> referrals, OnList list, List<Difference> differences) {
    /** What the carrier says of him. */
    public enum OnList {
        /** No carrier has sent a list of this voyage. */
        NO_LIST,
        /** There is a list, and he is not on it. */
        MISSING,
        LISTED,
        /** He is on it, and the carrier said that he did not board. */
        NOT_ON_BOARD
    }

    public DeskCheck {
        matches = List.copyOf(matches);
        referrals = List.copyOf(referrals);
        differences = List.copyOf(differences);
    }

    /** The same with its differences in other words. */
    DeskCheck with(List<Difference> others) {
        return new DeskCheck(matches, referrals, list, others);
    }

    /** Whether an officer has to look more closely. */
    public boolean refer() {
        return !matches.isEmpty() || !referrals.isEmpty();
    }
}
