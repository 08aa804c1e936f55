package bz.ceiba.platform.cases;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Officers;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.cases.ServiceDefinition.By;
import bz.ceiba.platform.cases.ServiceDefinition.Transition;
import bz.ceiba.platform.documents.Documents;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.notifications.Notices;
import bz.ceiba.platform.payments.Bills;
import bz.ceiba.platform.web.Html;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** The officer's page of a case, also as the answer to one who was too slow. */
@Component
class DeskPage {
    /** What somebody wanted to do and had typed when he was too slow. */
    record Typed(Transition transition, ObjectNode input) {}

    private final Cases cases;
    private final CaseAccess access;
    private final Services services;
    private final CaseViews views;
    private final FailedEffects failures;
    private final FourEyes fourEyes;
    private final Notes notes;
    private final Letters letters;
    private final Escalations escalations;
    private final Officers officers;
    private final Bills bills;
    private final Documents documents;
    private final Notices notices;
    private final List<CasePanel> panels;
    private final Country country;
    private final Clock clock;

    DeskPage(
            Cases cases,
            CaseAccess access,
            Services services,
            CaseViews views,
            FailedEffects failures,
            FourEyes fourEyes,
            Notes notes,
            Letters letters,
            Escalations escalations,
            Officers officers,
            Bills bills,
            Documents documents,
            Notices notices,
            List<CasePanel> panels,
            Country country,
            Clock clock) {
        this.cases = cases;
        this.access = access;
        this.services = services;
        this.views = views;
        this.failures = failures;
        this.fourEyes = fourEyes;
        this.notes = notes;
        this.letters = letters;
        this.escalations = escalations;
        this.officers = officers;
        this.bills = bills;
        this.documents = documents;
        this.notices = notices;
        this.panels = panels;
        this.country = country;
        this.clock = clock;
    }

    /** The case, if the actor may see it. */
    CaseFile file(String number, Actor actor) {
        return CaseNumber.parse(number)
                .flatMap(parsed -> readable(parsed, actor))
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "cases.problem.not-found"));
    }

    Optional<CaseFile> readable(CaseNumber number, Actor actor) {
        return cases.find(number).filter(file -> access.reads(actor, file));
    }

    Html show(CaseFile file, Actor actor, Locale locale, HttpServletRequest request) {
        ServiceDefinition definition = services.of(file);
        boolean own = CaseAccess.concerns(file, actor.person());
        boolean mine = access.holds(actor, file);
        List<Transition> offered = access.offered(actor, file).stream()
                .filter(t -> t.by() != By.APPLICANT)
                .filter(t -> t.by() == By.SUPERVISOR || file.officer() == null || mine)
                .toList();
        @Nullable Proposal proposal = fourEyes.of(file).orElse(null);
        boolean second = proposal != null
                && !proposal.officer().equals(actor.person())
                && access.offered(actor, file).stream().anyMatch(t -> t.id().equals(proposal.transition()));
        return facts(file, definition, locale)
                .with("panels", views.fragments(panels, file, request, panel -> panel.forOfficer(file, actor)))
                .with("actions", offered)
                .with(
                        "open",
                        offered.stream()
                                .filter(t -> access.open(file, t))
                                .map(Transition::id)
                                .toList())
                .with("proposal", proposal)
                .with("second", second)
                .with("mine", mine)
                .with("own", own)
                .with(
                        "claimable",
                        !own && file.isOpen() && file.officer() == null && actor.holds(Role.OFFICER, file.agency()))
                .with("supervisor", !own && file.isOpen() && access.supervises(actor, file))
                .with("colleagues", officers.of(file.agency(), Role.OFFICER));
    }

    private Html facts(CaseFile file, ServiceDefinition definition, Locale locale) {
        return Html.of("cases/desk")
                .with("file", file)
                .with("service", definition)
                .with("state", definition.state(file.state()))
                .with("sections", views.sections(file, locale))
                .with("history", cases.history(file.number()))
                .with("escalations", escalations.of(file.number()))
                .with("country", country)
                .with("notes", notes.of(file.number()))
                .with("letters", letters.of(file.number()))
                .with("notices", notices.about(file.number()))
                .with("bills", bills.of(file.number()))
                .with("documents", documents.of(file.number()))
                .with("failures", failures.of(file.number()))
                .with("chart", Statechart.svg(definition, file.state(), locale))
                .with("today", Country.today(clock))
                .with("calendar", country.workingDays());
    }

    /** Does it, and when somebody was faster shows what he did instead, and what this one had typed. */
    Object changing(
            CaseFile file,
            @Nullable Typed typed,
            Actor actor,
            Locale locale,
            HttpServletRequest request,
            Runnable change) {
        try {
            change.run();
            return "redirect:/cases/desk/" + file.number();
        } catch (Problem problem) {
            if (problem.kind() != Problem.Kind.CONFLICT) {
                throw problem;
            }
            CaseFile now = file(file.number().text(), actor);
            Html page = show(now, actor, locale, request)
                    .with("conflict", views.say(locale, problem))
                    .status(409);
            return typed == null ? page : kept(page, now, typed, actor, locale);
        }
    }

    /** What was typed goes on in the form of the same transition if that is still possible, else it can be copied. */
    private Html kept(Html page, CaseFile now, Typed typed, Actor actor, Locale locale) {
        boolean possible = access.offered(actor, now).stream()
                        .anyMatch(t -> t.id().equals(typed.transition().id()))
                && (now.officer() == null || access.holds(actor, now));
        return page.with("typed", views.typed(typed.transition(), typed.input(), locale))
                .with("again", possible ? typed.transition() : null);
    }

    Html action(CaseFile file, Transition transition, ObjectNode input, Map<String, String> errors, Locale locale) {
        return views.action(file, transition, input, errors, true, locale);
    }
}
