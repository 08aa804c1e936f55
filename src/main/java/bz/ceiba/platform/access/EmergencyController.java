package bz.ceiba.platform.access;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.audit.Disclosures;
import bz.ceiba.platform.audit.Excerpt;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.Option;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Offices lent in emergencies: to ask, to grant, to end and to judge. */
@Controller
class EmergencyController {
    private static final String PATH = BreakGlass.PATH;

    private final BreakGlass breakGlass;
    private final Emergencies emergencies;
    private final StaffRules rules;
    private final Visits visits;
    private final Disclosures disclosures;
    private final Country country;
    private final Messages messages;
    private final Audit audit;
    private final Clock clock;

    EmergencyController(
            BreakGlass breakGlass,
            Emergencies emergencies,
            StaffRules rules,
            Visits visits,
            Disclosures disclosures,
            Country country,
            Messages messages,
            Audit audit,
            Clock clock) {
        this.breakGlass = breakGlass;
        this.emergencies = emergencies;
        this.rules = rules;
        this.visits = visits;
        this.disclosures = disclosures;
        this.country = country;
        this.messages = messages;
        this.audit = audit;
        this.clock = clock;
    }

    @GetMapping(PATH)
    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR, Role.REGISTRAR, Role.CASHIER, Role.ASSISTANT, Role.AUDITOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.APPOINTMENTS_READ)
    Html show(Actor actor, HttpServletRequest request, Locale locale) {
        // Whoever waits for a grant looks here for it.
        visits.reread(request);
        return page(actor, new StaffForm(Map.of(), messages, locale), locale);
    }

    private Html page(Actor actor, StaffForm form, Locale locale) {
        Say say = rules.of(actor);
        List<Emergency> concerning = concerning(say, emergencies.unjudged());
        return Html.of("access/emergency")
                .with("country", country)
                .with("now", clock.instant())
                .with("own", emergencies.of(actor.person()))
                .with(
                        "others",
                        concerning.stream()
                                .filter(one -> !one.person().equals(actor.person()))
                                .toList())
                .with("judged", concerning(say, emergencies.judged()))
                .with("agencies", agencies(locale))
                .with(
                        "roles",
                        Arrays.stream(Role.values())
                                .map(role -> new Option(role.name(), messages.text(locale, "access.role." + role)))
                                .toList())
                .with(
                        "hours",
                        IntStream.rangeClosed(1, BreakGlass.MOST_HOURS)
                                .mapToObj(n -> new Option("" + n, messages.text(locale, "access.emergency.hours." + n)))
                                .toList())
                .with("typed", form.typed())
                .with("errors", form.errors());
    }

    private List<Emergency> concerning(Say say, List<Emergency> all) {
        return all.stream()
                .filter(one -> rules.isAgency(one.agency()) && say.seconds(one.agency()))
                .toList();
    }

    private List<Option> agencies(Locale locale) {
        List<Option> options = new ArrayList<>(List.of(new Option("", "")));
        country.agencies().stream()
                .map(agency -> new Option(agency.id(), agency.name().in(locale)))
                .sorted(Comparator.comparing(Option::label))
                .forEach(options::add);
        return options;
    }

    @PostMapping(PATH)
    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR, Role.REGISTRAR, Role.CASHIER, Role.ASSISTANT, Role.AUDITOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.EMERGENCY_ASKED)
    Object ask(Actor actor, @RequestParam Map<String, String> typed, Locale locale) {
        breakGlass.admit(actor);
        StaffForm form = new StaffForm(typed, messages, locale);
        if (!rules.isAgency(form.value("agency"))) {
            form.wrong("agency", "access.staff.agency.missing");
        }
        Optional<Role> role = form.role("role");
        if (form.value("reason").isEmpty()) {
            form.wrong("reason", "access.emergency.reason.wrong");
        }
        if (form.isRight()) {
            try {
                String hours = form.value("hours");
                UUID id = breakGlass.ask(
                        actor,
                        new Actor.Appointment(form.value("agency"), role.orElseThrow()),
                        form.value("reason"),
                        hours.matches("[1-9]") ? Integer.parseInt(hours) : 0);
                return redirect(PATH + "/" + id);
            } catch (Problem problem) {
                form.wrong(problem);
            }
        }
        return page(actor, form, locale).status(422);
    }

    private static ResponseEntity<Void> redirect(String path) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .header(HttpHeaders.LOCATION, path)
                .build();
    }

    /** One of them, for who has it, and with all that he did in it for those who have a say. */
    @GetMapping(PATH + "/{id}")
    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR, Role.REGISTRAR, Role.CASHIER, Role.ASSISTANT, Role.AUDITOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.AUDIT_READ)
    Html one(
            Actor actor,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "1") int page,
            HttpServletRequest request,
            Locale locale) {
        visits.reread(request);
        return one(actor, id, page, new StaffForm(Map.of(), messages, locale));
    }

    private Html one(Actor actor, UUID id, int page, StaffForm form) {
        Emergency emergency = emergencies
                .find(id)
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "access.problem.no-emergency"));
        Instant now = clock.instant();
        boolean own = emergency.person().equals(actor.person());
        Say say = own ? rules.of(actor) : rules.require(actor, emergency.agency(), Say::seconds);
        int shown = Math.clamp(page, 1, Excerpt.LAST_PAGE + 1);
        Html html = Html.of("access/emergency-one")
                .with("country", country)
                .with("emergency", emergency)
                .with("now", now)
                .with("number", shown)
                .with("own", own)
                .with("grants", !own && emergency.isAsked(now))
                .with("ends", emergency.isAsked(now) || emergency.isOn(now))
                .with(
                        "judges",
                        !BreakGlass.hadPart(actor, emergency)
                                && say.audits(emergency.agency())
                                && emergency.isToBeJudged(now))
                .with("typed", form.typed())
                .with("errors", form.errors());
        if (emergency.grantedAt() == null) {
            return html;
        }
        // A session may know an office for a minute after its holder gave it back.
        Instant over = Objects.requireNonNull(emergency.over()).plus(Visits.ROLES_FRESH);
        Map<String, String> read = Map.of("emergency", emergency.id().toString());
        audit.record(
                own
                        ? actor.does(AuditEvent.OWN_DATA_READ, null, read)
                        : actor.doesFor(
                                emergency.agency(), AuditEvent.AUDIT_READ, emergency.person(), null, null, read));
        return html.with("done", disclosures.by(emergency.person(), emergency.grantedAt(), over, shown - 1));
    }

    @PostMapping(PATH + "/{id}/grant")
    @Allows(
            roles = {Role.SUPERVISOR, Role.AUDITOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.EMERGENCY_GRANTED)
    ResponseEntity<Void> grant(Actor actor, @PathVariable UUID id) {
        breakGlass.grant(actor, id);
        return redirect(PATH + "/" + id);
    }

    @PostMapping(PATH + "/{id}/end")
    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR, Role.REGISTRAR, Role.CASHIER, Role.ASSISTANT, Role.AUDITOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.EMERGENCY_ENDED)
    ResponseEntity<Void> end(Actor actor, @PathVariable UUID id, HttpServletRequest request) {
        breakGlass.end(actor, id);
        visits.reread(request);
        return redirect(PATH + "/" + id);
    }

    @PostMapping(PATH + "/{id}/judge")
    @Allows(roles = Role.AUDITOR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.EMERGENCY_JUDGED)
    Object judge(Actor actor, @PathVariable UUID id, @RequestParam Map<String, String> typed, Locale locale) {
        StaffForm form = new StaffForm(typed, messages, locale);
        String judgement = form.value("judgement");
        if (!judgement.equals("JUSTIFIED") && !judgement.equals("UNJUSTIFIED")) {
            form.wrong("judgement", "access.emergency.judgement.missing");
        }
        if (form.isRight()) {
            try {
                breakGlass.judge(actor, id, judgement.equals("JUSTIFIED"), form.value("finding"));
                return redirect(PATH + "/" + id);
            } catch (Problem problem) {
                form.wrong(problem);
            }
        }
        return one(actor, id, 1, form).status(422);
    }
}
