package bz.ceiba.platform.webhooks;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Destinations;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Where a supervisor says which programs of his agency are told of what, and sees what became of the messages. */
@Controller
class WebhooksController {
    private static final int LONGEST_URL = 500;

    private final Endpoints endpoints;
    private final Deliveries deliveries;
    private final Destinations destinations;
    private final SchedulerClient scheduler;
    private final Country country;
    private final Messages messages;
    private final Audit audit;
    private final TransactionTemplate transactions;
    private final Clock clock;

    WebhooksController(
            Endpoints endpoints,
            Deliveries deliveries,
            Destinations destinations,
            SchedulerClient scheduler,
            Country country,
            Messages messages,
            Audit audit,
            TransactionTemplate transactions,
            Clock clock) {
        this.endpoints = endpoints;
        this.deliveries = deliveries;
        this.destinations = destinations;
        this.scheduler = scheduler;
        this.country = country;
        this.messages = messages;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Allows(roles = Role.SUPERVISOR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.WEBHOOKS_READ)
    @GetMapping("/webhooks")
    Html show(Actor actor) {
        audit.record(actor.doesFor(agency(actor), AuditEvent.WEBHOOKS_READ, Map.of()));
        return page(actor, null);
    }

    private Html page(Actor actor, @Nullable Endpoint fresh) {
        List<EndpointView> views = endpoints.of(agencies(actor)).stream()
                .map(endpoint -> new EndpointView(
                        endpoint,
                        country.nameOf(endpoint.agency()),
                        deliveries.failed(endpoint.id()),
                        deliveries.countFailed(endpoint.id()),
                        deliveries.to(endpoint.id()),
                        fresh != null && fresh.id().equals(endpoint.id()) ? endpoints.secret(fresh) : null))
                .toList();
        return Html.of("webhooks/endpoints").with("endpoints", views).with("events", Announcing.EVENTS);
    }

    /** Registers an endpoint and shows its secret this once. */
    @Allows(roles = Role.SUPERVISOR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.WEBHOOK_CHANGED)
    @PostMapping("/webhooks")
    Html register(
            @RequestParam String url,
            @RequestParam(name = "event") @Nullable List<String> chosen,
            Actor actor,
            Locale locale) {
        Map<String, String> errors = new LinkedHashMap<>();
        if (url.length() > LONGEST_URL || !destinations.isAllowed(url.strip())) {
            errors.put("url", messages.text(locale, "webhooks.url-wrong"));
        }
        List<String> events = chosen == null ? List.of() : chosen;
        if (events.isEmpty() || !Announcing.EVENTS.containsAll(events)) {
            errors.put("event", messages.text(locale, "webhooks.events-wrong"));
        }
        String agency = agency(actor);
        if (endpoints.of(List.of(agency)).size() >= Endpoints.MOST) {
            errors.put("url", messages.text(locale, "webhooks.too-many", Endpoints.MOST));
        }
        if (!errors.isEmpty()) {
            return page(actor, null)
                    .with("errors", errors)
                    .with("url", url)
                    .with("chosen", events)
                    .status(422);
        }
        Endpoint added = Objects.requireNonNull(transactions.execute(status -> {
            Endpoint made = endpoints.add(agency, url.strip(), events, actor.number());
            record(actor, made, "registered");
            return made;
        }));
        return page(actor, added);
    }

    /** Makes a new secret and shows it this once; the old one signs as well for a day. */
    @Allows(roles = Role.SUPERVISOR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.WEBHOOK_CHANGED)
    @PostMapping("/webhooks/{id}/rotate")
    Html rotate(@PathVariable UUID id, Actor actor) {
        own(id, actor);
        Endpoint rotated = Objects.requireNonNull(transactions.execute(status -> {
            Endpoint made = endpoints.rotate(id);
            record(actor, made, "secret rotated");
            return made;
        }));
        return page(actor, rotated);
    }

    @Allows(roles = Role.SUPERVISOR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.WEBHOOK_CHANGED)
    @PostMapping("/webhooks/{id}/end")
    String end(@PathVariable UUID id, Actor actor) {
        Endpoint endpoint = own(id, actor);
        transactions.executeWithoutResult(status -> {
            endpoints.end(id);
            record(actor, endpoint, "ended");
        });
        return "redirect:/webhooks";
    }

    /** Sends a message that failed, or any other, again. */
    @Allows(roles = Role.SUPERVISOR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.WEBHOOK_CHANGED)
    @PostMapping("/webhooks/{id}/messages/{message}/redeliver")
    String redeliver(@PathVariable UUID id, @PathVariable String message, Actor actor) {
        Endpoint endpoint = own(id, actor);
        transactions.executeWithoutResult(status -> {
            if (deliveries.again(message, id)) {
                scheduler.scheduleIfNotExists(Sending.task(message, id).scheduledTo(clock.instant()));
                record(actor, endpoint, "redelivered " + message);
            }
        });
        return "redirect:/webhooks";
    }

    private void record(Actor actor, Endpoint endpoint, String what) {
        audit.record(actor.doesFor(
                endpoint.agency(),
                AuditEvent.WEBHOOK_CHANGED,
                Map.of("endpoint", endpoint.id().toString(), "url", endpoint.url(), "what", what)));
    }

    private Endpoint own(UUID id, Actor actor) {
        return endpoints
                .find(id)
                .filter(endpoint -> actor.holds(Role.SUPERVISOR, endpoint.agency()))
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "webhooks.problem.no-endpoint"));
    }

    private static String agency(Actor actor) {
        return actor.agencyAs(Role.SUPERVISOR).orElseThrow();
    }

    private static List<String> agencies(Actor actor) {
        return actor.roles().stream()
                .filter(appointment -> appointment.role() == Role.SUPERVISOR)
                .map(Actor.Appointment::agency)
                .distinct()
                .toList();
    }
}
