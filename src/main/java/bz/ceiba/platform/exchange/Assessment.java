package bz.ceiba.platform.exchange;

import bz.ceiba.platform.kernel.LocalizedText;
import java.time.LocalDate;
import java.util.List;

/**
 * What can go wrong for people when sensitive data are used, and what is done about it: {@code assessments/<id>.yaml}.
 *
 * @param agreements and services that it covers, by their identifiers
 * @param approvedBy who took the responsibility
 * @param reviewOn the day from which it counts no more
 * @param demo whether nobody has approved it yet
 */
public record Assessment(
        String id,
        int version,
        LocalizedText title,
        List<String> agreements,
        List<String> services,
        LocalizedText approvedBy,
        LocalDate approvedOn,
        LocalDate reviewOn,
        boolean demo,
        LocalizedText necessity,
        List<Risk> risks) {
    /** How much. */
    public enum Degree {
        LOW,
        MEDIUM,
        HIGH
    }

    /**
     * Something that can go wrong.
     *
     * @param likelihood before anything is done about it
     * @param harm to those whose data it is
     * @param measures what is done
     * @param residual how much is left
     */
    public record Risk(
            LocalizedText what, Degree likelihood, Degree harm, List<LocalizedText> measures, Degree residual) {
        public Risk {
            measures = List.copyOf(measures);
        }
    }

    public Assessment {
        agreements = agreements == null ? List.of() : List.copyOf(agreements);
        services = services == null ? List.of() : List.copyOf(services);
        risks = List.copyOf(risks);
    }

    /** Whether it still counts on a day. */
    public boolean isCurrent(LocalDate day) {
        return !day.isBefore(approvedOn) && day.isBefore(reviewOn);
    }
}
