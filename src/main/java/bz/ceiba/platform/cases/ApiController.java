package bz.ceiba.platform.cases;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Idempotency;
import bz.ceiba.platform.access.Matter;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Problem;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** Applying by program: the same application as on the pages, in one request. */
@RestController
class ApiController {
    private final Cases cases;
    private final Services services;
    private final Idempotency idempotency;
    private final Audit audit;

    ApiController(Cases cases, Services services, Idempotency idempotency, Audit audit) {
        this.cases = cases;
        this.services = services;
        this.idempotency = idempotency;
        this.audit = audit;
    }

    /**
     * What a caller reads of a case.
     *
     * @param due the last day for the decision, or null
     * @param outcome of an end, or null
     */
    record CaseAnswer(
            String number,
            String service,
            int version,
            String state,
            int revision,
            @Nullable String due,
            @Nullable String outcome) {
        static CaseAnswer of(CaseFile file) {
            return new CaseAnswer(
                    file.number().text(),
                    file.service(),
                    file.version(),
                    file.state(),
                    file.revision(),
                    file.dueOn() == null ? null : file.dueOn().toString(),
                    file.outcome());
        }
    }

    /** Submits a form given as JSON. The same {@code Idempotency-Key} again is answered as it was the first time. */
    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.ANY,
            audit = AuditEvent.CASE_SUBMITTED)
    @PostMapping("/cases/api/{service}")
    ResponseEntity<byte[]> submit(
            @PathVariable String service,
            @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String key,
            @RequestBody ObjectNode form,
            Actor actor,
            Locale locale) {
        ServiceDefinition definition = services.current(service)
                .filter(found -> !found.byOffice())
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "cases.problem.no-service"));
        return idempotency.onceTogether(key, actor, "cases/" + service, form, () -> {
            Submission submission =
                    new Submission("api/" + UUID.randomUUID(), definition, actor, form, locale.getLanguage());
            CaseFile file = cases.submit(submission);
            return ResponseEntity.created(URI.create("/cases/api/case/" + file.number()))
                    .body(CaseAnswer.of(file));
        });
    }

    /** A case of one's own. */
    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.ANY,
            audit = AuditEvent.OWN_DATA_READ)
    @GetMapping("/cases/api/case/{number}")
    CaseAnswer read(@PathVariable String number, Actor actor) {
        CaseFile file = CaseNumber.parse(number)
                .flatMap(cases::find)
                .filter(found -> found.person().equals(actor.subject()))
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "cases.problem.not-found"));
        audit.record(actor.does(AuditEvent.OWN_DATA_READ, file.number(), Map.of()));
        return CaseAnswer.of(file);
    }
}
