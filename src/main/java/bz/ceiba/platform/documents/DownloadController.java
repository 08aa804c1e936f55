package bz.ceiba.platform.documents;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.access.StepUp;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Problem;
import java.util.Map;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** Hands the signed PDF to its holder and to the officers of the agency that issued it; for others it is not there. */
@Controller
class DownloadController {
    private final Documents documents;
    private final Audit audit;

    DownloadController(Documents documents, Audit audit) {
        this.documents = documents;
        this.audit = audit;
    }

    @GetMapping({"/documents/{number}.pdf", "/documents/{number}"})
    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            audit = AuditEvent.DOCUMENT_READ)
    ResponseEntity<Resource> download(@PathVariable String number, Actor actor) {
        IssuedDocument document = CaseNumber.parse(number)
                .flatMap(n -> documents.find(n.text()))
                .filter(found -> mayRead(found, actor))
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "documents.problem.not-found"));
        requireAssurance(document, actor);
        Map<String, String> detail = Map.of("number", document.number());
        audit.record(
                document.holder().equals(actor.subject())
                        ? actor.does(AuditEvent.DOCUMENT_READ, document.caseNumber(), detail)
                        : actor.doesFor(
                                document.agency(),
                                AuditEvent.DOCUMENT_READ,
                                document.holder(),
                                document.caseNumber(),
                                null,
                                detail));
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .contentType(MediaType.APPLICATION_PDF)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(document.type() + "-" + document.number() + ".pdf")
                                .build()
                                .toString())
                .body(new InputStreamResource(documents.open(document)));
    }

    /** Another's document is opened only by one of whom we are as sure as at the officers' desk. */
    private void requireAssurance(IssuedDocument document, Actor actor) {
        if (document.holder().equals(actor.subject()) || actor.assurance().reaches(Assurance.SUBSTANTIAL)) {
            return;
        }
        audit.record(actor.doesFor(
                document.agency(),
                AuditEvent.ACCESS_REFUSED,
                document.holder(),
                document.caseNumber(),
                null,
                Map.of("action", "GET /documents/{number}", "reason", "assurance")));
        throw new Problem(
                Problem.Kind.FORBIDDEN,
                "access.problem.assurance",
                Map.of(Problem.LINK, StepUp.address(Assurance.SUBSTANTIAL, "/documents/" + document.number())));
    }

    private static boolean mayRead(IssuedDocument document, Actor actor) {
        return document.holder().equals(actor.subject())
                || actor.holds(Role.OFFICER, document.agency())
                || actor.holds(Role.SUPERVISOR, document.agency());
    }
}
