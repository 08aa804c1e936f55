package bz.ceiba.platform.cases;

import java.time.LocalDate;
import java.util.List;

/**
 * What a supervisor sees of an agency's work.
 *
 * @param weeks the last full weeks, oldest first
 * @param piles open cases by service, state and age
 */
public record BoardFigures(List<Week> weeks, List<Pile> piles) {
    /** Over how many full weeks the forecast takes its means. */
    public static final int WEEKS = 8;

    private static final int AHEAD = 4;

    /** A week that begins on that Monday, with the cases that came and those that were closed. */
    public record Week(LocalDate monday, long came, long closed) {}

    /**
     * The open cases of a service in one state.
     *
     * @param upTo5 five days old or younger, and so on
     * @param late those whose deadline has passed
     */
    public record Pile(
            String service,
            int version,
            String state,
            long count,
            long upTo5,
            long upTo10,
            long upTo20,
            long older,
            long late) {}

    public BoardFigures {
        weeks = List.copyOf(weeks);
        piles = List.copyOf(piles);
    }

    public long open() {
        return piles.stream().mapToLong(Pile::count).sum();
    }

    public long late() {
        return piles.stream().mapToLong(Pile::late).sum();
    }

    /** Cases that came in a mean week. */
    public double comePerWeek() {
        return weeks.stream().mapToLong(Week::came).average().orElse(0);
    }

    /** Cases that were closed in a mean week. */
    public double closedPerWeek() {
        return weeks.stream().mapToLong(Week::closed).average().orElse(0);
    }

    /** How many will be open in four weeks if cases come and are closed as in the mean of the last weeks. */
    public long openInFourWeeks() {
        return Math.max(0, Math.round(open() + AHEAD * (comePerWeek() - closedPerWeek())));
    }

    /** How many cases a mean week would have to close so that in four weeks none but the week's own are open. */
    public long neededPerWeek() {
        return (long) Math.ceil(comePerWeek() + (double) open() / AHEAD);
    }
}
