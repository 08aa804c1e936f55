package bz.ceiba.platform.cases;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Officers;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.cases.ServiceDefinition.By;
import bz.ceiba.platform.cases.ServiceDefinition.Transition;
import bz.ceiba.platform.documents.Documents;
import bz.ceiba.platform.documents.Files;
import bz.ceiba.platform.documents.UploadedFile;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.notifications.Notices;
import bz.ceiba.platform.payments.Bills;
import bz.ceiba.platform.web.Html;
import jakarta.servlet.http.HttpServletRequest;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.InputStreamResource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.node.ObjectNode;

/** The officers' desk: the worklist, and a case with all that is needed to decide it. */
@Controller
class DeskController {
    private final Cases cases;
    private final Services services;
    private final CaseViews views;
    private final Worklist worklist;
    private final FailedEffects failures;
    private final Officers officers;
    private final Bills bills;
    private final Documents documents;
    private final Files files;
    private final Notices notices;
    private final List<CasePanel> panels;
    private final Audit audit;
    private final Country country;
    private final Clock clock;

    DeskController(
            Cases cases,
            Services services,
            CaseViews views,
            Worklist worklist,
            FailedEffects failures,
            Officers officers,
            Bills bills,
            Documents documents,
            Files files,
            Notices notices,
            List<CasePanel> panels,
            Audit audit,
            Country country,
            Clock clock) {
        this.cases = cases;
        this.services = services;
        this.views = views;
        this.worklist = worklist;
        this.failures = failures;
        this.officers = officers;
        this.bills = bills;
        this.documents = documents;
        this.files = files;
        this.notices = notices;
        this.panels = panels;
        this.audit = audit;
        this.country = country;
        this.clock = clock;
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.WORKLIST_READ)
    @GetMapping("/cases/worklist")
    Html worklist(
            @RequestParam(defaultValue = "free") String which,
            @RequestParam(defaultValue = "") String after,
            Actor actor) {
        Worklist.Which wanted = Stream.of(Worklist.Which.values())
                .filter(w -> w.name().equalsIgnoreCase(which))
                .findFirst()
                .orElse(Worklist.Which.FREE);
        String agency = agency(actor);
        List<WorklistLine> lines = worklist.page(
                agency, wanted, actor.person(), Worklist.After.parse(after).orElse(null));
        boolean more = lines.size() > Worklist.PAGE;
        List<WorklistLine> page = more ? lines.subList(0, Worklist.PAGE) : lines;
        audit.record(actor.doesFor(
                agency,
                AuditEvent.WORKLIST_READ,
                null,
                null,
                null,
                Map.of("which", wanted.name().toLowerCase(Locale.ROOT))));
        return Html.of("cases/worklist")
                .with("lines", page)
                .with("which", wanted.name().toLowerCase(Locale.ROOT))
                .with("mine", worklist.mine(actor.person()))
                .with("next", more ? Worklist.after(page.getLast()).toString() : null)
                .with("services", services)
                .with("today", today())
                .with("calendar", country.workingDays());
    }

