package bz.ceiba.systems.border;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.systems.border.DecideTraveller.Wanted;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The officers' desk at a port: the queue by flight, vessel or vehicle, scanning and finding, the declaration, and the decision. */
@Controller
class DeskController {
    static final String PATH = "/border/desk";
    static final String FIRST_PORT = "pgia";
    static final int LONGEST_WORDS = 1_000;

    /** What devices make their keys of. */
    static final Pattern KEY = Pattern.compile("[A-Za-z0-9-]{16,64}");

    private final Desk desk;
    private final Arrivals arrivals;
    private final Declarations declarations;
    private final DecideTraveller decide;
    private final AssessDuty assess;
    private final DeclarationCodes codes;
    private final TemporaryImports vehicles;
    private final Questions questions;
    private final BorderRules rules;
    private final Audit audit;
    private final Messages messages;
    private final Clock clock;

    DeskController(
            Desk desk,
            Arrivals arrivals,
            Declarations declarations,
            DecideTraveller decide,
            AssessDuty assess,
            DeclarationCodes codes,
            TemporaryImports vehicles,
            Questions questions,
            BorderRules rules,
            Audit audit,
            Messages messages,
            Clock clock) {
        this.desk = desk;
        this.arrivals = arrivals;
        this.declarations = declarations;
        this.decide = decide;
        this.assess = assess;
        this.codes = codes;
        this.vehicles = vehicles;
        this.questions = questions;
        this.rules = rules;
        this.audit = audit;
        this.messages = messages;
        this.clock = clock;
    }

    static Part part(Actor actor) {
        return Part.of(actor).orElseThrow(() -> new Problem(Problem.Kind.FORBIDDEN, "access.problem.role"));
    }

    @Allows(roles = Role.OFFICER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.DECLARATION_READ)
    @GetMapping(PATH)
    Html queue(
            @RequestParam(defaultValue = FIRST_PORT) String port,
            @RequestParam(defaultValue = "") String day,
            @RequestParam(defaultValue = "") String carrier,
            @RequestParam(defaultValue = "true") boolean arrival,
            Actor actor) {
        Part part = part(actor);
        LocalDate on = date(day).orElse(questions.today());
        String known = questions.port(port).isPresent() ? port : FIRST_PORT;
        String flight = Declarations.carrier(carrier);
        List<QueuedDeclaration> those = flight.isEmpty()
                ? List.of()
                : arrivals.on(known, on, arrival, flight).stream()
                        .map(one -> desk.queued(actor, part, one))
                        .toList();
        audit.record(actor.doesFor(
                part.agency(), AuditEvent.DECLARATION_READ, null, null, JointView.PURPOSE, Map.of("page", "queue")));
        return Html.of("border/desk")
                .with("port", known)
                .with("ports", questions.portNames())
                .with("day", on)
                .with("customs", part == Part.CUSTOMS)
                .with("lines", arrivals.queue(known, on, part))
                .with("carrier", flight)
                .with("declarations", those);
    }

    /** By what was scanned or typed: the traveller's code, the declaration's number, or a passport's. */
    @Allows(roles = Role.OFFICER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.DECLARATION_READ)
    @PostMapping(PATH + "/find")
    Object find(@RequestParam(defaultValue = "") String what, Actor actor, Locale locale) {
        part(actor);
        Optional<DeclarationCodes.Shown> shown = codes.read(what);
        if (shown.isPresent()) {
            return "redirect:" + PATH + "/" + shown.get().number() + "?seen=" + state(shown.get());
        }
        if (what.strip().startsWith("BZ1:")) {
            return not(actor, what, "border.desk.forged", locale);
        }
        Optional<String> found = CaseNumber.parse(what)
                .map(CaseNumber::text)
                .filter(number -> declarations.find(number).isPresent())
                .or(() -> what.isBlank()
                        ? Optional.empty()
                        : arrivals.withDocument(what).stream().findFirst());
        return found.<Object>map(number -> "redirect:" + PATH + "/" + number)
                .orElseGet(() -> not(actor, what, "border.desk.none", locale));
    }

    private Html not(Actor actor, String what, String key, Locale locale) {
        return queue(FIRST_PORT, "", "", true, actor)
                .with("what", what)
                .errors(Map.of("what", messages.text(locale, key)));
    }

