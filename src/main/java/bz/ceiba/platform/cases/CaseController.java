package bz.ceiba.platform.cases;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Matter;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.cases.ServiceDefinition.By;
import bz.ceiba.platform.cases.ServiceDefinition.Transition;
import bz.ceiba.platform.documents.Documents;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.payments.Bills;
import bz.ceiba.platform.web.Html;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.node.ObjectNode;

/** A case as its applicant sees it. Another's case does not exist for him. */
@Controller
class CaseController {
    private final Cases cases;
    private final CaseAccess access;
    private final Letters letters;
    private final Services services;
    private final CaseViews views;
    private final Bills bills;
    private final Documents documents;
    private final List<CasePanel> panels;
    private final Audit audit;
    private final Country country;
    private final Clock clock;

    CaseController(
            Cases cases,
            CaseAccess access,
            Letters letters,
            Services services,
            CaseViews views,
            Bills bills,
            Documents documents,
            List<CasePanel> panels,
            Audit audit,
            Country country,
            Clock clock) {
        this.cases = cases;
        this.access = access;
        this.letters = letters;
        this.services = services;
        this.views = views;
        this.bills = bills;
        this.documents = documents;
        this.panels = panels;
        this.audit = audit;
        this.country = country;
        this.clock = clock;
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.ANY,
            audit = AuditEvent.OWN_DATA_READ)
    @GetMapping("/cases/{number}")
    Html status(@PathVariable String number, Actor actor, HttpServletRequest request) {
        CaseFile file = own(number, actor);
        audit.record(actor.does(AuditEvent.OWN_DATA_READ, file.number(), Map.of()));
        return status(file, actor, request);
    }

    private Html status(CaseFile file, Actor actor, HttpServletRequest request) {
        ServiceDefinition definition = services.of(file);
        return Html.of("cases/status")
                .with("service", definition)
                .with("file", file)
                .with("state", definition.state(file.state()))
                .with("agency", country.nameOf(file.agency()))
                .with("history", cases.history(file.number()))
                .with("ahead", ahead(definition, file))
                .with("letters", letters.of(file.number()))
                .with("bills", bills.of(file.number()))
                .with("today", Country.today(clock))
                // What was issued to the other party of a case is his alone.
                .with(
                        "documents",
                        documents.of(file.number()).stream()
                                .filter(document -> document.holder().equals(file.person()))
                                .toList())
                .with("actions", mine(actor, file))
                .with("panels", views.fragments(panels, file, request, (panel) -> panel.forApplicant(file, actor)));
    }

    private List<Transition> mine(Actor actor, CaseFile file) {
        return access.offered(actor, file).stream()
                .filter(t -> t.by() == By.APPLICANT)
                .filter(t -> access.open(file, t))
                .toList();
    }

    /** The states that usually come after this one. */
    private static List<String> ahead(ServiceDefinition definition, CaseFile file) {
        int here = definition.path().indexOf(file.state());
        if (!file.isOpen() || here < 0) {
            return List.of();
        }
        return definition.path().subList(here + 1, definition.path().size());
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.ANY,
            audit = AuditEvent.OWN_DATA_READ)
    @GetMapping("/cases/{number}/answers")
    Html answers(@PathVariable String number, Actor actor, Locale locale) {
        CaseFile file = own(number, actor);
        audit.record(actor.does(AuditEvent.OWN_DATA_READ, file.number(), Map.of()));
        return Html.of("cases/answers")
                .with("service", services.of(file))
                .with("file", file)
                .with("sections", views.sections(file, locale));
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.ANY,
            audit = AuditEvent.OWN_DATA_READ)
    @GetMapping("/cases/{number}/do/{transition}")
    Html ask(@PathVariable String number, @PathVariable String transition, Actor actor, Locale locale) {
        CaseFile file = own(number, actor);
        audit.record(actor.does(AuditEvent.OWN_DATA_READ, file.number(), Map.of()));
        return views.action(file, require(actor, file, transition), Cases.empty(), Map.of(), false, locale);
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.ANY,
            audit = AuditEvent.CASE_MOVED)
    @PostMapping("/cases/{number}/do/{transition}")
    Object act(
            @PathVariable String number,
            @PathVariable String transition,
            @RequestParam int revision,
            @RequestParam Map<String, String> posted,
            Actor actor,
            Locale locale) {
        CaseFile file = own(number, actor);
        Transition wanted = services.of(file)
                .transition(transition)
                .filter(t -> t.by() == By.APPLICANT)
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "cases.problem.no-transition"));
        ObjectNode input = CaseViews.input(wanted, posted);
        try {
            cases.move(actor, new Move(file.number(), revision, transition, input, Cases.empty(), locale));
            return "redirect:/cases/" + file.number();
        } catch (Problem problem) {
            if (problem.kind() != Problem.Kind.INVALID) {
                throw problem;
            }
            return views.action(file, wanted, input, errors(problem), false, locale)
                    .status(422);
        }
    }

    static Map<String, String> errors(Problem problem) {
        Map<String, String> errors = new LinkedHashMap<>();
        problem.fields().forEach(f -> errors.put(f.field(), f.message()));
        return errors;
    }

    private Transition require(Actor actor, CaseFile file, String transition) {
        return new ArrayList<>(mine(actor, file))
                .stream()
                        .filter(t -> t.id().equals(transition))
                        .findFirst()
                        .orElseThrow(() -> new Problem(Problem.Kind.CONFLICT, "cases.problem.no-transition"));
    }

    private CaseFile own(String number, Actor actor) {
        CaseFile own = CaseNumber.parse(number)
                .flatMap(cases::find)
                .filter(file -> file.person().equals(actor.subject()))
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "cases.problem.not-found"));
        services.of(own).requireMatter(actor);
        return own;
    }
}