    /** Leads from a number that somebody typed to the case. */
    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.CASE_READ)
    @GetMapping("/cases/find")
    String find(@RequestParam(defaultValue = "") String number, Actor actor) {
        return "redirect:/cases/desk/" + file(number, actor).number();
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.CASE_READ)
    @GetMapping("/cases/desk/{number}")
    Html open(@PathVariable String number, Actor actor, Locale locale, HttpServletRequest request) {
        CaseFile file = file(number, actor);
        audit.record(actor.doesFor(
                file.agency(), AuditEvent.CASE_READ, file.person(), file.number(), file.service(), Map.of()));
        return desk(file, actor, null, locale, request);
    }

    private Html desk(
            CaseFile file, Actor actor, @Nullable String conflict, Locale locale, HttpServletRequest request) {
        ServiceDefinition definition = services.of(file);
        boolean own = Cases.concerns(file, actor.person());
        boolean mine = actor.person().equals(file.officer());
        List<Transition> offered = cases.offered(actor, file).stream()
                .filter(t -> t.by() != By.APPLICANT)
                .filter(t -> t.by() == By.SUPERVISOR || file.officer() == null || mine)
                .toList();
        return Html.of("cases/desk")
                .with("file", file)
                .with("service", definition)
                .with("state", definition.state(file.state()))
                .with("sections", views.sections(file, locale))
                .with("history", cases.history(file.number()))
                .with("notices", notices.about(file.number()))
                .with("bills", bills.of(file.number()))
                .with("documents", documents.of(file.number()))
                .with("failures", failures.of(file.number()))
                .with("chart", Statechart.svg(definition, file.state(), locale))
                .with("actions", offered)
                .with(
                        "open",
                        offered.stream()
                                .filter(t -> cases.open(file, t))
                                .map(Transition::id)
                                .toList())
                .with("mine", mine)
                .with("own", own)
                .with(
                        "claimable",
                        !own && file.isOpen() && file.officer() == null && actor.holds(Role.OFFICER, file.agency()))
                .with("supervisor", !own && file.isOpen() && actor.holds(Role.SUPERVISOR, file.agency()))
                .with("colleagues", officers.of(file.agency(), Role.OFFICER))
                .with("conflict", conflict)
                .with("today", today())
                .with("calendar", country.workingDays())
                .with("panels", views.fragments(panels, file, request, panel -> panel.forOfficer(file, actor)));
    }

    @Allows(roles = Role.OFFICER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.CASE_CLAIMED)
    @PostMapping("/cases/desk/{number}/claim")
    Object claim(
            @PathVariable String number,
            @RequestParam int revision,
            Actor actor,
            Locale locale,
            HttpServletRequest request) {
        CaseFile file = file(number, actor);
        return changing(file, actor, locale, request, () -> cases.claim(actor, file.number(), revision));
    }

    @Allows(roles = Role.SUPERVISOR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.CASE_REASSIGNED)
    @PostMapping("/cases/desk/{number}/reassign")
    Object reassign(
            @PathVariable String number,
            @RequestParam int revision,
            @RequestParam(defaultValue = "") String officer,
            Actor actor,
            Locale locale,
            HttpServletRequest request) {
        CaseFile file = file(number, actor);
        Optional<Officers.Officer> to = officers.of(file.agency(), Role.OFFICER).stream()
                .filter(o -> o.person().digits().equals(officer))
                .findFirst();
        return changing(
                file,
                actor,
                locale,
                request,
                () -> cases.reassign(
                        actor,
                        file.number(),
                        revision,
                        to.map(Officers.Officer::person).orElse(null),
                        to.map(Officers.Officer::name).orElse(null)));
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.CASE_READ)
    @GetMapping("/cases/desk/{number}/do/{transition}")
    Html ask(@PathVariable String number, @PathVariable String transition, Actor actor, Locale locale) {
        CaseFile file = file(number, actor);
        audit.record(actor.doesFor(
                file.agency(), AuditEvent.CASE_READ, file.person(), file.number(), file.service(), Map.of()));
        return views.action(file, officers(file, transition), Cases.empty(), Map.of(), true, locale);
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.CASE_DECIDED)
    @PostMapping("/cases/desk/{number}/do/{transition}")
    Object act(
            @PathVariable String number,
            @PathVariable String transition,
            @RequestParam int revision,
            @RequestParam Map<String, String> posted,
            Actor actor,
            Locale locale,
            HttpServletRequest request) {
        CaseFile file = file(number, actor);
        Transition wanted = officers(file, transition);
        ObjectNode input = CaseViews.input(wanted, posted);
        try {
            return changing(
                    file,
                    actor,
                    locale,
                    request,
                    () -> cases.move(actor, new Move(file.number(), revision, transition, input, Cases.empty())));
        } catch (Problem problem) {
            if (problem.kind() != Problem.Kind.INVALID) {
                throw problem;
            }
            return views.action(file, wanted, input, CaseController.errors(problem), true, locale)
                    .status(422);
        }
    }

    @Allows(roles = Role.SUPERVISOR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.CASE_MOVED)
    @PostMapping("/cases/desk/{number}/retry")
    String retry(@PathVariable String number, Actor actor) {
        CaseFile file = file(number, actor);
        failures.retry(file);
        audit.record(actor.doesFor(
                file.agency(), AuditEvent.CASE_MOVED, file.person(), file.number(), null, Map.of("retry", "effects")));
        return "redirect:/cases/desk/" + file.number();
    }

    /** A file that the applicant handed in; always as a download, never shown in our origin. */
    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.FILE_READ)
    @GetMapping("/cases/desk/{number}/files/{id}")
    ResponseEntity<InputStreamResource> download(@PathVariable String number, @PathVariable UUID id, Actor actor) {
        CaseFile file = file(number, actor);
        UploadedFile upload = files.find(id)
                .filter(f -> file.form()
                        .propertyStream()
                        .anyMatch(p -> p.getValue().asString("").equals(id.toString())))
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "web.problem.not-found"));
        InputStream content = files.open(upload);
        audit.record(actor.doesFor(
                file.agency(),
                AuditEvent.FILE_READ,
                file.person(),
                file.number(),
                file.service(),
                Map.of("file", id.toString())));
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(upload.type()))
                .contentLength(upload.size())
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(upload.name(), StandardCharsets.UTF_8)
                                .build()
                                .toString())
                .header("Content-Security-Policy", "sandbox")
                .body(new InputStreamResource(content));
    }

    /** Does it, and when somebody was faster shows what he did instead. */
    private Object changing(CaseFile file, Actor actor, Locale locale, HttpServletRequest request, Runnable change) {
        try {
            change.run();
            return "redirect:/cases/desk/" + file.number();
        } catch (Problem problem) {
            if (problem.kind() != Problem.Kind.CONFLICT) {
                throw problem;
            }
            CaseFile now = file(file.number().text(), actor);
            return desk(now, actor, views.say(locale, problem), locale, request).status(409);
        }
    }

    private Transition officers(CaseFile file, String transition) {
        return services.of(file)
                .transition(transition)
                .filter(t -> t.by() == By.OFFICER || t.by() == By.OTHER_OFFICER || t.by() == By.SUPERVISOR)
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "cases.problem.no-transition"));
    }

    /** The case, if it is the actor's agency's. */
    private CaseFile file(String number, Actor actor) {
        return CaseNumber.parse(number)
                .flatMap(cases::find)
                .filter(file -> actor.holds(Role.OFFICER, file.agency()) || actor.holds(Role.SUPERVISOR, file.agency()))
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "cases.problem.not-found"));
    }

    private static String agency(Actor actor) {
        return actor.agencyAs(Role.OFFICER)
                .or(() -> actor.agencyAs(Role.SUPERVISOR))
                .orElseThrow(() -> new IllegalStateException("a worklist is for officers"));
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), Country.ZONE);
    }
}
