package bz.ceiba.platform.access;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.audit.Disclosures;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Reviews of who holds what: supervisors confirm or end, auditors see which are late. */
@Controller
class ReviewController {
    private static final String PATH = "/access/staff/reviews";

    private final ReviewStaff reviewing;
    private final Reviews reviews;
    private final StaffRules rules;
    private final Disclosures disclosures;
    private final Country country;
    private final Messages messages;
    private final Audit audit;
    private final Clock clock;

    ReviewController(
            ReviewStaff reviewing,
            Reviews reviews,
            StaffRules rules,
            Disclosures disclosures,
            Country country,
            Messages messages,
            Audit audit,
            Clock clock) {
        this.reviewing = reviewing;
        this.reviews = reviews;
        this.rules = rules;
        this.disclosures = disclosures;
        this.country = country;
        this.messages = messages;
        this.audit = audit;
        this.clock = clock;
    }

    @GetMapping(PATH)
    @Allows(
            roles = {Role.SUPERVISOR, Role.AUDITOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.APPOINTMENTS_READ)
    Html list(Actor actor) {
        Say say = rules.of(actor);
        List<Review> open = reviews.open().stream()
                .filter(review -> rules.isAgency(review.agency()) && say.seconds(review.agency()))
                .toList();
        return Html.of("access/reviews")
                .with("country", country)
                .with("now", clock.instant())
                .with("open", open)
                .with("closed", reviews.closed(say.agencies()));
    }

    @GetMapping(PATH + "/{id}")
    @Allows(
            roles = {Role.SUPERVISOR, Role.AUDITOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.APPOINTMENTS_READ)
    Html show(Actor actor, @PathVariable UUID id) {
        return page(actor, id, Map.of(), Map.of());
    }

    private Html page(Actor actor, UUID id, Map<String, String> typed, Map<String, String> errors) {
        Review review =
                reviews.find(id).orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "access.problem.no-review"));
        Say say = rules.require(actor, review.agency(), Say::seconds);
        audit.record(actor.doesFor(
                review.agency(),
                AuditEvent.APPOINTMENTS_READ,
                Map.of("review", review.id().toString())));
        List<Review.Item> items = reviews.items(id);
        return Html.of("access/review")
                .with("country", country)
                .with("review", review)
                .with("items", items)
                .with(
                        "lastActed",
                        disclosures.lastActed(
                                review.agency(),
                                items.stream()
                                        .map(item -> item.tenure().person())
                                        .distinct()
                                        .toList()))
                .with("number", actor.number())
                .with("reviews", say.reviews(review.agency()) && review.closedAt() == null)
                .with("now", clock.instant())
                .with("typed", typed)
                .with("errors", errors);
    }

    @PostMapping(PATH + "/{id}/{appointment}/confirm")
    @Allows(
            roles = {Role.SUPERVISOR, Role.AUDITOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.REVIEW_DECIDED)
    ResponseEntity<Void> confirm(Actor actor, @PathVariable UUID id, @PathVariable long appointment) {
        reviewing.decide(actor, id, appointment, true, "");
        return back(id);
    }

    @PostMapping(PATH + "/{id}/{appointment}/end")
    @Allows(
            roles = {Role.SUPERVISOR, Role.AUDITOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.REVIEW_DECIDED)
    Object end(
            Actor actor,
            @PathVariable UUID id,
            @PathVariable long appointment,
            @RequestParam Map<String, String> typed,
            Locale locale) {
        StaffForm form = new StaffForm(typed, messages, locale);
        try {
            reviewing.decide(actor, id, appointment, false, form.value("reason-" + appointment));
            return back(id);
        } catch (Problem problem) {
            form.wrong(problem);
            return page(actor, id, typed, form.errors()).status(422);
        }
    }

    private static ResponseEntity<Void> back(UUID id) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .header(HttpHeaders.LOCATION, PATH + "/" + id)
                .build();
    }
}
