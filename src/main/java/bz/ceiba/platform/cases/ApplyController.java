package bz.ceiba.platform.cases;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Confirmations;
import bz.ceiba.platform.access.Matter;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.cases.ServiceDefinition.FormPage;
import bz.ceiba.platform.documents.UploadedFile;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.PublicPage;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Applying: the start page, one page after another, the review, and the submission. */
@Controller
class ApplyController {
    private final Services services;
    private final Drafts drafts;
    private final Cases cases;
    private final Form form;
    private final SentFiles files;
    private final Audit audit;
    private final Confirmations confirmations;
    private final WhoMayApply whoMayApply;
    private final Messages messages;
    private final Country country;
    private final Clock clock;

    ApplyController(
            Services services,
            Drafts drafts,
            Cases cases,
            Form form,
            SentFiles files,
            Audit audit,
            Confirmations confirmations,
            WhoMayApply whoMayApply,
            Messages messages,
            Country country,
            Clock clock) {
        this.services = services;
        this.drafts = drafts;
        this.cases = cases;
        this.form = form;
        this.files = files;
        this.audit = audit;
        this.confirmations = confirmations;
        this.whoMayApply = whoMayApply;
        this.messages = messages;
        this.country = country;
        this.clock = clock;
    }

    /** What a service is for, what it costs and how long it takes; to be read without an account. */
    @PublicPage
    @GetMapping("/cases/start/{service}")
    Html start(@PathVariable String service, @RequestParam Map<String, String> query) {
        ServiceDefinition definition = current(service);
        Map<String, String> known = new LinkedHashMap<>();
        prefilled(definition, query)
                .propertyStream()
                .forEach(one -> known.put(one.getKey(), one.getValue().asString("")));
        Money price = Optional.ofNullable(definition.startFee())
                .flatMap(fee -> country.fee(fee, Country.today(clock)))
                .map(fee -> Money.ofCents(fee.cents()))
                .orElse(Money.ZERO);
        return Html.of("cases/start")
                .with("service", definition)
                .with("price", price)
                .with("known", known)
                .with(
                        "agency",
                        definition.asksAbout() == null
                                ? country.nameOf(definition.agency())
                                : messages.localized("cases.start.asked-agency"));
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.ANY,
            audit = AuditEvent.DRAFT_SAVED)
    @PostMapping("/cases/start/{service}")
    String begin(@PathVariable String service, @RequestParam Map<String, String> posted, Actor actor) {
        ServiceDefinition definition = current(service);
        definition.requireMatter(actor);
        definition.requireAssurance(actor, "/cases/start/" + definition.id());
        whoMayApply.require(definition, actor);
        UUID id = drafts.begin(definition, actor, prefilled(definition, posted));
        return "redirect:/cases/drafts/" + id + "/"
                + definition.pages().getFirst().id();
    }

    /** What the page from which he came knows already, in fields that say {@code x-prefill}; he reads it and can change it. */
    private static ObjectNode prefilled(ServiceDefinition definition, Map<String, String> posted) {
        JsonNode properties = definition.form().path("properties");
        List<String> fields = properties.propertyNames().stream()
                .filter(name -> properties.path(name).path("x-prefill").asBoolean(false) && posted.containsKey(name))
                .toList();
        return Form.read(properties, fields, posted);
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.ANY,
            audit = AuditEvent.OWN_DATA_READ)
    @GetMapping("/cases/drafts/{id}/{page}")
    Html page(
            @PathVariable UUID id,
            @PathVariable String page,
            @RequestParam(defaultValue = "") String change,
            Actor actor,
            Locale locale) {
        Draft draft = draft(id, actor);
        audit.record(actor.does(AuditEvent.OWN_DATA_READ, null, Map.of("draft", id.toString())));
        return question(draft, page, draft.form(), Map.of(), !change.isEmpty(), locale);
    }

