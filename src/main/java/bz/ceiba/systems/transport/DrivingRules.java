package bz.ceiba.systems.transport;

import bz.ceiba.platform.kernel.CountryPack;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who may drive what and for how long, from the country pack: {@code belize/driving.yaml}. The table in force on a day counts. */
final class DrivingRules {
    private static final String FILE = "/belize/driving.yaml";

    /**
     * A class of licences.
     *
     * @param kinds of vehicles that need it
     * @param medical whether a doctor has to say each time that somebody may
     */
    record LicenceClass(int leastAge, List<VehicleKind> kinds, boolean medical) {
        LicenceClass {
            kinds = List.copyOf(kinds);
        }
    }

    /** A law. */
    record Table(
            LocalDate from,
            Map<String, LicenceClass> classes,
            int learnerDays,
            int provisionalMonths,
            int fullYears,
            int medicalFromAge) {
        Table {
            classes = Map.copyOf(classes);
        }

        LicenceClass of(String licenceClass) {
            LicenceClass found = classes.get(licenceClass);
            if (found == null) {
                throw new IllegalArgumentException("there is no class '" + licenceClass + "'");
            }
            return found;
        }

        /** The class that a driver of a kind of vehicle needs. */
        Optional<String> classFor(VehicleKind kind) {
            return classes.entrySet().stream()
                    .filter(one -> one.getValue().kinds().contains(kind))
                    .map(Map.Entry::getKey)
                    .findFirst();
        }

        boolean isOldEnough(String licenceClass, LocalDate born, LocalDate today) {
            return age(born, today) >= of(licenceClass).leastAge();
        }

        boolean needsMedical(String licenceClass, LocalDate born, LocalDate today) {
            return of(licenceClass).medical() || age(born, today) >= medicalFromAge;
        }

        /** The last day of what is given today. */
        LocalDate until(Stage stage, LocalDate born, LocalDate today) {
            LocalDate last =
                    switch (stage) {
                        case LEARNER -> today.plusDays(learnerDays);
                        case PROVISIONAL -> today.plusMonths(provisionalMonths);
                        case FULL -> today.plusYears(fullYears);
                    };
            LocalDate year = today.plusYears(1);
            return age(born, today) >= medicalFromAge && last.isAfter(year) ? year : last;
        }

        private static int age(LocalDate born, LocalDate today) {
            return Period.between(born, today).getYears();
        }
    }

    private record Pack(boolean demo, List<Table> tables) {}

    private final List<Table> tables;

    private DrivingRules(List<Table> tables) {
        this.tables = tables.stream()
                .sorted(Comparator.comparing(Table::from).reversed())
                .toList();
    }

    /**
     * Reads the country pack.
     *
     * @throws IllegalStateException when the file is missing or wrong
     */
    static DrivingRules load() {
        return new DrivingRules(CountryPack.read("driving", Pack.class).tables());
    }

    Table on(LocalDate day) {
        return tables.stream()
                .filter(table -> !table.from().isAfter(day))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(FILE + " has no table for " + day));
    }

    /** The instant with which a last day ends. */
    static Instant after(LocalDate last) {
        return last.plusDays(1)
                .atStartOfDay(bz.ceiba.platform.kernel.Country.ZONE)
                .toInstant();
    }
}
