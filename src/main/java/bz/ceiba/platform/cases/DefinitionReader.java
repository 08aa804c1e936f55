package bz.ceiba.platform.cases;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads a service definition from its two files, or from the body that was kept when it was published. */
final class DefinitionReader {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    /** A definition is wrong; the message names the file and, where known, the place in it. */
    static final class Unreadable extends RuntimeException {
        Unreadable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private DefinitionReader() {}

    /**
     * Merges the two files to one body.
     *
     * @param name by which errors call the service
     * @throws Unreadable when either is no YAML
     */
    static ObjectNode body(String name, InputStream service, InputStream form) throws IOException {
        ObjectNode body = tree(name + "/service.yaml", service);
        body.set("form", tree(name + "/form.yaml", form));
        expandEffects(body.path("onSubmit"));
        expandEffects(body.path("onBreach"));
        for (JsonNode transition : body.path("transitions")) {
            expandEffects(transition.path("effects"));
        }
        return body;
    }

    private static ObjectNode tree(String file, InputStream in) throws IOException {
        try {
            if (YAML.readTree(in.readAllBytes()) instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException e) {
            throw new Unreadable(file + ": " + e.getOriginalMessage() + place(e), e);
        }
        throw new Unreadable(file + ": must be a mapping", new IllegalArgumentException(file));
    }

    /** Files say {@code - notify: x} or {@code - bill}; the body says kind and argument. */
    private static void expandEffects(JsonNode effects) {
        for (int i = 0; i < effects.size(); i++) {
            JsonNode effect = effects.get(i);
            ObjectNode expanded = YAML.createObjectNode();
            if (effect.isString()) {
                expanded.put("kind", effect.stringValue());
            } else if (effect.isObject() && effect.size() == 1) {
                Map.Entry<String, JsonNode> only =
                        effect.properties().iterator().next();
                expanded.put("kind", only.getKey()).set("argument", only.getValue());
            } else {
                continue;
            }
            ((tools.jackson.databind.node.ArrayNode) effects).set(i, expanded);
        }
    }

    /**
     * @throws Unreadable when the body lacks something or has something that no definition has
     */
    static ServiceDefinition definition(String name, JsonNode body) {
        try {
            ServiceDefinition definition = JSON.treeToValue(body, ServiceDefinition.class);
            java.util.Objects.requireNonNull(definition.states(), "states");
            return definition;
        } catch (JacksonException | NullPointerException | IllegalArgumentException e) {
            String message =
                    e instanceof JacksonException j ? j.getOriginalMessage() + place(j) : "lacks " + e.getMessage();
            throw new Unreadable(name + ": " + message, e);
        }
    }

    private static String place(JacksonException e) {
        return e.getLocation() == null || e.getLocation().getLineNr() < 1
                ? " " + e.getPathReference().replaceAll("[a-zA-Z.]+\\[", "[")
                : " (line " + e.getLocation().getLineNr() + ")";
    }
}
