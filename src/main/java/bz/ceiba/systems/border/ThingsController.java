package bz.ceiba.systems.border;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Customs' page for what a traveller brings or takes besides goods: money, what agricultural health has to allow, and vehicles that leave again. */
@Controller
class ThingsController {
    static final String LATE = "/border/vehicles";
    private static final String THINGS = DeskController.PATH + "/{number}/things";
    private static final int LONGEST = 200;
    private static final List<String> VERDICTS = List.of("agrees", "differs", "missing");

    private final Desk desk;
    private final Declarations declarations;
    private final TemporaryImports vehicles;
    private final CheckedThings checked;
    private final Advice advice;
    private final Audit audit;
    private final Messages messages;

    ThingsController(
            Desk desk,
            Declarations declarations,
            TemporaryImports vehicles,
            CheckedThings checked,
            Advice advice,
            Audit audit,
            Messages messages) {
        this.desk = desk;
        this.declarations = declarations;
        this.vehicles = vehicles;
        this.checked = checked;
        this.advice = advice;
        this.audit = audit;
        this.messages = messages;
    }

    private static void onlyCustoms(Actor actor) {
        if (DeskController.part(actor) != Part.CUSTOMS) {
            throw new Problem(Problem.Kind.FORBIDDEN, "access.problem.role");
        }
    }

