package bz.ceiba.platform.cases;

import bz.ceiba.platform.cases.ServiceDefinition.FormPage;
import bz.ceiba.platform.cases.ServiceDefinition.Transition;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.Pages;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the applicant's and the officer's pages show alike. */
@Component
class CaseViews {
    private final Services services;
    private final SentFiles files;
    private final Messages messages;
    private final Pages pages;

    CaseViews(Services services, SentFiles files, Messages messages, Pages pages) {
        this.services = services;
        this.files = files;
        this.messages = messages;
        this.pages = pages;
    }

    /** All that was answered, page by page; nothing once it is erased. */
    Map<FormPage, List<FieldView>> sections(CaseFile file, Locale locale) {
        if (file.isErased()) {
            return Map.of();
        }
        ServiceDefinition definition = services.of(file);
        Map<FormPage, List<FieldView>> sections = new LinkedHashMap<>();
        for (FormPage page : Form.asked(definition, services.expressions(definition), file.form())) {
            sections.put(page, files.views(definition.form().path("properties"), page.fields(), file.form(), locale));
        }
        return sections;
    }

    /** The page on which somebody confirms a transition and types what it needs. */
    Html action(
            CaseFile file,
            Transition transition,
            ObjectNode input,
            Map<String, String> errors,
            boolean officer,
            Locale locale) {
        JsonNode asked = transition.input();
        return Html.of("cases/action")
                .with("file", file)
                .with("service", services.of(file))
                .with("action", transition)
                .with("officer", officer)
                .with("fields", asked == null ? List.of() : files.views(asked, names(asked), input, locale))
                .with("errors", errors);
    }

    /** What was typed for a transition, field by field. */
    List<FieldView> typed(Transition transition, ObjectNode input, Locale locale) {
        JsonNode asked = transition.input();
        return asked == null ? List.of() : files.views(asked, names(asked), input, locale);
    }

    /** What was typed for a transition. */
    static ObjectNode input(Transition transition, Map<String, String> posted) {
        JsonNode asked = transition.input();
        return asked == null ? Cases.empty() : Form.read(asked, names(asked), posted);
    }

    private static List<String> names(JsonNode properties) {
        return properties.propertyStream().map(Map.Entry::getKey).toList();
    }

    /** What a problem says. */
    String say(Locale locale, bz.ceiba.platform.kernel.Problem problem) {
        return messages.text(locale, problem.key() + ".detail", problem.arguments(locale));
    }

    /** What systems add to the page of one of their cases, rendered. */
    List<String> fragments(
            List<CasePanel> panels,
            CaseFile file,
            HttpServletRequest request,
            Function<CasePanel, Optional<Html>> show) {
        return panels.stream()
                .filter(panel -> panel.service().equals(file.service()) && !file.isErased())
                .map(show)
                .flatMap(Optional::stream)
                .map(html -> pages.fragment(html, pages.page(request)))
                .toList();
    }
}
