package bz.ceiba.systems.border.screening;

import java.time.Instant;
import java.util.List;

/**
 * What screening says of a traveller: nothing, or that an officer has to look and why. It never says that somebody is refused.
 *
 * @param reference as the traveller was asked about
 */
public record Screened(String reference, Instant at, List<Match> matches, List<Referral> referrals) {
    public Screened {
        matches = List.copyOf(matches);
        referrals = List.copyOf(referrals);
    }

    /** Whether an officer has to look. */
    public boolean refer() {
        return matches.stream().anyMatch(Match::isOpen)
                || referrals.stream().anyMatch(referral -> !referral.reversed());
    }
}
