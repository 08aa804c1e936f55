package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.kernel.LocalizedText;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Within which time births are registered, and the hospitals, from the country pack; the table in force on the day of birth counts. */
final class RegistryRules {
    /**
     * A law.
     *
     * @param ordinaryDays until when an officer registers at no fee, in days after the birth
     * @param lateMonths until when a supervisor's approval is enough, in months after the birth
     * @param nameMonths how long after the registration a first name may be given
     */
    record Limits(LocalDate from, int ordinaryDays, int lateMonths, int nameMonths) {}

    record Facility(String id, String district, LocalizedText name, boolean demo) {}

    private record Pack(boolean demo, List<Limits> limits, List<Facility> facilities) {}

    private static final String FILE = "/belize/civil-registry.yaml";

    private final List<Limits> limits;
    private final List<Facility> facilities;

    private RegistryRules(Pack pack) {
        this.limits = pack.limits().stream()
                .sorted(Comparator.comparing(Limits::from).reversed())
                .toList();
        this.facilities = List.copyOf(pack.facilities());
    }

    /**
     * Reads the country pack.
     *
     * @throws IllegalStateException when the file is missing or wrong
     */
    static RegistryRules load() {
        JsonMapper json = JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .build();
        try (InputStream in = RegistryRules.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("the country pack has no " + FILE);
            }
            return new RegistryRules(json.treeToValue(new YAMLMapper().readTree(in), Pack.class));
        } catch (IOException | tools.jackson.core.JacksonException e) {
            throw new IllegalStateException("the country pack's " + FILE + " can't be read: " + e.getMessage(), e);
        }
    }

    private Limits on(LocalDate day) {
        return limits.stream()
                .filter(table -> !day.isBefore(table.from()))
                .findFirst()
                .orElse(limits.getLast());
    }

    /** How late it is to register on a day. */
    Timing timing(LocalDate born, LocalDate on) {
        Limits law = on(born);
        if (!on.isAfter(born.plusDays(law.ordinaryDays()))) {
            return Timing.ORDINARY;
        }
        return on.isAfter(born.plusMonths(law.lateMonths())) ? Timing.DELAYED : Timing.LATE;
    }

    /** The last day on which it is free. */
    LocalDate ordinaryUntil(LocalDate born) {
        return born.plusDays(on(born).ordinaryDays());
    }

    /** The last day on which a first name may be given without a court. */
    LocalDate nameUntil(LocalDate registered) {
        return registered.plusMonths(on(registered).nameMonths());
    }

    List<Facility> facilities() {
        return facilities;
    }

    Optional<Facility> facility(String id) {
        return facilities.stream().filter(one -> one.id().equals(id)).findFirst();
    }
}
