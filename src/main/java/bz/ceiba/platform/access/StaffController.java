package bz.ceiba.platform.access;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.Option;
import bz.ceiba.platform.web.Urls;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Who holds what in an agency: supervisors appoint and end, a second person agrees, auditors look. */
@Controller
class StaffController {
    private static final String PATH = "/access/staff";
    private static final Set<String> DONE = Set.of("made", "proposed", "agreed", "declined", "ended");

    private final AppointStaff appointing;
    private final Tenures tenures;
    private final StaffRules rules;
    private final Country country;
    private final Messages messages;
    private final Audit audit;

    StaffController(
            AppointStaff appointing,
            Tenures tenures,
            StaffRules rules,
            Country country,
            Messages messages,
            Audit audit) {
        this.appointing = appointing;
        this.tenures = tenures;
        this.rules = rules;
        this.country = country;
        this.messages = messages;
        this.audit = audit;
    }

    @GetMapping(PATH)
    @Allows(
            roles = {Role.SUPERVISOR, Role.AUDITOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.APPOINTMENTS_READ)
    Html show(
            Actor actor,
            @RequestParam(defaultValue = "") String agency,
            @RequestParam(defaultValue = "") String done,
            Locale locale) {
        Set<String> agencies = rules.of(actor).agencies();
        String chosen = agency.isEmpty() ? agencies.stream().findFirst().orElse("") : agency;
        Say say = rules.require(actor, chosen, Say::seconds);
        audit.record(actor.doesFor(chosen, AuditEvent.APPOINTMENTS_READ, Map.of()));
        List<Tenure> current = tenures.current(chosen);
        boolean supervised = rules.isSupervised(chosen);
        return Html.of("access/staff")
                .with("country", country)
                .with("agency", chosen)
                .with("agencies", options(agencies, locale))
                .with("today", tenures.today())
                .with("number", actor.number())
                .with("waiting", current.stream().filter(StaffController::waits).toList())
                .with("current", current.stream().filter(one -> !waits(one)).toList())
                .with("past", tenures.past(chosen))
                .with(
                        "appoints",
                        Arrays.stream(Role.values())
                                .anyMatch(role -> say.appoints(new Actor.Appointment(chosen, role), supervised)))
                .with("ends", say.ends(chosen))
                .with("done", DONE.contains(done) ? done : null);
    }

    private static boolean waits(Tenure tenure) {
        return tenure.state() == Tenure.State.PROPOSED;
    }

    private List<Option> options(Set<String> agencies, Locale locale) {
        return agencies.stream()
                .map(id -> new Option(id, country.nameOf(id).in(locale)))
                .toList();
    }

    @GetMapping(PATH + "/appoint")
    @Allows(roles = Role.SUPERVISOR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.APPOINTMENTS_READ)
    Html form(Actor actor, @RequestParam String agency, Locale locale) {
        LocalDate today = tenures.today();
        Map<String, String> typed = Map.of(
                "agency", agency,
                "from.day", String.valueOf(today.getDayOfMonth()),
                "from.month", String.valueOf(today.getMonthValue()),
                "from.year", String.valueOf(today.getYear()));
        return form(actor, agency, new StaffForm(typed, messages, locale), locale);
    }

    private Html form(Actor actor, String agency, StaffForm form, Locale locale) {
        Say say = rules.require(actor, agency, Say::ends);
        boolean supervised = rules.isSupervised(agency);
        List<Option> roles = Arrays.stream(Role.values())
                .map(role -> new Actor.Appointment(agency, role))
                .filter(post -> say.appoints(post, supervised))
                .map(post -> new Option(
                        post.role().name(),
                        messages.text(locale, "access.role." + post.role()),
                        messages.text(locale, "access.role." + post.role() + ".hint")
                                + (rules.isSensitive(post)
                                        ? " " + messages.text(locale, "access.staff.sensitive")
                                        : "")))
                .toList();
        return Html.of("access/appoint")
                .with("agency", agency)
                .with("agencyName", country.nameOf(agency).in(locale))
                .with("roles", roles)
                .with("latest", appointing.latest())
                .with("typed", form.typed())
                .with("errors", form.errors());
    }

    @PostMapping(PATH + "/appoint")
    @Allows(roles = Role.SUPERVISOR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.APPOINTMENT_MADE)
    Object appoint(Actor actor, @RequestParam Map<String, String> typed, Locale locale) {
        StaffForm form = new StaffForm(typed, messages, locale);
        String agency = form.value("agency");
        rules.require(actor, agency, Say::ends);
        appointing.admit(actor);
        Optional<PersonNumber> person = PersonNumber.parse(form.value("number"));
        if (person.isEmpty()) {
            form.wrong("number", "access.staff.number.wrong");
        }
        Optional<Role> role = form.role("role");
        Optional<LocalDate> from = form.day("from", "access.staff.from.missing");
        Optional<LocalDate> to = form.day("to", "access.staff.to.missing");
        if (form.isRight()) {
            try {
                Tenure made = appointing.appoint(
                        actor,
                        new AppointStaff.Wanted(
                                person.orElseThrow(),
                                new Actor.Appointment(agency, role.orElseThrow()),
                                from.orElseThrow(),
                                to.orElseThrow()));
                return done(agency, waits(made) ? "proposed" : "made");
            } catch (Problem problem) {
                form.wrong(problem);
            }
        }
        return form(actor, agency, form, locale).status(422);
    }

    private static ResponseEntity<Void> done(String agency, String what) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .header(HttpHeaders.LOCATION, PATH + "?agency=" + Urls.encode(agency) + "&done=" + what)
                .build();
    }

    @PostMapping(PATH + "/{id}/agree")
    @Allows(
            roles = {Role.SUPERVISOR, Role.AUDITOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.APPOINTMENT_MADE)
    ResponseEntity<Void> agree(Actor actor, @PathVariable long id) {
        return done(appointing.decide(actor, id, true).agency(), "agreed");
    }

    @PostMapping(PATH + "/{id}/decline")
    @Allows(
            roles = {Role.SUPERVISOR, Role.AUDITOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.APPOINTMENT_DECLINED)
    ResponseEntity<Void> decline(Actor actor, @PathVariable long id) {
        return done(appointing.decide(actor, id, false).agency(), "declined");
    }

    @GetMapping(PATH + "/{id}/end")
    @Allows(roles = Role.SUPERVISOR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.APPOINTMENTS_READ)
    Html ending(Actor actor, @PathVariable long id, Locale locale) {
        return ending(actor, id, new StaffForm(Map.of(), messages, locale));
    }

    private Html ending(Actor actor, long id, StaffForm form) {
        Tenure tenure = require(id);
        rules.require(actor, tenure.agency(), Say::ends);
        return Html.of("access/end-post")
                .with("country", country)
                .with("tenure", tenure)
                .with("reason", form.value("reason"))
                .with("errors", form.errors());
    }

    private Tenure require(long id) {
        return tenures.find(id).orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "access.problem.no-post"));
    }

    @PostMapping(PATH + "/{id}/end")
    @Allows(roles = Role.SUPERVISOR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.APPOINTMENT_ENDED)
    Object end(Actor actor, @PathVariable long id, @RequestParam Map<String, String> typed, Locale locale) {
        StaffForm form = new StaffForm(typed, messages, locale);
        try {
            appointing.end(actor, id, form.value("reason"));
            return done(require(id).agency(), "ended");
        } catch (Problem problem) {
            form.wrong(problem);
            return ending(actor, id, form).status(422);
        }
    }
}
