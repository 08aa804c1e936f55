package bz.ceiba.systems.portal;

import bz.ceiba.platform.kernel.CountryPack;
import bz.ceiba.platform.kernel.LocalizedText;
import java.util.List;
import java.util.Set;

/**
 * What services are about.
 *
 * @param rooms the first words of their identifiers
 */
record Subject(LocalizedText name, Set<String> rooms) {
    private record Pack(List<Subject> subjects) {}

    Subject {
        rooms = Set.copyOf(rooms);
    }

    /**
     * Reads the country pack, in the order in which they are shown.
     *
     * @throws IllegalStateException when the file is missing or wrong
     */
    static List<Subject> load() {
        return CountryPack.read("subjects", Pack.class).subjects();
    }
}
