package bz.ceiba.systems.transport;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.exchange.Agreements;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Ids;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.Option;
import bz.ceiba.platform.web.Typed;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Crashes for those who write tickets, who report and amend them, and for the Ministry, which sees all. */
@Controller
class CrashController {
    static final String PATH = "/transport/crashes";
    private static final int SHORTEST_WHY = 10;
    private static final int LONGEST_WHY = 1000;

    private final Crashes crashes;
    private final Agreements agreements;
    private final Audit audit;
    private final Messages messages;
    private final Country country;
    private final Clock clock;
    private final Roads roads = Roads.load();

    CrashController(
            Crashes crashes, Agreements agreements, Audit audit, Messages messages, Country country, Clock clock) {
        this.crashes = crashes;
        this.agreements = agreements;
        this.audit = audit;
        this.messages = messages;
        this.country = country;
        this.clock = clock;
    }

    /** For which agency he deals with crashes: the Ministry, or one whose officers stand at the roadside. */
    static Optional<String> agency(Actor actor, Agreements agreements, LocalDate today) {
        return Stream.of(Role.OFFICER, Role.SUPERVISOR)
                .flatMap(role -> RoadsideController.agency(actor, role, agreements, today).stream())
                .findFirst()
                .or(() ->
                        TransportNavigation.isDesk(actor) ? Optional.of(RegisterController.AGENCY) : Optional.empty());
    }

    private String agency(Actor actor) {
        return agency(actor, agreements, Country.today(clock))
                .orElseThrow(() -> new Problem(Problem.Kind.FORBIDDEN, "access.problem.role"));
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR, Role.REGISTRAR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.REGISTER_READ)
    @GetMapping(PATH)
    Html list(Actor actor) {
        String agency = agency(actor);
        audit.record(actor.doesFor(agency, AuditEvent.REGISTER_READ, Map.of("record", "crashes")));
        return Html.of("transport/crashes")
                .with("crashes", crashes.newest(agency.equals(RegisterController.AGENCY) ? null : agency))
                .with("roads", roads)
                .with("country", country);
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR, Role.REGISTRAR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.CRASH_REPORTED)
    @GetMapping(PATH + "/new")
    Html blank(Actor actor, Locale locale, HttpServletResponse response) {
        agency(actor);
        return form(Map.of("at", Instants.text(clock.instant())), Map.of(), locale, response);
    }

    /** It may ask where the phone is. */
    private Html form(
            Map<String, String> values, Map<String, String> errors, Locale locale, HttpServletResponse response) {
        response.setHeader("Permissions-Policy", "camera=(), geolocation=(self), microphone=(), payment=(), usb=()");
        Map<String, String> all = new HashMap<>(values);
        all.putIfAbsent("key", Ids.next(clock).toString());
        int vehicles = CrashForm.rows(all.getOrDefault("vehicles", ""), 2, CrashForm.MOST_VEHICLES);
        int persons = CrashForm.rows(all.getOrDefault("persons", ""), 2, CrashForm.MOST_PERSONS);
        return Html.of("transport/crash-form")
                .with("values", all)
                .with("vehicles", vehicles)
                .with("persons", persons)
                .with("roads", roads.options(locale, messages))
                .with(
                        "districts",
                        country.districts().stream()
                                .map(one -> new Option(one.id(), one.name().in(locale)))
                                .toList())
                .with("kinds", CrashForm.kinds())
                .errors(errors);
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR, Role.REGISTRAR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.CRASH_REPORTED)
    @PostMapping(PATH + "/new")
    Object report(@RequestParam Map<String, String> posted, Actor actor, Locale locale, HttpServletResponse response) {
        String agency = agency(actor);
        String more = posted.getOrDefault("more", "");
        if (!more.isEmpty()) {
            return form(withOneMore(posted, more), Map.of(), locale, response);
        }
        CrashForm form = new CrashForm(posted, country, roads);
        Optional<Crash.Facts> facts = form.read(clock.instant());
        if (facts.isEmpty()) {
            Map<String, String> errors = new LinkedHashMap<>();
            form.wrong()
                    .forEach((field, why) -> errors.put(field, messages.text(locale, "transport.crash.wrong." + why)));
            return form(posted, errors, locale, response);
        }
        requireNotIn(actor, facts.get());
        CaseNumber number = crashes.report(actor, agency, formKey(posted), facts.get());
        return "redirect:" + PATH + "/" + number;
    }

