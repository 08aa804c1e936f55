package bz.ceiba.platform.cases;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Matter;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.documents.UploadedFile;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.kernel.Sha256;
import bz.ceiba.platform.web.CsvLines;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.multipart.MultipartHttpServletRequest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Many applications of one service in one list, for those who have many: each line becomes a case of its own, with the papers that all of them
 * share. First every line gets its verdict, and nothing is sent; what is right may then be sent, and what is wrong be mended.
 */
@Controller
class BulkController {
    private static final int LONGEST = 200_000;

    private final Services services;
    private final Cases cases;
    private final Form form;
    private final SentFiles files;
    private final Audit audit;
    private final Messages messages;
    private final Clock clock;

    BulkController(
            Services services, Cases cases, Form form, SentFiles files, Audit audit, Messages messages, Clock clock) {
        this.services = services;
        this.cases = cases;
        this.form = form;
        this.files = files;
        this.audit = audit;
        this.messages = messages;
        this.clock = clock;
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.ANY,
            audit = AuditEvent.OWN_DATA_READ)
    @GetMapping("/cases/bulk/{service}")
    Html begin(@PathVariable String service, Actor actor, Locale locale) {
        ServiceDefinition definition = require(service, actor);
        audit.record(actor.does(AuditEvent.OWN_DATA_READ, null, Map.of("page", "bulk")));
        return page(definition, "", UUID.randomUUID().toString(), Map.of(), List.of(), Map.of(), locale);
    }

