package bz.ceiba.platform.cases;

import bz.ceiba.platform.cases.ServiceDefinition.FormPage;
import bz.ceiba.platform.kernel.LocalizedText;
import bz.ceiba.platform.web.Messages;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads what people typed into JSON, and says in their language what is wrong with it. */
final class Form {
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final int LONGEST_ANSWER = 10_000;

    private final Messages messages;
    private final Map<String, Schema> compiled = new ConcurrentHashMap<>();

    Form(Messages messages) {
        this.messages = messages;
    }

    /**
     * Reads some fields from a posted form. An answer that was left empty is left out; a date that is none stays as
     * typed, so that {@link #errors} finds it.
     */
    static ObjectNode read(JsonNode properties, Collection<String> fields, Map<String, String> posted) {
        ObjectNode answers = JsonNodeFactory.instance.objectNode();
        for (String field : fields) {
            JsonNode schema = properties.path(field);
            String typed = isDate(schema) ? date(field, posted) : clean(schema, posted.getOrDefault(field, ""));
            if (typed.isEmpty()) {
                continue;
            }
            switch (schema.path("type").asString("string")) {
                case "boolean" -> answers.put(field, typed.equals("true"));
                case "integer" -> integer(answers, field, typed);
                default -> answers.put(field, typed);
            }
        }
        return answers;
    }

    private static void integer(ObjectNode answers, String field, String typed) {
        try {
            answers.put(field, Long.parseLong(typed.replace(",", "")));
        } catch (NumberFormatException e) {
            answers.put(field, typed);
        }
    }

    static boolean isDate(JsonNode schema) {
        return schema.path("format").asString("").equals("date");
    }

    static boolean isFile(JsonNode schema) {
        return schema.path("format").asString("").equals("file");
    }

    private static String date(String field, Map<String, String> posted) {
        String day = posted.getOrDefault(field + ".day", "").strip();
        String month = posted.getOrDefault(field + ".month", "").strip();
        String year = posted.getOrDefault(field + ".year", "").strip();
        if (day.isEmpty() && month.isEmpty() && year.isEmpty()) {
            // A page that knows the day gives it whole.
            return posted.getOrDefault(field, "").strip();
        }
        try {
            return LocalDate.of(Integer.parseInt(year), Integer.parseInt(month), Integer.parseInt(day))
                    .toString();
        } catch (NumberFormatException | DateTimeException e) {
            return year + "-" + month + "-" + day;
        }
    }

