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
import bz.ceiba.platform.documents.Files;
import bz.ceiba.platform.documents.UploadedFile;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import jakarta.servlet.http.HttpServletRequest;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
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
    private final DeskPage page;
    private final Services services;
    private final FourEyes fourEyes;
    private final FailedEffects failures;
    private final Officers officers;
    private final Files files;
    private final Audit audit;

    DeskController(
            Cases cases,
            DeskPage page,
            Services services,
            FourEyes fourEyes,
            FailedEffects failures,
            Officers officers,
            Files files,
            Audit audit) {
        this.cases = cases;
        this.page = page;
        this.services = services;
        this.fourEyes = fourEyes;
        this.failures = failures;
        this.officers = officers;
        this.files = files;
        this.audit = audit;
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.CASE_READ)
    @GetMapping("/cases/desk/{number}")
    Html open(@PathVariable String number, Actor actor, Locale locale, HttpServletRequest request) {
        CaseFile file = page.file(number, actor);
        audit.record(actor.doesFor(
                file.agency(), AuditEvent.CASE_READ, file.person(), file.number(), file.service(), Map.of()));
        return page.show(file, actor, locale, request);
    }

    @Allows(roles = Role.OFFICER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.CASE_CLAIMED)
    @PostMapping("/cases/desk/{number}/claim")
    Object claim(
            @PathVariable String number,
            @RequestParam int revision,
            Actor actor,
            Locale locale,
            HttpServletRequest request) {
        CaseFile file = page.file(number, actor);
        return page.changing(file, null, actor, locale, request, () -> cases.claim(actor, file.number(), revision));
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
        CaseFile file = page.file(number, actor);
        Optional<Officers.Officer> to = officers.of(file.agency(), Role.OFFICER).stream()
                .filter(o -> o.person().digits().equals(officer))
                .findFirst();
        return page.changing(
                file,
                null,
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
        CaseFile file = page.file(number, actor);
        audit.record(actor.doesFor(
                file.agency(), AuditEvent.CASE_READ, file.person(), file.number(), file.service(), Map.of()));
        return page.action(file, officers(file, transition), Cases.empty(), Map.of(), locale);
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
        CaseFile file = page.file(number, actor);
        Transition wanted = officers(file, transition);
        ObjectNode input = CaseViews.input(wanted, posted);
        try {
            return page.changing(
                    file,
                    new DeskPage.Typed(wanted, input),
                    actor,
                    locale,
                    request,
                    () -> cases.move(
                            actor, new Move(file.number(), revision, transition, input, Cases.empty(), locale)));
        } catch (Problem problem) {
            if (problem.kind() != Problem.Kind.INVALID) {
                throw problem;
            }
            return page.action(file, wanted, input, CaseController.errors(problem), locale)
                    .status(422);
        }
    }

    /** The second officer lets a decision take effect, or drops it. */
    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.CASE_DECIDED)
    @PostMapping("/cases/desk/{number}/second")
    Object second(
            @PathVariable String number,
            @RequestParam int revision,
            @RequestParam(defaultValue = "false") boolean confirm,
            Actor actor,
            Locale locale,
            HttpServletRequest request) {
        CaseFile file = page.file(number, actor);
        return page.changing(file, null, actor, locale, request, () -> {
            if (confirm) {
                fourEyes.confirm(actor, file.number(), revision);
            } else {
                fourEyes.decline(actor, file.number(), revision);
            }
        });
    }

    @Allows(roles = Role.SUPERVISOR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.CASE_MOVED)
    @PostMapping("/cases/desk/{number}/retry")
    String retry(@PathVariable String number, Actor actor) {
        CaseFile file = page.file(number, actor);
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
        CaseFile file = page.file(number, actor);
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

    private Transition officers(CaseFile file, String transition) {
        return services.of(file)
                .transition(transition)
                .filter(t -> t.by() == By.OFFICER || t.by() == By.OTHER_OFFICER || t.by() == By.SUPERVISOR)
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "cases.problem.no-transition"));
    }
}