    /** Saves what was typed, even when some of it is wrong, and goes on when it is right. */
    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.ANY,
            audit = AuditEvent.DRAFT_SAVED)
    @PostMapping("/cases/drafts/{id}/{page}")
    Object answer(
            @PathVariable UUID id,
            @PathVariable String page,
            @RequestParam Map<String, String> posted,
            HttpServletRequest request,
            Actor actor,
            Locale locale)
            throws IOException {
        Draft draft = draft(id, actor);
        ServiceDefinition definition = services.version(draft.service(), draft.version());
        FormPage asked = pageOf(definition, page);
        JsonNode properties = definition.form().path("properties");
        Map<String, String> errors = new LinkedHashMap<>();
        Map<String, String> answers = new LinkedHashMap<>(posted);
        for (String field : asked.fields()) {
            if (Form.isFile(properties.path(field))) {
                answers.put(field, file(draft, field, posted, request, actor, locale, errors));
            }
        }
        ObjectNode typed = Form.read(properties, asked.fields(), answers);
        ObjectNode all = draft.form().deepCopy();
        asked.fields().forEach(all::remove);
        all.setAll(typed);
        form.errors(
                        definition.id() + "@" + definition.version() + "/" + page,
                        properties,
                        asked.fields(),
                        Set.copyOf(asked.required()),
                        typed,
                        Country.today(clock),
                        locale)
                .forEach(errors::putIfAbsent);
        drafts.save(draft, all, page);
        audit.record(actor.does(AuditEvent.DRAFT_SAVED, null, Map.of("draft", id.toString(), "page", page)));
        boolean changing = posted.getOrDefault("change", "").equals("1");
        if (!errors.isEmpty()) {
            return question(draft, page, all, errors, changing, locale).status(422);
        }
        if (posted.containsKey("later")) {
            return "redirect:/portal/mine";
        }
        return "redirect:/cases/drafts/" + id + "/" + next(definition, all, page, changing);
    }

    /** The identifier of what is sent, or of what was before; empty when that is taken away. */
    private String file(
            Draft draft,
            String field,
            Map<String, String> posted,
            HttpServletRequest request,
            Actor actor,
            Locale locale,
            Map<String, String> errors)
            throws IOException {
        String uploaded = posted.getOrDefault(field + ".uploaded", "");
        Optional<UploadedFile> sent = files.sent(field, uploaded, request, actor, locale, errors);
        if (sent.isEmpty() && !uploaded.isEmpty()) {
            errors.putIfAbsent(field, messages.text(locale, "cases.problem.upload.detail"));
        }
        boolean removed = !errors.containsKey(field)
                && posted.getOrDefault(field + ".remove", "").equals("true");
        return sent.map(file -> file.id().toString())
                .orElseGet(() -> removed ? "" : draft.form().path(field).asString(""));
    }

    private String next(ServiceDefinition definition, ObjectNode answers, String page, boolean changing) {
        List<String> asked = Form.asked(definition, services.expressions(definition), answers).stream()
                .map(FormPage::id)
                .toList();
        if (changing
                && form.completeErrors(
                                definition,
                                services.expressions(definition),
                                Form.pruned(definition, services.expressions(definition), answers),
                                Country.today(clock),
                                Locale.ENGLISH)
                        .isEmpty()) {
            return "review";
        }
        int here = asked.indexOf(page);
        return here >= 0 && here + 1 < asked.size() ? asked.get(here + 1) : "review";
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.ANY,
            audit = AuditEvent.OWN_DATA_READ)
    @GetMapping("/cases/drafts/{id}/review")
    Html review(@PathVariable UUID id, Actor actor, Locale locale) {
        Draft draft = draft(id, actor);
        audit.record(actor.does(AuditEvent.OWN_DATA_READ, null, Map.of("draft", id.toString())));
        return review(draft, Map.of(), locale);
    }

    private Html review(Draft draft, Map<String, String> errors, Locale locale) {
        ServiceDefinition definition = services.version(draft.service(), draft.version());
        Expressions expressions = services.expressions(definition);
        ObjectNode answers = Form.pruned(definition, expressions, draft.form());
        List<FormPage> asked = Form.asked(definition, expressions, answers);
        Map<FormPage, List<FieldView>> sections = new LinkedHashMap<>();
        asked.forEach(page -> sections.put(page, views(definition, page.fields(), answers, locale)));
        String fee = definition.fee();
        Money price = fee == null ? Money.ZERO : Money.ofCents(expressions.number(fee, answers, Cases.empty()));
        return Html.of("cases/review")
                .with("service", definition)
                .with("draft", draft)
                .with("sections", sections)
                .with("price", price)
                .with("errors", errors);
    }

    /** Submits; a second press, or a reload, leads to the same case. */
    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.ANY,
            audit = AuditEvent.CASE_SUBMITTED)
    @PostMapping("/cases/drafts/{id}/submit")
    Object submit(@PathVariable UUID id, Actor actor, Locale locale) {
        Optional<Draft> found = drafts.find(id, actor);
        if (found.isEmpty()) {
            return cases.submittedAs(id.toString(), actor)
                    .<Object>map(file -> "redirect:/cases/" + file.number())
                    .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "cases.problem.no-draft"));
        }
        Draft draft = found.get();
        ServiceDefinition definition = services.version(draft.service(), draft.version());
        definition.requireMatter(actor);
        definition.requireAssurance(actor, "/cases/drafts/" + id + "/review");
        ObjectNode answers = Form.pruned(definition, services.expressions(definition), draft.form());
        try {
            Optional<Instant> waits = waitsForAnother(draft, definition, answers, actor, locale);
            if (waits.isPresent()) {
                return Html.of("cases/asked")
                        .with("service", definition)
                        .with("name", actor.subjectName())
                        .with("until", waits.get());
            }
            CaseFile file =
                    cases.submit(new Submission(id.toString(), definition, actor, answers, locale.getLanguage()));
            drafts.delete(id);
            return "redirect:/cases/" + file.number();
        } catch (Problem problem) {
            if (problem.kind() != Problem.Kind.INVALID) {
                throw problem;
            }
            Map<String, String> errors = new LinkedHashMap<>();
            problem.fields().forEach(f -> errors.put(f.field(), f.message()));
            return review(draft, errors, locale).status(422);
        }
    }

    /** Where a court's order or a company's statutes name two, the first has asked the second, who sends it; until when is answered. */
    private Optional<Instant> waitsForAnother(
            Draft draft, ServiceDefinition definition, ObjectNode answers, Actor actor, Locale locale) {
        Actor.Represented represented = actor.actingFor();
        if (represented == null || !represented.needsAnother(definition.about())) {
            return Optional.empty();
        }
        Map<String, String> errors = form.completeErrors(
                definition, services.expressions(definition), answers, Country.today(clock), locale);
        if (!errors.isEmpty()) {
            throw CaseChanges.invalid(errors);
        }
        return confirmations.confirm(
                actor,
                new Confirmations.Act(
                        "cases/" + draft.id(),
                        definition.id() + "@" + definition.version() + answers,
                        "/cases/drafts/" + draft.id() + "/review",
                        definition.title(),
                        definition.about()));
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.ANY,
            audit = AuditEvent.DRAFT_SAVED)
    @PostMapping("/cases/drafts/{id}/delete")
    String delete(@PathVariable UUID id, Actor actor) {
        Draft draft = draft(id, actor);
        drafts.delete(draft.id());
        audit.record(actor.does(AuditEvent.DRAFT_SAVED, null, Map.of("draft", id.toString(), "deleted", "true")));
        return "redirect:/portal/mine";
    }

    private Html question(
            Draft draft, String page, ObjectNode answers, Map<String, String> errors, boolean changing, Locale locale) {
        ServiceDefinition definition = services.version(draft.service(), draft.version());
        FormPage asked = pageOf(definition, page);
        List<FormPage> all = Form.asked(definition, services.expressions(definition), answers);
        int here = Math.max(0, all.indexOf(asked));
        return Html.of("cases/question")
                .with("service", definition)
                .with("draft", draft)
                .with("asked", asked)
                .with("fields", views(definition, asked.fields(), answers, locale))
                .with("errors", errors)
                .with("changing", changing)
                .with("number", here + 1)
                .with("count", all.size())
                .with(
                        "back",
                        changing
                                ? "/cases/drafts/" + draft.id() + "/review"
                                : here == 0
                                        ? "/cases/start/" + definition.id()
                                        : "/cases/drafts/" + draft.id() + "/"
                                                + all.get(here - 1).id());
    }

    private List<FieldView> views(
            ServiceDefinition definition, List<String> fields, ObjectNode answers, Locale locale) {
        return files.views(definition.form().path("properties"), fields, answers, locale);
    }

    private ServiceDefinition current(String service) {
        return services.current(service)
                .filter(definition -> !definition.byOffice())
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "cases.problem.no-service"));
    }

    private Draft draft(UUID id, Actor actor) {
        Draft draft =
                drafts.find(id, actor).orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "cases.problem.no-draft"));
        services.version(draft.service(), draft.version()).requireMatter(actor);
        return draft;
    }

    private static FormPage pageOf(ServiceDefinition definition, String id) {
        return definition.pages().stream()
                .filter(p -> p.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "web.problem.not-found"));
    }
}