    /** Unicode composed, no control characters, and for one line no runs of spaces. */
    private static String clean(JsonNode schema, String typed) {
        String bounded = typed.length() > LONGEST_ANSWER ? typed.substring(0, LONGEST_ANSWER) : typed;
        String composed = Normalizer.normalize(bounded, Normalizer.Form.NFC).replace("\r\n", "\n");
        return schema.has("x-rows")
                ? composed.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "").strip()
                : composed.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    }

    /** What is wrong with the answers to some fields, by field in the order asked; empty when all is well. */
    Map<String, String> errors(
            String cacheKey,
            JsonNode properties,
            Collection<String> fields,
            Set<String> required,
            ObjectNode answers,
            LocalDate today,
            Locale locale) {
        Map<String, String> found = new TreeMap<>();
        Schema schema = compiled.computeIfAbsent(cacheKey, k -> compile(properties, fields, required));
        for (Error error : schema.validate(answers)) {
            String field = error.getKeyword().equals("required")
                    ? String.valueOf(error.getProperty())
                    : error.getInstanceLocation().getNameCount() > 0
                            ? String.valueOf(error.getInstanceLocation().getElement(0))
                            : String.valueOf(error.getProperty());
            found.putIfAbsent(field, message(properties.path(field), field, error.getKeyword(), locale));
        }
        for (String field : fields) {
            if (isDate(properties.path(field)) && answers.path(field).isString()) {
                dateProblem(properties.path(field), answers.path(field).stringValue(), today)
                        .ifPresent(keyword ->
                                found.putIfAbsent(field, message(properties.path(field), field, keyword, locale)));
            }
        }
        Map<String, String> ordered = new LinkedHashMap<>();
        for (String field : fields) {
            String message = found.remove(field);
            if (message != null) {
                ordered.put(field, message);
            }
        }
        ordered.putAll(found);
        return ordered;
    }

    private static java.util.Optional<String> dateProblem(JsonNode schema, String text, LocalDate today) {
        LocalDate date;
        try {
            date = LocalDate.parse(text);
        } catch (DateTimeException e) {
            return java.util.Optional.of("date");
        }
        if (schema.path("x-past").asBoolean(false) && date.isAfter(today)) {
            return java.util.Optional.of("past");
        }
        return date.getYear() < 1890 ? java.util.Optional.of("date") : java.util.Optional.empty();
    }

    private static Schema compile(JsonNode properties, Collection<String> fields, Set<String> required) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.put("type", "object").put("additionalProperties", false);
        ObjectNode some = schema.putObject("properties");
        fields.forEach(field -> some.set(field, properties.path(field)));
        required.forEach(schema.putArray("required")::add);
        return SCHEMAS.getSchema(schema);
    }

    String message(JsonNode schema, String field, String keyword, Locale locale) {
        JsonNode own = schema.path("x-errors").path(keyword);
        if (own.isObject()) {
            return localized(own, locale);
        }
        String title = schema.path("x-title").isObject() ? localized(schema.path("x-title"), locale) : field;
        String key = "cases.error." + keyword;
        String limit =
                switch (keyword) {
                    case "maxLength", "minLength", "maximum", "minimum" ->
                        schema.path(keyword).asString("");
                    default -> "";
                };
        return messages.has(key)
                ? messages.text(locale, key, title, limit)
                : messages.text(locale, "cases.error.other", title);
    }

    static String localized(JsonNode texts, Locale locale) {
        Map<String, String> byLanguage = new TreeMap<>();
        texts.propertyStream()
                .forEach(p -> byLanguage.put(p.getKey(), p.getValue().asString("")));
        return byLanguage.isEmpty() ? "" : new LocalizedText(byLanguage).in(locale);
    }

    /** The pages that are asked, given the answers so far. */
    static List<FormPage> asked(ServiceDefinition definition, Expressions expressions, ObjectNode answers) {
        return asked(definition.pages(), expressions, answers, JsonNodeFactory.instance.objectNode());
    }

    static List<FormPage> asked(List<FormPage> pages, Expressions expressions, ObjectNode answers, ObjectNode facts) {
        return pages.stream()
                .filter(page -> page.when() == null || expressions.test(page.when(), answers, facts, null))
                .toList();
    }

    /** What is wrong with a complete form, on any of the pages that are asked; answers to others are errors too. */
    Map<String, String> completeErrors(
            ServiceDefinition definition, Expressions expressions, ObjectNode answers, LocalDate today, Locale locale) {
        return errors(
                definition.id() + "@" + definition.version(),
                definition.form().path("properties"),
                asked(definition, expressions, answers),
                answers,
                today,
                locale);
    }

    /** What is wrong with the answers to all of some pages. */
    Map<String, String> errors(
            String cacheKey,
            JsonNode properties,
            List<FormPage> pages,
            ObjectNode answers,
            LocalDate today,
            Locale locale) {
        List<String> fields = new ArrayList<>();
        Set<String> required = new java.util.TreeSet<>();
        for (FormPage page : pages) {
            fields.addAll(page.fields());
            required.addAll(page.required());
        }
        return errors(cacheKey + fields, properties, fields, required, answers, today, locale);
    }

    /** The answers without those to pages that are not asked any more. */
    static ObjectNode pruned(ServiceDefinition definition, Expressions expressions, ObjectNode answers) {
        return pruned(asked(definition, expressions, answers), answers);
    }

    static ObjectNode pruned(List<FormPage> pages, ObjectNode answers) {
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        for (FormPage page : pages) {
            for (String field : page.fields()) {
                @Nullable JsonNode value = answers.get(field);
                if (value != null) {
                    kept.set(field, value);
                }
            }
        }
        return kept;
    }
}