    private ServiceDefinition require(String service, Actor actor) {
        ServiceDefinition definition = services.current(service)
                .filter(found -> found.bulk() > 0)
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "cases.problem.no-service"));
        definition.requireMatter(actor);
        definition.requireAssurance(actor, "/cases/bulk/" + definition.id());
        return definition;
    }

    private Html page(
            ServiceDefinition definition,
            String text,
            String key,
            Map<String, UploadedFile> papers,
            List<BulkLine> lines,
            Map<String, String> errors,
            Locale locale) {
        JsonNode properties = definition.form().path("properties");
        return Html.of("cases/bulk")
                .with("service", definition)
                .with("text", text)
                .with("key", key)
                .with("papers", papers)
                .with("lines", lines)
                .with("columns", views(properties, columns(properties), locale))
                .with("shared", views(properties, shared(properties), locale))
                .errors(errors);
    }

    private List<FieldView> views(JsonNode properties, List<String> fields, Locale locale) {
        return files.views(properties, fields, JsonNodeFactory.instance.objectNode(), locale);
    }

    private static List<String> columns(JsonNode properties) {
        return properties.propertyNames().stream()
                .filter(name -> !Form.isFile(properties.path(name)))
                .toList();
    }

    private static List<String> shared(JsonNode properties) {
        return properties.propertyNames().stream()
                .filter(name -> Form.isFile(properties.path(name)))
                .toList();
    }

    /** Judges every line; with {@code send} those that are right are sent, once, however often this is posted. */
    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.ANY,
            audit = AuditEvent.CASE_SUBMITTED)
    @PostMapping("/cases/bulk/{service}")
    Html lines(
            @PathVariable String service,
            @RequestParam Map<String, String> posted,
            HttpServletRequest request,
            Actor actor,
            Locale locale)
            throws IOException {
        ServiceDefinition definition = require(service, actor);
        JsonNode properties = definition.form().path("properties");
        Map<String, String> errors = new LinkedHashMap<>();
        Map<String, UploadedFile> papers = new LinkedHashMap<>();
        for (String field : shared(properties)) {
            String uploaded = posted.getOrDefault(field + ".uploaded", "");
            files.sent(field, uploaded, request, actor, locale, errors).ifPresent(file -> papers.put(field, file));
        }
        String text = text(posted, request, locale, errors);
        String key = posted.getOrDefault("key", "");
        if (!key.matches("[0-9a-f-]{36}")) {
            key = UUID.randomUUID().toString();
        }
        CsvLines list = CsvLines.read(text, columns(properties));
        wrongList(definition, list, locale).ifPresent(wrong -> errors.putIfAbsent("text", wrong));
        if (!errors.isEmpty()) {
            return page(definition, text, key, papers, List.of(), errors, locale);
        }
        boolean send = posted.containsKey("send");
        List<BulkLine> lines = new ArrayList<>();
        Map<String, Integer> seen = new HashMap<>();
        for (CsvLines.Line line : list.lines()) {
            lines.add(judge(definition, line, papers, seen, send ? key : "", actor, locale));
        }
        return page(definition, text, key, papers, lines, Map.of(), locale);
    }

    private Optional<String> wrongList(ServiceDefinition definition, CsvLines list, Locale locale) {
        List<String> known = columns(definition.form().path("properties"));
        if (list.broken() > 0) {
            return Optional.of(messages.text(locale, "cases.bulk.broken", list.broken()));
        }
        if (list.lines().isEmpty()) {
            return Optional.of(messages.text(locale, "cases.bulk.empty"));
        }
        if (list.lines().size() > definition.bulk()) {
            return Optional.of(
                    messages.text(locale, "cases.bulk.many", list.lines().size(), definition.bulk()));
        }
        String strange =
                list.columns().stream().filter(name -> !known.contains(name)).collect(Collectors.joining(", "));
        return strange.isEmpty()
                ? Optional.empty()
                : Optional.of(messages.text(locale, "cases.bulk.columns", strange, String.join(", ", known)));
    }

    private BulkLine judge(
            ServiceDefinition definition,
            CsvLines.Line line,
            Map<String, UploadedFile> papers,
            Map<String, Integer> seen,
            String key,
            Actor actor,
            Locale locale) {
        JsonNode properties = definition.form().path("properties");
        Map<String, String> answers = new HashMap<>(line.values());
        answers.replaceAll((field, typed) -> option(properties.path(field), typed));
        papers.forEach((field, file) -> answers.put(field, file.id().toString()));
        ObjectNode all = Form.read(properties, properties.propertyNames(), answers);
        ObjectNode asked = Form.pruned(definition, services.expressions(definition), all);
        Map<String, String> errors = new LinkedHashMap<>(
                form.completeErrors(definition, services.expressions(definition), asked, Country.today(clock), locale));
        if (line.values().containsKey("")) {
            errors.put("", messages.text(locale, "cases.bulk.too-wide"));
        }
        Integer twin = seen.putIfAbsent(asked.toString().toUpperCase(Locale.ROOT), line.number());
        if (twin != null) {
            errors.put("", messages.text(locale, "cases.bulk.twice", twin));
        }
        String text = line.values().entrySet().stream()
                .filter(one -> properties.path(one.getKey()).path("x-index").asBoolean(false))
                .map(Map.Entry::getValue)
                .collect(Collectors.joining(", "));
        String number = "";
        if (errors.isEmpty() && !key.isEmpty()) {
            String once = "bulk/" + key + "/" + Sha256.hex(asked.toString());
            number = cases.submit(new Submission(once, definition, actor, asked, locale.getLanguage()))
                    .number()
                    .text();
        }
        return new BulkLine(line.number(), text, errors, number);
    }

    /** The choice that was meant, in capitals or not. */
    private static String option(JsonNode schema, String typed) {
        return schema.path("enum")
                .valueStream()
                .map(one -> one.asString(""))
                .filter(one -> one.equalsIgnoreCase(typed))
                .findFirst()
                .orElse(typed);
    }

    /** The file's text when one was chosen, or what stands in the field. */
    private String text(
            Map<String, String> posted, HttpServletRequest request, Locale locale, Map<String, String> errors)
            throws IOException {
        MultipartFile file = request instanceof MultipartHttpServletRequest multipart ? multipart.getFile("csv") : null;
        String text = posted.getOrDefault("text", "");
        if (file != null && !file.isEmpty()) {
            if (file.getSize() > LONGEST) {
                errors.put("csv", messages.text(locale, "cases.bulk.large", LONGEST / 1000));
                return text;
            }
            text = new String(file.getBytes(), StandardCharsets.UTF_8);
        }
        if (text.length() > LONGEST) {
            errors.put("text", messages.text(locale, "cases.bulk.large", LONGEST / 1000));
        }
        return text;
    }
}
