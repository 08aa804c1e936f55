package bz.ceiba.platform.kernel;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.io.IOException;
import java.io.InputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * What a country has of its own, as YAML files in {@code /belize}. What is wrong in one stops the start, and says where: a word that means
 * nothing, a number that is missing. What is not said to be so is not so.
 */
public final class CountryPack {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .withConfigOverride(boolean.class, no -> no.setNullHandling(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)))
            .build();

    private CountryPack() {}

    /**
     * Reads one file.
     *
     * @param name without the directory and {@code .yaml}
     * @throws IllegalStateException when the file is missing, or has what the type has not, or has not what it needs
     */
    public static <T> T read(String name, Class<T> type) {
        String file = "belize/" + name + ".yaml";
        try (InputStream in = CountryPack.class.getResourceAsStream("/" + file)) {
            if (in == null) {
                throw new IllegalStateException("the country pack has no " + file);
            }
            return JSON.treeToValue(YAML.readTree(in), type);
        } catch (IOException | JacksonException e) {
            throw new IllegalStateException("the country pack's " + file + " can't be read: " + e.getMessage(), e);
        }
    }
}