    private static Map<String, String> withOneMore(Map<String, String> posted, String of) {
        Map<String, String> values = new HashMap<>(posted);
        int rows = CrashForm.rows(values.getOrDefault(of, ""), 2, CrashForm.MOST_PERSONS);
        values.put(of, Integer.toString(rows + 1));
        return values;
    }

    private UUID formKey(Map<String, String> posted) {
        try {
            return UUID.fromString(posted.getOrDefault("key", ""));
        } catch (IllegalArgumentException e) {
            return Ids.next(clock);
        }
    }

    /** Nobody writes about a crash that he drove in. */
    private static void requireNotIn(Actor actor, Crash.Facts facts) {
        if (facts.drivers().stream().anyMatch(driver -> driver.digits().equals(actor.number()))) {
            throw new Problem(Problem.Kind.FORBIDDEN, "transport.problem.own-crash");
        }
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR, Role.REGISTRAR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.REGISTER_READ)
    @GetMapping(PATH + "/{number}")
    Html open(@PathVariable String number, Actor actor) {
        String agency = agency(actor);
        return page(require(actor, agency, number), actor, Map.of(), Map.of());
    }

    private Crash require(Actor actor, String agency, String number) {
        Crash found = CaseNumber.parse(number)
                .flatMap(crashes::find)
                .filter(crash -> agency.equals(RegisterController.AGENCY) || agency.equals(crash.agency()))
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "transport.problem.crash"));
        crashes.read(actor, agency, found);
        return found;
    }

    private Html page(Crash crash, Actor actor, Map<String, String> values, Map<String, String> errors) {
        return Html.of("transport/crash")
                .with("crash", crash)
                .with("roads", roads)
                .with("country", country)
                .with("supervisor", isSupervisor(actor, crash))
                .with("values", values)
                .errors(errors);
    }

    private static boolean isSupervisor(Actor actor, Crash crash) {
        return actor.holds(Role.SUPERVISOR, crash.agency()) || actor.holds(Role.SUPERVISOR, RegisterController.AGENCY);
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR, Role.REGISTRAR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.CRASH_AMENDED)
    @PostMapping(PATH + "/{number}")
    Object note(@PathVariable String number, @RequestParam Map<String, String> posted, Actor actor, Locale locale) {
        String agency = agency(actor);
        Crash crash = require(actor, agency, number);
        requireNotIn(actor, crash.facts());
        Typed typed = new Typed(posted, messages, locale, "transport.crash.wrong.");
        Crash.Note note = note(crash, agency, typed, actor);
        if (note == null) {
            return page(crash, actor, posted, typed.errors());
        }
        crashes.note(actor, agency, crash, note);
        return "redirect:" + PATH + "/" + crash.number();
    }

    private Crash.@Nullable Note note(Crash crash, String agency, Typed typed, Actor actor) {
        String what = typed.text("what");
        boolean voids = what.equals(Crash.NoteKind.VOID.name());
        if (voids && !isSupervisor(actor, crash)) {
            throw new Problem(Problem.Kind.FORBIDDEN, "access.problem.role");
        }
        Crash.Person person = crash.facts().persons().stream()
                .filter(one -> what.equals("p" + one.n()))
                .findFirst()
                .orElse(null);
        if (person == null && !voids && !what.equals(Crash.NoteKind.NOTE.name())) {
            typed.wrong("what", "choose");
        }
        Injury injury = person == null
                ? null
                : typed.choice("injury", Injury.class, "choose").orElse(null);
        LocalDate died = injury == Injury.FATAL ? died(crash, typed) : null;
        String why = typed.text("why", SHORTEST_WHY, LONGEST_WHY, "why");
        if (!typed.isRight()) {
            return null;
        }
        Crash.NoteKind kind =
                person != null ? Crash.NoteKind.INJURY : voids ? Crash.NoteKind.VOID : Crash.NoteKind.NOTE;
        return new Crash.Note(
                kind, actor.name(), agency, clock.instant(), person == null ? null : person.n(), injury, died, why);
    }

    /** A death within thirty days counts; a later one is no death of the crash. */
    private @Nullable LocalDate died(Crash crash, Typed typed) {
        LocalDate crashed = LocalDate.ofInstant(crash.facts().at(), Country.ZONE);
        try {
            LocalDate died = LocalDate.parse(typed.text("died"));
            if (died.isBefore(crashed) || died.isAfter(Country.today(clock))) {
                typed.wrong("died", "died");
            } else if (died.isAfter(crashed.plusDays(Crash.DEATH_DAYS))) {
                typed.wrong("died", "died-late");
            }
            return died;
        } catch (DateTimeException e) {
            typed.wrong("died", "died");
            return null;
        }
    }
}
