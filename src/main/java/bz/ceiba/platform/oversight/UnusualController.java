package bz.ceiba.platform.oversight;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.audit.AuditSearch;
import bz.ceiba.platform.audit.Disclosures;
import bz.ceiba.platform.audit.Excerpt;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.oversight.Finding.Verdict;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.Typed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Where managers judge unusual access, and officers answer. */
@Controller
class UnusualController {
    private static final String LIST = "/oversight/unusual";
    private static final String ASKED = "/oversight/asked";

    private final Findings findings;
    private final Review review;
    private final Reviewers reviewers;
    private final Telling telling;
    private final Disclosures disclosures;
    private final Country country;
    private final Messages messages;
    private final Audit audit;

    UnusualController(
            Findings findings,
            Review review,
            Reviewers reviewers,
            Telling telling,
            Disclosures disclosures,
            Country country,
            Messages messages,
            Audit audit) {
        this.findings = findings;
        this.review = review;
        this.reviewers = reviewers;
        this.telling = telling;
        this.disclosures = disclosures;
        this.country = country;
        this.messages = messages;
        this.audit = audit;
    }

    @Allows(roles = Role.SUPERVISOR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.UNUSUAL_READ)
    @GetMapping(LIST)
    Html list(Actor actor) {
        List<Finding> open = new ArrayList<>();
        List<Finding> judged = new ArrayList<>();
        for (Actor.Appointment held : actor.roles()) {
            if (held.role() == Role.SUPERVISOR) {
                boolean authority = held.agency().equals(reviewers.authority());
                open.addAll(
                        authority
                                ? findings.open(null, 1, actor.person())
                                : findings.open(held.agency(), 0, actor.person()));
                judged.addAll(findings.judged(held.agency(), actor.person()));
            }
        }
        read(actor, actor.agencyAs(Role.SUPERVISOR).orElseThrow(), null, "list");
        return Html.of("oversight/unusual-list")
                .with("open", open)
                .with("judged", judged)
                .with("country", country)
                .with("today", reviewers.today());
    }

    /** Who was looked at reads that his data were looked at again, unless a court keeps the first look from him. */
    private void read(Actor actor, String agency, @Nullable PersonNumber about, String what) {
        audit.record(actor.doesFor(agency, AuditEvent.UNUSUAL_READ, about, null, null, Map.of("page", what)));
    }

    @Allows(roles = Role.SUPERVISOR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.UNUSUAL_READ)
    @GetMapping(LIST + "/{id}")
    Html show(@PathVariable String id, Actor actor) {
        return page(review.require(actor, uuid(id)), actor, Map.of(), Map.of());
    }

    private static UUID uuid(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw new Problem(Problem.Kind.NOT_FOUND, "oversight.problem.no-finding");
        }
    }

    private Html page(Finding finding, Actor actor, Map<String, String> typed, Map<String, String> errors) {
        PersonNumber person = finding.person();
        boolean kept = person == null
                || person.equals(finding.officer())
                || telling.isWithheld(finding.agency(), finding.officer(), person, finding.day());
        read(
                actor,
                String.valueOf(reviewers.judgesFor(actor, finding)),
                kept ? null : person,
                finding.id().toString());
        return Html.of("oversight/unusual")
                .with("finding", finding)
                .with("looks", looks(finding))
                .with("country", country)
                .with("typed", typed)
                .errors(errors);
    }

    private Excerpt looks(Finding finding) {
        return disclosures.search(new AuditSearch(null, finding.officer(), finding.person(), null, finding.day()), 0);
    }

    private static String words(Typed typed, String field) {
        return typed.text(field, 1, Review.LONGEST, "words.wrong");
    }

    @Allows(roles = Role.SUPERVISOR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.UNUSUAL_ASKED)
    @PostMapping(LIST + "/{id}/ask")
    Object ask(@PathVariable String id, @RequestParam Map<String, String> posted, Actor actor, Locale locale) {
        Finding finding = review.require(actor, uuid(id));
        Typed typed = new Typed(posted, messages, locale, "oversight.");
        String question = words(typed, "question");
        if (!typed.isRight()) {
            return page(finding, actor, posted, typed.errors());
        }
        review.ask(actor, finding.id(), question);
        return "redirect:" + LIST + "/" + id;
    }

    @Allows(roles = Role.SUPERVISOR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.UNUSUAL_JUDGED)
    @PostMapping(LIST + "/{id}/judge")
    Object judge(@PathVariable String id, @RequestParam Map<String, String> posted, Actor actor, Locale locale) {
        Finding finding = review.require(actor, uuid(id));
        Typed typed = new Typed(posted, messages, locale, "oversight.");
        Optional<Verdict> verdict = typed.choice("verdict", Verdict.class, "verdict.missing");
        String words = words(typed, "words");
        if (verdict.isEmpty() || !typed.isRight()) {
            return page(finding, actor, posted, typed.errors());
        }
        review.judge(actor, finding.id(), verdict.get(), words);
        return "redirect:" + LIST + "/" + id;
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR, Role.REGISTRAR, Role.CASHIER, Role.ASSISTANT, Role.AUDITOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.UNUSUAL_READ)
    @GetMapping(ASKED + "/{id}")
    Html asked(@PathVariable String id, Actor actor) {
        return askedPage(review.asked(actor, uuid(id)), actor, Map.of(), Map.of());
    }

    private Html askedPage(Finding finding, Actor actor, Map<String, String> typed, Map<String, String> errors) {
        read(actor, finding.agency(), null, finding.id().toString());
        return Html.of("oversight/asked")
                .with("finding", finding)
                .with("looks", looks(finding))
                .with("country", country)
                .with("typed", typed)
                .errors(errors);
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR, Role.REGISTRAR, Role.CASHIER, Role.ASSISTANT, Role.AUDITOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.UNUSUAL_ANSWERED)
    @PostMapping(ASKED + "/{id}")
    Object answer(@PathVariable String id, @RequestParam Map<String, String> posted, Actor actor, Locale locale) {
        Finding finding = review.asked(actor, uuid(id));
        Typed typed = new Typed(posted, messages, locale, "oversight.");
        String answer = words(typed, "answer");
        if (!typed.isRight()) {
            return askedPage(finding, actor, posted, typed.errors());
        }
        review.answer(actor, finding.id(), answer);
        return "redirect:" + ASKED + "/" + id;
    }
}
