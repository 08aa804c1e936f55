package bz.ceiba.platform.cases;

import bz.ceiba.platform.documents.UploadedFile;
import bz.ceiba.platform.web.Option;
import java.text.Collator;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One question as the templates show it.
 *
 * @param kind which control it is
 * @param value what was answered, as typed
 * @param readable what was answered, as people read it
 * @param file the file handed in, or null
 */
public record FieldView(
        String name,
        Kind kind,
        String title,
        @Nullable String hint,
        List<Option> options,
        String value,
        String readable,
        String day,
        String month,
        String year,
        int rows,
        @Nullable String autocomplete,
        @Nullable String inputmode,
        @Nullable String width,
        @Nullable UploadedFile file) {
    /** The controls there are. */
    public enum Kind {
        RADIOS,
        SELECT,
        YES_NO,
        CHECKBOX,
        DATE,
        FILE,
        TEXTAREA,
        TEXT
    }

    private static final int MOST_RADIOS = 8;

    static List<FieldView> of(
            JsonNode properties,
            Collection<String> fields,
            ObjectNode answers,
            Locale locale,
            Function<UUID, Optional<UploadedFile>> files,
            String yes,
            String no) {
        List<FieldView> views = new ArrayList<>();
        for (String field : fields) {
            views.add(of(properties.path(field), field, answers, locale, files, yes, no));
        }
        return views;
    }

    private static FieldView of(
            JsonNode schema,
            String name,
            ObjectNode answers,
            Locale locale,
            Function<UUID, Optional<UploadedFile>> files,
            String yes,
            String no) {
        Kind kind = kind(schema);
        List<Option> options = options(schema, kind, locale, yes, no);
        String value = answers.path(name).asString("");
        String[] date = kind == Kind.DATE ? (value + "--").split("-", -1) : new String[] {"", "", ""};
        UploadedFile file = kind == Kind.FILE && !value.isEmpty()
                ? uuid(value).flatMap(files).orElse(null)
                : null;
        return new FieldView(
                name,
                kind,
                Form.localized(schema.path("x-title"), locale),
                schema.has("x-hint") ? Form.localized(schema.path("x-hint"), locale) : null,
                options,
                value,
                readable(kind, value, options, file),
                kind == Kind.DATE ? date[2].replaceFirst("^0", "") : "",
                kind == Kind.DATE ? date[1].replaceFirst("^0", "") : "",
                date[0],
                schema.path("x-rows").asInt(4),
                text(schema, "x-autocomplete"),
                schema.path("type").asString("").equals("integer") ? "numeric" : text(schema, "x-inputmode"),
                text(schema, "x-width"),
                file);
    }

    private static Kind kind(JsonNode schema) {
        if (schema.has("enum")) {
            return schema.path("enum").size() <= MOST_RADIOS ? Kind.RADIOS : Kind.SELECT;
        }
        if (schema.path("type").asString("").equals("boolean")) {
            return schema.path("x-checkbox").asBoolean(false) ? Kind.CHECKBOX : Kind.YES_NO;
        }
        if (Form.isDate(schema)) {
            return Kind.DATE;
        }
        if (Form.isFile(schema)) {
            return Kind.FILE;
        }
        return schema.has("x-rows") ? Kind.TEXTAREA : Kind.TEXT;
    }

    private static List<Option> options(JsonNode schema, Kind kind, Locale locale, String yes, String no) {
        List<Option> options = new ArrayList<>();
        if (kind == Kind.YES_NO || kind == Kind.CHECKBOX) {
            options.add(new Option("true", yes));
            options.add(new Option("false", no));
        }
        if (kind == Kind.SELECT) {
            options.add(new Option("", ""));
        }
        for (JsonNode value : schema.path("enum")) {
            String name = value.asString("");
            String hint = Form.localized(schema.path("x-option-hints").path(name), locale);
            options.add(new Option(
                    name, Form.localized(schema.path("x-options").path(name), locale), hint.isEmpty() ? null : hint));
        }
        if (schema.path("x-sorted").asBoolean(false)) {
            options.sort(Comparator.comparing(Option::label, Collator.getInstance(locale)));
        }
        return options;
    }

    private static String readable(Kind kind, String value, List<Option> options, @Nullable UploadedFile file) {
        return switch (kind) {
            case RADIOS, SELECT, YES_NO, CHECKBOX ->
                options.stream()
                        .filter(o -> o.value().equals(value))
                        .map(Option::label)
                        .findFirst()
                        .orElse(value);
            case FILE -> file == null ? "" : file.name();
            case DATE, TEXTAREA, TEXT -> value;
        };
    }

    /** The day, if it is a date that exists. */
    public Optional<LocalDate> date() {
        try {
            return kind == Kind.DATE && !value.isEmpty() ? Optional.of(LocalDate.parse(value)) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static @Nullable String text(JsonNode schema, String name) {
        return schema.has(name) ? schema.path(name).asString("") : null;
    }
}
