package bz.ceiba.systems.border.screening;

import bz.ceiba.systems.border.IcaoStates;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What name, birth date, nationality and sex together say of whether a list means a traveller. */
final class Grading {
    /** Names must be so alike when the whole birth date is the same, when part of it is, and when it is unknown. */
    private static final double WITH_BIRTH = 0.86;

    private static final double WITH_PART = 0.88;
    private static final double ALONE = 0.93;

    private static final double EXTRA_PART = 0.02;
    private static final double OTHER_MIDDLE = 0.1;
    private static final double SINGLE = 0.08;

    private Grading() {}

    /** Nothing when it is somebody else. */
    static Optional<Found> of(
            Traveller traveller,
            WatchEntry entry,
            List<String> asked,
            List<String> listed,
            double[][] scores,
            Birth birth) {
        Name name = name(asked, listed, scores);
        boolean otherNation = IcaoStates.isState(traveller.nationality())
                && !entry.nationalities().isEmpty()
                && !entry.nationalities().contains(traveller.nationality());
        boolean sameNation = !entry.nationalities().isEmpty()
                && !otherNation
                && !traveller.nationality().isEmpty();
        boolean otherSex = entry.sex().matches("[FM]")
                && traveller.sex().matches("[FM]")
                && !entry.sex().equals(traveller.sex());
        Grade grade =
                switch (birth) {
                    case SAME ->
                        name.score < WITH_BIRTH ? null : otherNation || otherSex ? Grade.POSSIBLE : Grade.STRONG;
                    case PARTLY, NEAR -> name.score < WITH_PART || otherSex || otherNation ? null : Grade.POSSIBLE;
                    case UNKNOWN -> name.score < ALONE || name.whole < 2 || otherSex || otherNation ? null : Grade.NAME;
                    case OTHER -> null;
                };
        if (grade == null) {
            return Optional.empty();
        }
        List<Reason> reasons = new ArrayList<>();
        String written = String.join(" ", listed).toUpperCase(Locale.ROOT);
        reasons.add(new Reason(name.score >= 0.999 ? "name-same" : "name-like", written));
        reasons.add(Reason.of("birth-" + birth.name().toLowerCase(Locale.ROOT)));
        if (sameNation) {
            reasons.add(Reason.of("nationality-same"));
        } else if (otherNation) {
            reasons.add(Reason.of("nationality-other"));
        }
        if (otherSex) {
            reasons.add(Reason.of("sex-other"));
        }
        return Optional.of(new Found(entry, grade, name.score, reasons));
    }

    /**
     * How alike names are.
     *
     * @param whole how many parts are alike that are more than an initial
     */
    private record Name(double score, int whole) {}

    /** Parts in any order, each with the one that it is likest; of three or more, one may be another. */
    private static Name name(List<String> asked, List<String> listed, double[][] scores) {
        int fewer = Math.min(asked.size(), listed.size());
        int more = Math.max(asked.size(), listed.size());
        boolean[] usedAsked = new boolean[asked.size()];
        boolean[] usedListed = new boolean[listed.size()];
        double sum = 0;
        int matched = 0;
        int whole = 0;
        for (int n = 0; n < fewer; n++) {
            int bestAsked = -1;
            int bestListed = -1;
            double best = Romanised.ALIKE;
            for (int a = 0; a < asked.size(); a++) {
                for (int l = 0; l < listed.size(); l++) {
                    if (!usedAsked[a]
                            && !usedListed[l]
                            && (scores[a][l] > best || (scores[a][l] == best && bestAsked < 0))) {
                        best = scores[a][l];
                        bestAsked = a;
                        bestListed = l;
                    }
                }
            }
            if (bestAsked < 0) {
                break;
            }
            usedAsked[bestAsked] = true;
            usedListed[bestListed] = true;
            sum += best;
            matched++;
            if (asked.get(bestAsked).length() > 1 && listed.get(bestListed).length() > 1) {
                whole++;
            }
        }
        if (matched == 0 || matched < fewer - (fewer >= 3 ? 1 : 0)) {
            return new Name(0, 0);
        }
        double score = sum / matched - EXTRA_PART * (more - fewer);
        if (matched < fewer) {
            score -= OTHER_MIDDLE;
        }
        if (fewer == 1 && more > 1) {
            score -= SINGLE;
        }
        return new Name(score, whole);
    }
}
