package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.kernel.CountryPack;
import bz.ceiba.platform.kernel.LocalizedText;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Within which time events are registered, and the hospitals, from the country pack; the table in force on the day with which the time begins counts. */
final class RegistryRules {
    /**
     * A law.
     *
     * @param ordinaryDays until when an officer registers at no fee, in days after the birth, or after the finding of who was found
     * @param lateMonths until when a supervisor's approval is enough, in months after the same day
     * @param nameMonths how long after the registration a first name may be given, of births
     */
    record Limits(LocalDate from, int ordinaryDays, int lateMonths, int nameMonths) {}

    record Facility(String id, String district, LocalizedText name, boolean demo) {}

    private record Pack(
            boolean demo,
            Map<String, List<Limits>> limits,
            List<String> forCoroner,
            List<Facility> facilities,
            List<Census> census) {}

    /** How many people were counted. */
    record Census(int year, long people) {}

    private final Map<String, List<Limits>> limits;
    private final List<String> forCoroner;
    private final List<Facility> facilities;
    private final List<Census> census;

    private RegistryRules(Pack pack) {
        Map<String, List<Limits>> sorted = new HashMap<>();
        for (VitalEvent event : VitalEvent.values()) {
            sorted.put(
                    event.word(),
                    pack.limits().getOrDefault(event.word(), List.of()).stream()
                            .sorted(Comparator.comparing(Limits::from).reversed())
                            .toList());
        }
        this.limits = Map.copyOf(sorted);
        this.forCoroner = List.copyOf(pack.forCoroner());
        this.facilities = List.copyOf(pack.facilities());
        this.census = pack.census().stream()
                .sorted(Comparator.comparingInt(Census::year).reversed())
                .toList();
    }

    /**
     * Reads the country pack.
     *
     * @throws IllegalStateException when the file is missing or wrong
     */
    static RegistryRules load() {
        return new RegistryRules(CountryPack.read("civil-registry", Pack.class));
    }

    private Limits on(VitalEvent event, LocalDate day) {
        List<Limits> tables = Objects.requireNonNull(limits.get(event.word()));
        return tables.stream()
                .filter(table -> !day.isBefore(table.from()))
                .findFirst()
                .orElse(tables.getLast());
    }

    /** How late it is to register on a day. */
    Timing timing(Kind kind, Facts facts, LocalDate on) {
        LocalDate begins = facts.begins(kind);
        Limits law = on(kind.event(), begins);
        if (!on.isAfter(begins.plusDays(law.ordinaryDays()))) {
            return Timing.ORDINARY;
        }
        return on.isAfter(begins.plusMonths(law.lateMonths())) ? Timing.DELAYED : Timing.LATE;
    }

    /** The last day on which it is free. */
    LocalDate ordinaryUntil(Kind kind, Facts facts) {
        LocalDate begins = facts.begins(kind);
        return begins.plusDays(on(kind.event(), begins).ordinaryDays());
    }

    /** The last day on which a first name may be given without a court. */
    LocalDate nameUntil(LocalDate registered) {
        return registered.plusMonths(on(VitalEvent.BIRTH, registered).nameMonths());
    }

    /** Whether what an agency notifies is a matter for the coroner, whatever it says of it. */
    boolean isForCoroner(String agency) {
        return forCoroner.contains(agency);
    }

    /** The people of a year by the last census before it; empty for a year before all of them. */
    Optional<Long> population(int year) {
        return census.stream()
                .filter(one -> one.year() <= year)
                .map(Census::people)
                .findFirst();
    }

    List<Facility> facilities() {
        return facilities;
    }

    Optional<Facility> facility(String id) {
        return facilities.stream().filter(one -> one.id().equals(id)).findFirst();
    }
}
