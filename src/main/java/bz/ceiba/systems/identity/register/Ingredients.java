package bz.ceiba.systems.identity.register;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What the demonstration's people are made of: {@code belize/demo-people.yaml}. */
record Ingredients(
        Map<String, Tradition> traditions,
        Map<String, Settlement> districts,
        Map<String, Place> places,
        List<String> streets,
        Map<String, List<String>> roads,
        List<String> landmarks) {
    private static final String FILE = "/belize/demo-people.yaml";

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
        JsonMapper json = JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .build();
        try (InputStream in = Ingredients.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("the country pack has no " + FILE);
            }
            return json.treeToValue(new YAMLMapper().readTree(in), Ingredients.class);
        } catch (IOException e) {
            throw new IllegalStateException("the country pack's " + FILE + " can't be read", e);
        }
    }
}
