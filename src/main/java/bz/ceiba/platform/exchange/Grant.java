package bz.ceiba.platform.exchange;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fields that an agreement grants for a purpose, ready to be cut out of answers. A granted pointer lets through one
 * text, number, truth value or null; an object or a list where it points at is left out, so that a source that grows
 * does not give more than was agreed. Objects and list elements with nothing granted in them are left out too.
 */
final class Grant {
    private static final String EACH = "*";

    private final Agreement agreement;
    private final Set<String> pointers;
    private final String fields;
    private final Step root = new Step();

    private static final class Step {
        private final Map<String, Step> next = new HashMap<>();
        private boolean granted;
    }

    Grant(Agreement agreement, List<String> pointers) {
        this.agreement = agreement;
        this.pointers = Set.copyOf(pointers);
        this.fields = String.join(" ", pointers);
        for (String pointer : pointers) {
            Step step = root;
            for (String token : tokens(pointer)) {
                step = step.next.computeIfAbsent(token, t -> new Step());
            }
            step.granted = true;
        }
    }

    /**
     * @throws IllegalArgumentException when it is no JSON pointer (RFC 6901, 3) below the root
     */
    static List<String> tokens(String pointer) {
        if (!pointer.matches("(/([^~/]|~[01])+)+")) {
            throw new IllegalArgumentException("'" + pointer + "' is no JSON pointer to a field");
        }
        return List.of(pointer.substring(1).split("/", -1)).stream()
                .map(token -> token.replace("~1", "/").replace("~0", "~"))
                .toList();
    }

    Agreement agreement() {
        return agreement;
    }

    /** The granted pointers, separated by spaces, as the audit log keeps them. */
    String fields() {
        return fields;
    }

    /** A new object with what is granted of the answer. */
    ObjectNode cut(JsonNode answer) {
        JsonNode cut = cut(answer, root);
        return cut instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
    }

    /** The same of an answer that may be a list. */
    JsonNode cutAny(JsonNode answer) {
        if (!answer.isArray()) {
            return cut(answer);
        }
        JsonNode cut = cut(answer, root);
        return cut == null ? JsonNodeFactory.instance.arrayNode() : cut;
    }

    boolean grantsAll(Collection<Agreements.Field> described) {
        return described.stream().map(Agreements.Field::pointer).allMatch(pointers::contains);
    }

    private static @Nullable JsonNode cut(JsonNode node, Step step) {
        if (node.isObject()) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                @Nullable Step next = EACH.equals(member.getKey()) ? null : step.next.get(member.getKey());
                @Nullable JsonNode part = next == null ? null : cut(member.getValue(), next);
                if (part != null) {
                    copy.set(member.getKey(), part);
                }
            }
            return copy.isEmpty() ? null : copy;
        }
        if (node.isArray()) {
            @Nullable Step each = step.next.get(EACH);
            if (each == null) {
                return null;
            }
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            for (JsonNode element : node) {
                @Nullable JsonNode part = cut(element, each);
                if (part != null) {
                    copy.add(part);
                }
            }
            return copy;
        }
        boolean plain = node.isString() || node.isNumber() || node.isBoolean() || node.isNull();
        return step.granted && plain ? node : null;
    }

    /** One for each purpose of the agreement. */
    static SortedMap<String, Grant> byPurpose(Agreement agreement) {
        TreeMap<String, Grant> grants = new TreeMap<>();
        agreement.grants().forEach((purpose, pointers) -> grants.put(purpose, new Grant(agreement, pointers)));
        return grants;
    }
}
