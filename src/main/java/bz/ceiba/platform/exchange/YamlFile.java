package bz.ceiba.platform.exchange;

import bz.ceiba.platform.kernel.LocalizedText;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** A file of the exchange that stops the start when it is wrong, and says where. */
record YamlFile(Resource file) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .build();
    private static final YAMLMapper YAML = new YAMLMapper();

    <T> T read(Class<T> type) {
        try (InputStream in = file.getInputStream()) {
            return JSON.treeToValue(YAML.readTree(in), type);
        } catch (IOException | JacksonException e) {
            throw wrong(String.valueOf(e.getMessage()).replace('\n', ' '), e);
        }
    }

    void check(boolean right, String sentence) {
        if (!right) {
            throw wrong(sentence, null);
        }
    }

    /** @param where the text stands in the file, or an empty string */
    void checkLanguages(String where, @Nullable LocalizedText text) {
        check(text != null, where + " is missing");
        check(text == null || text.languages().contains("es"), where + " '" + text + "' has no Spanish");
    }

    IllegalStateException wrong(String sentence, @Nullable Throwable cause) {
        return new IllegalStateException("the agreement file " + file.getFilename() + " is wrong: " + sentence, cause);
    }
}
