package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.kernel.CountryPack;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the demonstration's people are made of: {@code belize/demo-people.yaml}. */
record Ingredients(
        Map<String, Tradition> traditions,
        Map<String, Settlement> districts,
        Map<String, Place> places,
        List<String> streets,
        Map<String, List<String>> roads,
        List<String> landmarks) {
    /**
     * A tradition's names.
     *
     * @param middle how many of a hundred have a middle name
     * @param spanish how many of a hundred would rather read Spanish
     */
    record Tradition(int middle, int spanish, List<String> male, List<String> female, List<String> family) {}

    /**
     * Who lives in a district.
     *
     * @param people how many of a thousand
     * @param shares how many of a hundred of these are of each tradition
     */
    record Settlement(int people, Map<String, Integer> shares) {}

    /**
     * What is special about a town or village.
     *
     * @param size how much larger than a village it is, or null
     * @param tradition whose home it is, or null
     */
    record Place(@Nullable Integer size, @Nullable String tradition) {
        static final Place VILLAGE = new Place(null, null);

        int weight() {
            return size == null ? 1 : size;
        }
    }

    static Ingredients load() {
        return CountryPack.read("demo-people", Ingredients.class);
    }
}
