package bz.ceiba.platform.documents;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Supervisors set and end legal holds; auditors read what was destroyed. */
@Controller
class RetentionController {
    private static final int PAGE = 50;
    private static final int LONGEST_REASON = 500;

    private final Holds holds;
    private final CaseReferences cases;
    private final Country country;
    private final Messages messages;
    private final Audit audit;

    RetentionController(Holds holds, CaseReferences cases, Country country, Messages messages, Audit audit) {
        this.holds = holds;
        this.cases = cases;
        this.country = country;
        this.messages = messages;
        this.audit = audit;
    }

    private static String agency(Actor actor) {
        return actor.agencyAs(Role.SUPERVISOR).orElseThrow();
    }

    @Allows(roles = Role.SUPERVISOR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.HOLD_CHANGED)
    @GetMapping("/documents/holds")
    Html list(Actor actor) {
        audit.record(actor.doesFor(agency(actor), AuditEvent.HOLD_CHANGED, Map.of("change", "none: list read")));
        return page(actor);
    }

    private Html page(Actor actor) {
        return Html.of("documents/holds").with("holds", holds.of(agency(actor)));
    }

    @Allows(roles = Role.SUPERVISOR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.HOLD_CHANGED)
    @PostMapping("/documents/holds")
    @Transactional
    Object set(
            @RequestParam(defaultValue = "") String number,
            @RequestParam(defaultValue = "") String reason,
            Actor actor,
            Locale locale) {
        Optional<CaseNumber> caseNumber = CaseNumber.parse(number);
        Map<String, String> errors = new HashMap<>();
        String agency = agency(actor);
        if (caseNumber.isEmpty()) {
            errors.put("number", messages.text(locale, "documents.holds.number-error"));
        } else if (!concerns(caseNumber.get(), agency)) {
            errors.put("number", messages.text(locale, "documents.holds.unknown"));
        }
        if (reason.isBlank() || reason.length() > LONGEST_REASON) {
            errors.put("reason", messages.text(locale, "documents.holds.reason-error"));
        }
        if (caseNumber.isPresent() && errors.isEmpty()) {
            if (holds.set(caseNumber.get(), agency, reason.strip(), actor.person())) {
                record(actor, caseNumber.get(), "set", reason.strip());
                return "redirect:/documents/holds";
            }
            errors.put("number", messages.text(locale, "documents.holds.held"));
        }
        return page(actor)
                .with("number", number)
                .with("reason", reason)
                .with("errors", errors)
                .status(422);
    }

    /** Whether it is the agency's own case or one of an agency below it. */
    private boolean concerns(CaseNumber number, String agency) {
        return cases.agency(number)
                .filter(its -> its.equals(agency) || country.above(its).contains(agency))
                .isPresent();
    }

    @Allows(roles = Role.SUPERVISOR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.HOLD_CHANGED)
    @PostMapping("/documents/holds/{id}/end")
    @Transactional
    String end(@PathVariable UUID id, Actor actor) {
        String number = holds.end(id, agency(actor), actor.person())
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "web.problem.not-found"));
        record(actor, new CaseNumber(number), "ended", "");
        return "redirect:/documents/holds";
    }

    private void record(Actor actor, CaseNumber number, String change, String reason) {
        audit.record(actor.doesFor(
                agency(actor),
                AuditEvent.HOLD_CHANGED,
                null,
                number,
                null,
                Map.of("change", change, "reason", reason)));
    }

    @Allows(roles = Role.AUDITOR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.AUDIT_READ)
    @GetMapping("/documents/destructions")
    Html destructions(@RequestParam @Nullable Long before, Actor actor) {
        audit.record(actor.doesFor(
                actor.agencyAs(Role.AUDITOR).orElseThrow(), AuditEvent.AUDIT_READ, Map.of("page", "destructions")));
        List<DestructionLine> lines = holds.destroyed(before == null ? Long.MAX_VALUE : before, PAGE);
        boolean more = lines.size() > PAGE;
        List<DestructionLine> shown = more ? lines.subList(0, PAGE) : lines;
        return Html.of("documents/destructions")
                .with("lines", shown)
                .with("older", more ? shown.getLast().id() : null);
    }
}
