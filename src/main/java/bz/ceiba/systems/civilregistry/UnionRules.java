package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.kernel.CountryPack;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Who may marry and within which time, from the country pack; the table in force on the day of the notice counts. */
final class UnionRules {
    /**
     * A law.
     *
     * @param adultAge from which nobody has to consent
     * @param leastAge below which nobody marries
     * @param noticeDays how long a notice stands
     * @param certificateDays how long a certificate of no impediment and a licence are good
     * @param nameNoticeDays how long a new name is published
     * @param adoptedAge from which an adopted person may read the entry of his birth
     */
    record Limits(
            LocalDate from,
            int adultAge,
            int leastAge,
            int noticeDays,
            int certificateDays,
            int nameNoticeDays,
            int adoptedAge) {}

    private record Pack(boolean demo, List<Limits> limits, Set<String> prohibited) {}

    private final List<Limits> limits;
    private final Set<String> prohibited;

    private UnionRules(Pack pack) {
        this.limits = pack.limits().stream()
                .sorted(Comparator.comparing(Limits::from).reversed())
                .toList();
        this.prohibited = Set.copyOf(pack.prohibited());
    }

    /**
     * Reads the country pack.
     *
     * @throws IllegalStateException when the file is missing or wrong
     */
    static UnionRules load() {
        return new UnionRules(CountryPack.read("unions", Pack.class));
    }

    Limits on(LocalDate day) {
        return limits.stream()
                .filter(table -> !day.isBefore(table.from()))
                .findFirst()
                .orElse(limits.getLast());
    }

    /** Whether the law forbids a marriage between people who are this to each other. */
    boolean forbids(Kinship.Degree degree) {
        return prohibited.contains(degree.word());
    }
}
