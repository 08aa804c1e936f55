package bz.ceiba.platform.cases;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Officers;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The worklist of an agency: which cases there are, and who gets them. */
@Controller
class WorklistController {
    private final Cases cases;
    private final DeskPage desk;
    private final CaseSearch search;
    private final Services services;
    private final Worklist worklist;
    private final Delegations delegations;
    private final Officers officers;
    private final CaseViews views;
    private final Audit audit;
    private final Country country;
    private final Clock clock;

    WorklistController(
            Cases cases,
            DeskPage desk,
            CaseSearch search,
            Services services,
            Worklist worklist,
            Delegations delegations,
            Officers officers,
            CaseViews views,
            Audit audit,
            Country country,
            Clock clock) {
        this.cases = cases;
        this.desk = desk;
        this.search = search;
        this.services = services;
        this.worklist = worklist;
        this.delegations = delegations;
        this.officers = officers;
        this.views = views;
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
        return page(actor, wanted, after, List.of());
    }

    private Html page(Actor actor, Worklist.Which wanted, String after, List<String> refused) {
        String agency = agency(actor);
        List<WorklistLine> lines = worklist.page(
                agency, wanted, actor.person(), Worklist.After.parse(after).orElse(null));
        boolean more = lines.size() > Worklist.PAGE;
        List<WorklistLine> page = more ? lines.subList(0, Worklist.PAGE) : lines;
        String which = wanted.name().toLowerCase(Locale.ROOT);
        audit.record(actor.doesFor(agency, AuditEvent.WORKLIST_READ, Map.of("which", which)));
        boolean supervisor = actor.holds(Role.SUPERVISOR, agency);
        return Html.of("cases/worklist")
                .with("lines", page)
                .with("which", which)
                .with("refused", refused)
                .with("mine", worklist.mine(agency, actor.person()))
                .with("standsInFor", delegations.to(actor.person()))
                .with("supervisor", supervisor)
                .with("colleagues", supervisor ? officers.of(agency, Role.OFFICER) : List.of())
                .with("next", more ? Worklist.after(page.getLast()).toString() : null)
                .with("services", services)
                .with("today", Country.today(clock))
                .with("calendar", country.workingDays());
    }

    /** Gives all marked cases to one officer, or back; those that can't be given are named and stay as they are. */
    @Allows(roles = Role.SUPERVISOR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.CASE_REASSIGNED)
    @PostMapping("/cases/worklist/assign")
    Object assign(
            @RequestParam(defaultValue = "") List<String> cases,
            @RequestParam(defaultValue = "") String officer,
            @RequestParam(defaultValue = "free") String which,
            Actor actor,
            Locale locale) {
        if (cases.size() > Worklist.PAGE) {
            throw new Problem(Problem.Kind.TOO_LARGE, "cases.problem.too-many");
        }
        List<String> refused = new ArrayList<>();
        for (String number : cases) {
            try {
                give(actor, number, officer);
            } catch (Problem problem) {
                refused.add(number + ": " + views.say(locale, problem));
            }
        }
        if (refused.isEmpty()) {
            return "redirect:/cases/worklist?which=" + which;
        }
        return page(actor, Worklist.Which.ALL, "", refused).status(409);
    }

    private void give(Actor actor, String number, String officer) {
        CaseFile file = desk.file(number, actor);
        Optional<Officers.Officer> to = officers.of(file.agency(), Role.OFFICER).stream()
                .filter(o -> o.person().digits().equals(officer))
                .findFirst();
        cases.reassign(
                actor,
                file.number(),
                file.revision(),
                to.map(Officers.Officer::person).orElse(null),
                to.map(Officers.Officer::name).orElse(null));
    }

    /** Searches the agency's cases; a whole case number leads to the case at once. */
    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.CASES_SEARCHED)
    @GetMapping("/cases/find")
    Object find(@RequestParam(defaultValue = "") String number, Actor actor) {
        if (CaseNumber.parse(number).isPresent()) {
            return "redirect:/cases/desk/" + desk.file(number, actor).number();
        }
        CaseSearch.Found found = search.search(actor, number);
        return Html.of("cases/found")
                .with("typed", number.strip())
                .with("lines", found.lines())
                .with("more", found.more())
                .with("services", services);
    }

    static String agency(Actor actor) {
        return actor.agencyAs(Role.OFFICER)
                .or(() -> actor.agencyAs(Role.SUPERVISOR))
                .orElseThrow(() -> new IllegalStateException("a worklist is for officers"));
    }
}
