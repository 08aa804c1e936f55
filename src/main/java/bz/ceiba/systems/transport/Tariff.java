package bz.ceiba.systems.transport;

import bz.ceiba.platform.kernel.CountryPack;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Offences and fixed penalties of the country pack: {@code belize/offences.yaml}. What was in force on the day of the offence counts.
 *
 * @param head the Treasury's revenue head of fines
 */
record Tariff(boolean demo, String head, List<Offence> offences, List<Rules> rules) {
    private static final String FILE = "/belize/offences.yaml";

    /**
     * What holds for all offences.
     *
     * @param discountPercent what is taken off when all is paid within {@code discountDays} of the offence
     * @param partsFromCents from which amount on it may be paid in parts
     * @param pointsLimit who has so many points within {@code pointsMonths} may not drive for {@code suspensionMonths}
     */
    record Rules(
            LocalDate from,
            int discountPercent,
            int discountDays,
            int dueDays,
            long partsFromCents,
            int parts,
            int partsDays,
            int pointsLimit,
            int pointsMonths,
            int suspensionMonths) {}

    Tariff {
        offences = List.copyOf(offences);
        rules = rules.stream()
                .sorted(Comparator.comparing(Rules::from).reversed())
                .toList();
    }

    /**
     * Reads the country pack.
     *
     * @throws IllegalStateException when the file is missing or wrong
     */
    static Tariff load() {
        return CountryPack.read("offences", Tariff.class);
    }

    Optional<Offence> offence(String code) {
        return offences.stream().filter(one -> one.code().equals(code)).findFirst();
    }

    Rules on(LocalDate day) {
        return rules.stream()
                .filter(one -> !one.from().isAfter(day))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(FILE + " has no rules for " + day));
    }
}