    /** What a code is worth now: a later version, a withdrawal and its own end count more than its signature. */
    private String state(DeclarationCodes.Shown shown) {
        Declaration now = declarations
                .find(shown.number())
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "border.problem.no-declaration"));
        if (shown.version() != now.version()) {
            return "old";
        }
        return clock.instant().isAfter(shown.expires()) ? "expired" : "good";
    }

    @Allows(roles = Role.OFFICER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.DECLARATION_READ)
    @GetMapping(PATH + "/{number}")
    Html declaration(
            @PathVariable String number,
            @RequestParam(defaultValue = "") String seen,
            @RequestParam(defaultValue = "") String done,
            Actor actor,
            Locale locale) {
        return page(known(number), List.of("good", "old", "expired").contains(seen) ? seen : "", actor, locale)
                .with("done", Done.known(done));
    }

    private Declaration known(String number) {
        return declarations
                .find(number)
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "border.problem.no-declaration"));
    }

    private Html page(Declaration declaration, String seen, Actor actor, Locale locale) {
        Part part = part(actor);
        return Html.of("border/desk-declaration")
                .with("view", desk.view(actor, part, declaration, locale))
                .with("agency", part.agency())
                .with("outcomes", Outcome.of(part).stream().map(Outcome::name).toList())
                .with("seen", seen)
                .with(
                        "unpaid",
                        part == Part.CUSTOMS && !assess.unpaid(declaration).isEmpty())
                .with("today", questions.today())
                .with(
                        "leaving",
                        part == Part.CUSTOMS && !declaration.arrival() ? vehicles.toLeaveWith(declaration) : List.of())
                .with("latest", questions.today().plusDays(rules.stayDays()))
                .with("key", UUID.randomUUID().toString());
    }

    @Allows(roles = Role.OFFICER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.BORDER_DECIDED)
    @PostMapping(PATH + "/{number}")
    Object decide(@PathVariable String number, @RequestParam Map<String, String> posted, Actor actor, Locale locale) {
        Part part = part(actor);
        Declaration declaration = known(number);
        Wanted wanted = wanted(declaration, part, posted);
        Optional<Map.Entry<String, String>> fault = decide.fault(wanted, declaration.arrival());
        if (fault.isPresent()) {
            String message =
                    messages.text(locale, fault.get().getValue(), rules.stayDays(), DecideTraveller.SHORTEST_GROUNDS);
            return page(declaration, "", actor, locale)
                    .with("errors", Map.of(fault.get().getKey() + "-" + wanted.position(), message))
                    .with("values", posted)
                    .status(422);
        }
        decide.decide(wanted, part, actor);
        return Done.at(PATH + "/" + number, "decided");
    }

    private Wanted wanted(Declaration declaration, Part part, Map<String, String> posted) {
        int position = number(posted.getOrDefault("position", ""));
        Outcome outcome = Arrays.stream(Outcome.values())
                .filter(one -> one.name().equals(posted.getOrDefault("outcome", "")))
                .findFirst()
                .orElseThrow(() -> new Problem(Problem.Kind.INVALID, "border.problem.decision"));
        String words =
                posted.getOrDefault("words", "").replaceAll("\\p{Cntrl}+", " ").strip();
        String key = posted.getOrDefault("key", "");
        if (!KEY.matcher(key).matches() || words.length() > LONGEST_WORDS) {
            throw new Problem(Problem.Kind.INVALID, "border.problem.decision");
        }
        return new Wanted(
                declaration.number(),
                number(posted.getOrDefault("version", "")),
                position,
                outcome,
                part != Part.IMMIGRATION || decide.isVisitor(declaration, position),
                outcome == Outcome.ADMIT
                        ? date(posted.getOrDefault("until", "")).orElse(null)
                        : null,
                words,
                posted.containsKey("rights"),
                key,
                clock.instant());
    }

    private static int number(String typed) {
        return typed.matches("[0-9]{1,5}") ? Integer.parseInt(typed) : 0;
    }

    private static Optional<LocalDate> date(@Nullable String typed) {
        try {
            return typed == null || typed.isBlank() ? Optional.empty() : Optional.of(LocalDate.parse(typed.strip()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
