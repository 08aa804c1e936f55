package bz.ceiba.platform.cases;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.cases.ServiceDefinition.Effect;
import bz.ceiba.platform.cases.ServiceDefinition.EffectKind;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.notifications.NoticePreviews;
import bz.ceiba.platform.notifications.NoticePreviews.Preview;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The notices of a service as people will read them, filled in from one of its cases or with samples. */
@Controller
class TemplatesController {
    private final Services services;
    private final DeskPage desk;
    private final Effects effects;
    private final NoticePreviews previews;
    private final Messages messages;
    private final Audit audit;
    private final Country country;

    TemplatesController(
            Services services,
            DeskPage desk,
            Effects effects,
            NoticePreviews previews,
            Messages messages,
            Audit audit,
            Country country) {
        this.services = services;
        this.desk = desk;
        this.effects = effects;
        this.previews = previews;
        this.messages = messages;
        this.audit = audit;
        this.country = country;
    }

    /** The services of the agencies for which the actor works. */
    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.CASE_READ)
    @GetMapping("/cases/templates")
    Html list(Actor actor) {
        return Html.of("cases/templates-list")
                .with(
                        "services",
                        services.published().stream()
                                .filter(service -> works(actor, service))
                                .toList());
    }

    /** With a case's number the notices are filled in from it: a look at the case, which the applicant can read. */
    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.CASE_READ)
    @GetMapping("/cases/templates/{service}")
    Html show(
            @PathVariable String service, @RequestParam(defaultValue = "") String number, Actor actor, Locale locale) {
        ServiceDefinition definition = services.current(service)
                .filter(found -> works(actor, found))
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "cases.problem.no-service"));
        if (number.isBlank()) {
            return page(definition, null, "", locale);
        }
        @Nullable
        CaseFile file = CaseNumber.parse(number)
                .flatMap(parsed -> desk.readable(parsed, actor))
                .filter(found -> found.service().equals(service))
                .orElse(null);
        if (file == null) {
            return page(definition, null, number, locale)
                    .with("errors", Map.of("number", messages.text(locale, "cases.templates.no-case")))
                    .status(422);
        }
        audit.record(actor.doesFor(
                file.agency(),
                AuditEvent.CASE_READ,
                file.person(),
                file.number(),
                file.service(),
                Map.of("page", "templates")));
        return page(services.of(file), file, number, locale);
    }

    private static boolean works(Actor actor, ServiceDefinition service) {
        return actor.holds(Role.OFFICER, service.agency()) || actor.holds(Role.SUPERVISOR, service.agency());
    }

    private Html page(ServiceDefinition definition, @Nullable CaseFile file, String number, Locale locale) {
        List<ShownNotice> shown = new ArrayList<>();
        templates(definition, locale).forEach((template, when) -> {
            Map<String, Preview> languages = new LinkedHashMap<>();
            for (String language : languages()) {
                Locale of = Locale.of(language);
                languages.put(language, previews.of(of, template, values(definition, file, of)));
            }
            shown.add(new ShownNotice(template, when, languages));
        });
        return Html.of("cases/templates")
                .with("service", definition)
                .with("shown", shown)
                .with("number", number)
                .with("filled", file != null);
    }

    private List<String> languages() {
        return messages.languages().stream()
                .sorted(java.util.Comparator.comparing((String language) -> !language.equals("en"))
                        .thenComparing(language -> language))
                .toList();
    }

    /** Each template that the definition sends, in its order, with the steps at which it does. */
    private Map<String, List<String>> templates(ServiceDefinition definition, Locale locale) {
        Map<String, List<String>> templates = new LinkedHashMap<>();
        note(templates, definition.onSubmit(), definition.submitted().in(locale));
        definition
                .transitions()
                .forEach(transition ->
                        note(templates, transition.effects(), transition.title().in(locale)));
        note(templates, definition.onBreach(), messages.text(locale, "cases.templates.breach"));
        return templates;
    }

    private static void note(Map<String, List<String>> templates, List<Effect> effects, String when) {
        for (Effect effect : effects) {
            String template = effect.argument();
            if (effect.kind() == EffectKind.NOTIFY && template != null) {
                templates.merge(template, List.of(when), (before, more) -> Stream.concat(before.stream(), more.stream())
                        .distinct()
                        .toList());
            }
        }
    }

    private Map<String, String> values(ServiceDefinition definition, @Nullable CaseFile file, Locale locale) {
        String said = messages.text(locale, "cases.templates.message");
        if (file != null) {
            return effects.values(definition, file, said, locale);
        }
        return Map.of(
                "number",
                definition.prefix() + "-26-000000-0",
                "name",
                messages.text(locale, "cases.templates.name"),
                "service",
                definition.title().in(locale),
                "agency",
                country.nameOf(definition.agency()).in(locale),
                "link",
                effects.link(definition.prefix() + "-26-000000-0"),
                "due",
                "2026-11-27",
                "message",
                said);
    }
}
