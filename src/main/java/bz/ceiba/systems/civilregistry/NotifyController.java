package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.exchange.Agreements;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.multipart.MultipartFile;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Where hospitals, village councils and churches notify what they saw: one in a form, many in a file, or by program. */
@Controller
class NotifyController {
    static final String PATH = "/civilregistry/notify";

    private final Notify notify;
    private final Notifications notifications;
    private final RulesOfEvents rules;
    private final Agreements agreements;
    private final FieldViews fields;
    private final Messages messages;
    private final JsonMapper json;
    private final Clock clock;

    NotifyController(
            Notify notify,
            Notifications notifications,
            RulesOfEvents rules,
            Agreements agreements,
            FieldViews fields,
            Messages messages,
            JsonMapper json,
            Clock clock) {
        this.notify = notify;
        this.notifications = notifications;
        this.rules = rules;
        this.agreements = agreements;
        this.fields = fields;
        this.messages = messages;
        this.json = json;
        this.clock = clock;
    }

    @Allows(roles = Role.OFFICER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.REGISTER_TOLD)
    @GetMapping(PATH + "/{event}")
    Html form(@PathVariable String event, @RequestParam(defaultValue = "") String done, Actor actor, Locale locale) {
        Notify.sender(actor);
        return page(event(event), actor, Map.of(), Map.of(), List.of(), locale).with("done", done);
    }

    /** What an agreement lets his agency tell. */
    private List<Field> told(VitalEvent event, Actor actor) {
        String agency = Notify.sender(actor);
        LocalDate today = Country.today(clock);
        return rules.of(event).notified().stream()
                .filter(field ->
                        agreements.grants(agency, event.notifications(), event.word(), "/" + field.key(), today))
                .toList();
    }

    /** Where one of a kind of event is notified. */
    static String path(VitalEvent event) {
        return PATH + "/" + event.word();
    }

    private static VitalEvent event(String word) {
        return VitalEvent.of(word)
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "civilregistry.problem.no-notification"));
    }

    private Html page(
            VitalEvent event,
            Actor actor,
            Map<String, String> values,
            Map<String, String> errors,
            List<NotifyOutcome> outcomes,
            Locale locale) {
        return Html.of("civilregistry/notify")
                .with("event", event)
                .with("fields", fields.notified(rules.of(event), told(event, actor), values, locale))
                .with("values", values)
                .with("errors", errors)
                .with("outcomes", outcomes)
                .with(
                        "told",
                        notifications.by(event, Notify.sender(actor)).stream()
                                .map(one ->
                                        new ToldEvent(one.number(), one.facts().on(event), one.receivedAt()))
                                .toList());
    }

    @Allows(roles = Role.OFFICER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.REGISTER_TOLD)
    @PostMapping(PATH + "/{event}")
    Object one(
            @PathVariable("event") String word, @RequestParam Map<String, String> posted, Actor actor, Locale locale) {
        VitalEvent event = event(word);
        LocalDate today = Country.today(clock);
        FieldViews.Typed typed = fields.read(told(event, actor), posted, today, locale);
        ObjectNode body = typed.facts().json();
        body.put("number", posted.getOrDefault("number", "").strip());
        body.put("kind", posted.getOrDefault("kind", ""));
        Map<String, String> errors = new LinkedHashMap<>(typed.errors());
        if (errors.isEmpty()) {
            try {
                notify.one(actor, body, locale);
                return "redirect:" + path(event) + "?done=1";
            } catch (Problem problem) {
                if (problem.kind() != Problem.Kind.INVALID) {
                    throw problem;
                }
                problem.fields().forEach(fault -> errors.putIfAbsent(name(fault.field()), words(fault, locale)));
            }
        }
        return page(event, actor, posted, errors, List.of(), locale).status(422);
    }

    private static String name(String pointer) {
        String key = pointer.replaceFirst("^/", "");
        return Field.of(key).map(Field::form).orElse(key);
    }

    /** With the field's name, so that the summary on top says where. */
    private String words(Problem.FieldError fault, Locale locale) {
        String key = fault.field().replaceFirst("^/", "");
        return Field.of(key)
                .map(field -> messages.text(locale, field.messageKey()) + ": " + fault.message())
                .orElse(
                        key.equals("kind")
                                ? messages.text(locale, "civilregistry.notify.kind-missing")
                                : fault.message());
    }

    /** What was collected while there was no connection: a JSON array, or an object on each line; each is answered by itself. */
    @Allows(roles = Role.OFFICER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.REGISTER_TOLD)
    @PostMapping(PATH + "/{event}/file")
    Object file(
            @PathVariable("event") String word,
            @RequestParam(required = false) MultipartFile file,
            Actor actor,
            Locale locale)
            throws IOException {
        VitalEvent event = event(word);
        Notify.sender(actor);
        if (file == null || file.isEmpty() || file.getSize() > Notify.LARGEST) {
            return page(
                            event,
                            actor,
                            Map.of(),
                            Map.of("file", messages.text(locale, "civilregistry.notify.file-missing")),
                            List.of(),
                            locale)
                    .status(422);
        }
        List<JsonNode> all = Notify.read(json, file.getBytes());
        if (all.isEmpty()) {
            return page(
                            event,
                            actor,
                            Map.of(),
                            Map.of("file", messages.text(locale, "civilregistry.notify.file-wrong")),
                            List.of(),
                            locale)
                    .status(422);
        }
        return page(event, actor, Map.of(), Map.of(), notify.all(actor, all, locale), locale);
    }

    @Allows(roles = Role.OFFICER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.REGISTER_TOLD)
    @PostMapping(path = "/civilregistry/notifications", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseBody
    List<NotifyOutcome> program(@RequestBody(required = false) byte[] body, Actor actor, Locale locale) {
        Notify.sender(actor);
        List<JsonNode> all = body == null || body.length > Notify.LARGEST ? List.of() : Notify.read(json, body);
        if (all.isEmpty()) {
            throw new Problem(Problem.Kind.MALFORMED, "civilregistry.problem.notifications");
        }
        return notify.all(actor, all, locale);
    }
}