    private Declaration open(String number, Actor actor) {
        onlyCustoms(actor);
        Declaration declaration = declarations
                .find(number)
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "border.problem.no-declaration"));
        desk.looked(actor, Part.CUSTOMS, declaration, "things");
        return declaration;
    }

    @Allows(roles = Role.OFFICER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.DECLARATION_READ)
    @GetMapping(THINGS)
    Html things(@PathVariable String number, @RequestParam(defaultValue = "") String done, Actor actor, Locale locale) {
        return page(open(number, actor), Map.of(), Map.of(), locale).with("done", Done.known(done));
    }

    private Html page(Declaration declaration, Map<String, String> values, Map<String, String> errors, Locale locale) {
        ObjectNode said = said(declaration);
        return Html.of("border/desk-things")
                .with("declaration", declaration)
                .with("advice", advice.of(said, locale))
                .with("money", said.path("money").asBoolean(false))
                .with(
                        "permit",
                        said.has("foodPermit")
                                || said.path("food").asBoolean(false)
                                || said.path("pet").asBoolean(false))
                .with("permitNumber", said.path("foodPermit").asString(""))
                .with(
                        "declaredMoney",
                        said.has("moneyAmount")
                                ? String.format(
                                        Locale.ROOT,
                                        "%,d %s",
                                        said.path("moneyAmount").asLong(),
                                        said.path("moneyCurrency").asString(""))
                                : "")
                .with("plate", said.path("vehiclePlate").asString(""))
                .with("latest", declaration.arrival() ? vehicles.lastDay(said).orElse(null) : null)
                .with("came", vehicles.of(declaration.number()))
                .with("leaving", declaration.arrival() ? List.of() : vehicles.toLeaveWith(declaration))
                .with("checked", checked.of(declaration.number()))
                .with("today", vehicles.today())
                .with("key", UUID.randomUUID().toString())
                .with("values", values)
                .errors(errors);
    }

    /** What Customs may know of it, with the day of the journey, by which the rules are. */
    private ObjectNode said(Declaration declaration) {
        ObjectNode said = JsonNodeFactory.instance.objectNode();
        declarations
                .part(declaration.number(), declaration.version(), Part.CUSTOMS)
                .ifPresent(part -> said.setAll((ObjectNode) part));
        return said.put("travelDate", declaration.travelDate().toString());
    }

    private static String words(Map<String, String> posted, String field) {
        String words =
                posted.getOrDefault(field, "").replaceAll("\\p{Cntrl}+", " ").strip();
        return words.length() > LONGEST ? "" : words;
    }

    private static String key(Map<String, String> posted) {
        String key = posted.getOrDefault("key", "");
        if (!DeskController.KEY.matcher(key).matches()) {
            throw new Problem(Problem.Kind.INVALID, "border.problem.decision");
        }
        return key;
    }

    private static String to(String number, String done) {
        return Done.at(DeskController.PATH + "/" + number + "/things", done);
    }

    /** Money that was counted, or a permit that was seen. */
    @Allows(roles = Role.OFFICER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.BORDER_DECIDED)
    @PostMapping(THINGS)
    Object check(@PathVariable String number, @RequestParam Map<String, String> posted, Actor actor, Locale locale) {
        Declaration declaration = open(number, actor);
        String kind = posted.getOrDefault("kind", "").equals("money") ? "money" : "permit";
        String verdict = posted.getOrDefault("verdict-" + kind, "");
        String what = words(posted, kind + "-what");
        Map<String, String> errors = new LinkedHashMap<>();
        if (what.isEmpty() && !verdict.equals("missing")) {
            errors.put(kind + "-what", messages.text(locale, "border.things.wrong." + kind));
        }
        if (!VERDICTS.contains(verdict)) {
            errors.put("verdict-" + kind, messages.text(locale, "border.things.wrong.verdict"));
        }
        if (!errors.isEmpty()) {
            return page(declaration, posted, errors, locale);
        }
        checked.add(declaration.number(), kind, verdict, what, actor, key(posted));
        return to(declaration.number(), "checked");
    }

    /** A permit for a vehicle that leaves again. */
    @Allows(roles = Role.OFFICER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.BORDER_DECIDED)
    @PostMapping(THINGS + "/vehicle")
    Object issue(@PathVariable String number, @RequestParam Map<String, String> posted, Actor actor, Locale locale) {
        Declaration declaration = open(number, actor);
        LocalDate latest = vehicles.lastDay(said(declaration)).orElse(null);
        LocalDate last = day(posted.getOrDefault("last-day", ""));
        String what = words(posted, "what");
        if (what.isEmpty()) {
            return page(declaration, posted, Map.of("what", messages.text(locale, "border.things.wrong.what")), locale);
        }
        if (latest != null && (last == null || last.isAfter(latest) || last.isBefore(vehicles.today()))) {
            String message = messages.text(locale, "border.things.wrong.day", messages.date(locale, latest));
            return page(declaration, posted, Map.of("last-day", message), locale);
        }
        vehicles.issue(declaration.number(), what, last == null ? LocalDate.MIN : last, actor, key(posted));
        return to(declaration.number(), "vehicle");
    }

    private static @Nullable LocalDate day(String typed) {
        try {
            return LocalDate.parse(typed.strip());
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /** All that should have left and did not. */
    @Allows(roles = Role.OFFICER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.DECLARATION_READ)
    @GetMapping(LATE)
    Html late(Actor actor) {
        onlyCustoms(actor);
        List<TemporaryImport> late = vehicles.late();
        late.stream()
                .map(TemporaryImport::number)
                .distinct()
                .flatMap(number -> declarations.find(number).stream())
                .forEach(one -> desk.looked(actor, Part.CUSTOMS, one, "vehicles"));
        audit.record(actor.doesFor(
                Part.CUSTOMS.agency(),
                AuditEvent.DECLARATION_READ,
                null,
                null,
                JointView.PURPOSE,
                Map.of("page", "vehicles")));
        return Html.of("border/vehicles").with("late", late).with("today", vehicles.today());
    }

    @Allows(roles = Role.OFFICER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.BORDER_DECIDED)
    @PostMapping(LATE + "/{id}")
    String left(@PathVariable long id, @RequestParam Map<String, String> posted, Actor actor) {
        onlyCustoms(actor);
        TemporaryImport known = vehicles.left(id, words(posted, "words"), actor);
        String back = posted.getOrDefault("back", "");
        return declarations.find(back).isPresent() ? to(back, "left") : to(known.number(), "left");
    }
}
