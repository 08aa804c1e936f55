package bz.ceiba.platform.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.platform.kernel.Country;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class GrantTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Agreement ANY = Agreements.load(Country.load()).all().getFirst();

    @Test
    void letsThroughWhatIsGrantedAndNothingElse() {
        JsonNode answer = JSON.readTree("""
                {"a": 1, "b": {"c": "x", "d": "y"}, "e": [{"f": true, "g": 2}, {"g": 3}], "h": ["p", "q"], "i": {"j": 1}}
                """);
        assertThat(cut(answer, "/a", "/b/c", "/e/*/f", "/h/*")).isEqualTo(JSON.readTree("""
                {"a": 1, "b": {"c": "x"}, "e": [{"f": true}], "h": ["p", "q"]}
                """));
    }

    @Test
    void aPointerToAnObjectOrListGivesNothingOfIt() {
        JsonNode answer = JSON.readTree("{\"a\": {\"b\": 1}, \"c\": [1, 2], \"d\": [[1]]}");
        assertThat(cut(answer, "/a", "/c", "/d/*")).isEqualTo(JSON.readTree("{\"d\": []}"));
    }

    @Test
    void aStarStandsForElementsOfListsOnly() {
        assertThat(cut(JSON.readTree("{\"a\": {\"x\": 1, \"*\": 2}}"), "/a/*")).isEqualTo(JSON.readTree("{}"));
        assertThat(cut(JSON.readTree("{\"a\": [1]}"), "/a/0")).isEqualTo(JSON.readTree("{}"));
    }

    @Test
    void namesWithSlashAndTildeArePointedAtAsInRfc6901() {
        assertThat(cut(JSON.readTree("{\"a/b\": 1, \"c~d\": 2, \"e\": 3}"), "/a~1b", "/c~0d"))
                .isEqualTo(JSON.readTree("{\"a/b\": 1, \"c~d\": 2}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "a", "//a", "/a/", "/a~2", "/a~"})
    void refusesWhatIsNoPointerToAField(String pointer) {
        assertThatThrownBy(() -> Grant.tokens(pointer)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Whatever the answer and whatever the grant: each value that gets out stands at a granted place of the answer. */
    @Test
    void neverLetsOutMoreThanGranted() {
        Random random = new Random(20_261_123);
        for (int round = 0; round < 5_000; round++) {
            JsonNode answer = object(random, 4);
            Set<String> places = new TreeSet<>();
            leaves(answer, "", places);
            List<String> granted = new ArrayList<>();
            for (String place : places) {
                if (random.nextInt(3) == 0) {
                    granted.add(place);
                }
            }
            granted.add("/" + name(random) + "/" + (random.nextBoolean() ? "*" : name(random)));
            JsonNode out = cut(answer, granted.toArray(String[]::new));
            Set<String> got = new TreeSet<>();
            leaves(out, "", got);

            assertThat(granted).as("granted of %s", answer).containsAll(got);
            Set<String> wanted = new TreeSet<>(places);
            wanted.retainAll(Set.copyOf(granted));
            assertThat(got)
                    .as("what is granted and there gets out of %s", answer)
                    .isEqualTo(wanted);
            assertThat(values(answer)).containsAll(values(out));
        }
    }

    private static JsonNode cut(JsonNode answer, String... pointers) {
        return new Grant(ANY, List.of(pointers)).cut(answer);
    }

    private static String name(Random random) {
        return String.valueOf((char) ('a' + random.nextInt(5)));
    }

    private static ObjectNode object(Random random, int depth) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (int i = random.nextInt(4); i >= 0; i--) {
            object.set(name(random), node(random, depth - 1));
        }
        return object;
    }

    private static JsonNode node(Random random, int depth) {
        int kind = depth <= 0 ? 2 : random.nextInt(4);
        if (kind == 0) {
            return object(random, depth);
        }
        if (kind == 1) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            for (int i = random.nextInt(3); i > 0; i--) {
                array.add(node(random, depth - 1));
            }
            return array;
        }
        return JsonNodeFactory.instance.numberNode(random.nextLong());
    }

    private static void leaves(JsonNode node, String place, Set<String> into) {
        if (node.isObject()) {
            node.properties().forEach(member -> leaves(member.getValue(), place + "/" + member.getKey(), into));
        } else if (node.isArray()) {
            node.forEach(element -> leaves(element, place + "/*", into));
        } else {
            into.add(place);
        }
    }

    private static List<Long> values(JsonNode node) {
        List<Long> values = new ArrayList<>();
        if (node.isContainer()) {
            node.forEach(child -> values.addAll(values(child)));
        } else {
            values.add(node.longValue());
        }
        return values;
    }
}
