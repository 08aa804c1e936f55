package bz.ceiba.platform.cases;

import bz.ceiba.platform.cases.ServiceDefinition.FormPage;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.LocalizedText;
import bz.ceiba.platform.web.Messages;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * A form that is declared in a file as a service's is, for what is no case: questions with their texts and rules, pages, and when each page is
 * asked. It hands in no files.
 */
public final class Questionnaire {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /**
     * What the file says.
     *
     * @param facts what the room knows besides the answers, by name, with its CEL type: bool, int or string
     */
    private record Declared(Map<String, String> facts, List<FormPage> pages, ObjectNode form) {}

    private final String name;
    private final Declared declared;
    private final Expressions expressions;
    private final Form form;
    private final Messages messages;

    private Questionnaire(String name, Declared declared, Country country, Messages messages, Clock clock) {
        this.name = name;
        this.declared = declared;
        this.expressions = new Expressions(declared.form(), declared.facts(), country, clock);
        this.form = new Form(messages);
        this.messages = messages;
    }

    /**
     * Reads it from the class path.
     *
     * @param file such as {@code /services/border/declaration/questions.yaml}
     * @param choices what a question with {@code x-choices} may be answered with, by the name that it gives, in order
     * @throws IllegalStateException naming the file and what is wrong in it
     */
    public static Questionnaire load(
            String file,
            Map<String, Map<String, LocalizedText>> choices,
            Country country,
            Messages messages,
            Clock clock) {
        try (InputStream in = Questionnaire.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("there is no " + file);
            }
            Declared declared = JSON.treeToValue(YAML.readTree(in), Declared.class);
            declared.form().path("properties").forEach(question -> choose((ObjectNode) question, choices));
            Questionnaire read = new Questionnaire(file, declared, country, messages, clock);
            List<String> wrong = read.problems();
            if (!wrong.isEmpty()) {
                throw new IllegalStateException(file + ": " + wrong);
            }
            return read;
        } catch (IOException | JacksonException e) {
            throw new IllegalStateException(file + " can't be read: " + e.getMessage(), e);
        }
    }

    private static void choose(ObjectNode question, Map<String, Map<String, LocalizedText>> choices) {
        if (!question.has("x-choices")) {
            return;
        }
        Map<String, LocalizedText> these =
                choices.get(question.path("x-choices").asString(""));
        if (these == null) {
            throw new IllegalStateException("no choices '" + question.path("x-choices") + "'");
        }
        ArrayNode values = question.putArray("enum");
        ObjectNode options = question.putObject("x-options");
        these.forEach((value, text) -> {
            values.add(value);
            ObjectNode texts = options.putObject(value);
            text.texts().forEach(texts::put);
        });
    }

    private List<String> problems() {
        List<String> wrong = new ArrayList<>();
        for (FormPage page : declared.pages()) {
            String when = page.when();
            if (when != null) {
                expressions
                        .problem(when, dev.cel.common.types.SimpleType.BOOL)
                        .ifPresent(problem -> wrong.add(page.id() + ".when " + problem));
            }
            page.fields().stream()
                    .filter(field -> question(field).isMissingNode())
                    .forEach(field -> wrong.add(page.id() + " asks '" + field + "', which is no question"));
        }
        return wrong;
    }

    /** The texts that are missing in a language, each by its place. */
    public List<String> missing(String language) {
        List<String> missing = new ArrayList<>();
        declared.pages().forEach(page -> {
            if (!page.title().languages().contains(language)
                    || (page.hint() != null && !page.hint().languages().contains(language))) {
                missing.add(page.id());
            }
        });
        declared.form().path("properties").propertyStream().forEach(one -> texts(one.getKey(), one.getValue())
                .filter(text -> !text.getValue().has(language))
                .forEach(text -> missing.add(text.getKey())));
        return missing;
    }

    private static java.util.stream.Stream<Map.Entry<String, JsonNode>> texts(String at, JsonNode node) {
        if (node.has("en")) {
            return java.util.stream.Stream.of(Map.entry(at, node));
        }
        return node.propertyStream().flatMap(one -> texts(at + "." + one.getKey(), one.getValue()));
    }

    /** One question: its JSON Schema with what the room wrote beside it; missing when there is none. */
    public JsonNode question(String field) {
        return declared.form().path("properties").path(field);
    }

    public List<FormPage> pages() {
        return declared.pages();
    }

    /** The pages that are asked, given the answers so far and what is known besides. */
    public List<FormPage> asked(ObjectNode answers, ObjectNode facts) {
        return Form.asked(declared.pages(), expressions, answers, facts);
    }

    public Optional<FormPage> page(String id) {
        return declared.pages().stream().filter(page -> page.id().equals(id)).findFirst();
    }

    /** What was typed on a page; what was left empty is left out. */
    public ObjectNode read(FormPage page, Map<String, String> posted) {
        return Form.read(declared.form().path("properties"), page.fields(), posted);
    }

    /** What is wrong with the answers to pages, by question in the order asked. */
    public Map<String, String> errors(List<FormPage> pages, ObjectNode answers, LocalDate today, Locale locale) {
        return form.errors(name, declared.form().path("properties"), pages, answers, today, locale);
    }

    /** What is said of a question that is wrong in a way that the file's rules do not cover, under {@code x-errors}. */
    public String error(String field, String keyword, Locale locale) {
        return form.message(question(field), field, keyword, locale);
    }

    /** The answers to pages without all others. */
    public static ObjectNode pruned(List<FormPage> pages, ObjectNode answers) {
        return Form.pruned(pages, answers);
    }

    /** A page's questions as templates show them. */
    public List<FieldView> fields(FormPage page, ObjectNode answers, Locale locale) {
        return FieldView.of(
                declared.form().path("properties"),
                page.fields(),
                answers,
                locale,
                file -> Optional.empty(),
                messages.text(locale, "web.yes"),
                messages.text(locale, "web.no"));
    }

    /** The questions of which the room says something, such as whose they are. */
    public Set<String> where(String word, String value) {
        Set<String> found = new java.util.LinkedHashSet<>();
        declared.form().path("properties").propertyStream().forEach(one -> {
            if (one.getValue().path(word).asString("").equals(value)) {
                found.add(one.getKey());
            }
        });
        return found;
    }
}
