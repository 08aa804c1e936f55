package bz.ceiba.platform.kernel;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The same text in several languages, by ISO 639 code. English is always there and stands in for a language that is
 * missing.
 */
public final class LocalizedText {
    private final Map<String, String> texts;

    /**
     * @throws IllegalArgumentException when there is no English text
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public LocalizedText(Map<String, String> texts) {
        if (!texts.containsKey("en")) {
            throw new IllegalArgumentException("a text needs at least English, this one has " + texts.keySet());
        }
        this.texts = Map.copyOf(texts);
    }

    public static LocalizedText of(String english, String spanish) {
        return new LocalizedText(Map.of("en", english, "es", spanish));
    }

    public String in(Locale locale) {
        return texts.getOrDefault(locale.getLanguage(), texts.getOrDefault("en", ""));
    }

    public Set<String> languages() {
        return texts.keySet();
    }

    @JsonValue
    public Map<String, String> texts() {
        return new TreeMap<>(texts);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LocalizedText that && that.texts.equals(texts);
    }

    @Override
    public int hashCode() {
        return texts.hashCode();
    }

    @Override
    public String toString() {
        return in(Locale.ENGLISH);
    }
}
