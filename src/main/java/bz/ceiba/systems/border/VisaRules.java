package bz.ceiba.systems.border;

import bz.ceiba.platform.kernel.CountryPack;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who needs a visa: {@code belize/visas.yaml}.
 *
 * @param exempt lists of nationalities that need none
 * @param reduced lists of those that pay the reduced fee
 * @param singleDays for how many days a visa for one entry may be used at most
 * @param multipleDays the same for several
 */
record VisaRules(boolean demo, List<Dated> exempt, List<Dated> reduced, int singleDays, int multipleDays) {
    private static final String FILE = "/belize/visas.yaml";

    /** Nationalities, as ISO 3166-1 alpha-3 codes them, from a day on, and until one if there is one. */
    record Dated(LocalDate from, @Nullable LocalDate to, Set<String> nationalities) {
        Dated {
            nationalities = Set.copyOf(nationalities);
            nationalities.stream()
                    .filter(one -> !IcaoStates.isKnown(one) && !one.equals("DEU"))
                    .forEach(one -> {
                        throw new IllegalStateException(FILE + ": '" + one + "' is no nationality");
                    });
        }

        boolean has(String nationality, LocalDate on) {
            return nationalities.contains(nationality) && !on.isBefore(from) && (to == null || !on.isAfter(to));
        }
    }

    /**
     * Reads them.
     *
     * @throws IllegalStateException when the file is missing or wrong
     */
    static VisaRules load() {
        return CountryPack.read("visas", VisaRules.class);
    }

    /**
     * Whether nationals need a visa on a day.
     *
     * @param nationality as ICAO codes it
     */
    boolean isNeeded(String nationality, LocalDate on) {
        String state = IcaoStates.iso(nationality);
        return !state.equals(Traveller.HOME) && exempt.stream().noneMatch(list -> list.has(state, on));
    }

    boolean isReduced(String nationality, LocalDate on) {
        return reduced.stream().anyMatch(list -> list.has(IcaoStates.iso(nationality), on));
    }

    /** The last day that a visa which is granted on a day can have. */
    LocalDate latest(boolean multiple, LocalDate granted) {
        return granted.plusDays(multiple ? multipleDays : singleDays);
    }
}
