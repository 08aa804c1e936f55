package bz.ceiba.platform.cases;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import tools.jackson.databind.node.ObjectNode;

/** The definition that tests use, and variants of it with something wrong. */
final class TestDefinitions {
    private TestDefinitions() {}

    static ServiceDefinition permit() {
        return DefinitionReader.definition("testing/permit", body());
    }

    static ObjectNode body() {
        try (InputStream service = open("service.yaml");
                InputStream form = open("form.yaml")) {
            return DefinitionReader.body("testing/permit", service, form);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String file) {
        return Objects.requireNonNull(TestDefinitions.class.getResourceAsStream("/services/testing/permit/" + file));
    }
}
