package bz.ceiba.platform.exchange;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.exchange.Agreements.Service;
import bz.ceiba.platform.exchange.Deliveries.Open;
import bz.ceiba.platform.exchange.Deliveries.Standing;
import bz.ceiba.platform.exchange.Deliveries.State;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Where officers see which events wait for whom, settle what another agency could not take, and read those for an agency that has no system of
 * its own.
 */
@Controller
class EventsController {
    private static final int MOST_REFUSED = 100;
    private static final int SHORTEST_REASON = 10;
    private static final int LONGEST_REASON = 300;
    private static final String OFFICIAL = "official";

    private final Deliveries deliveries;
    private final EventFeed feed;
    private final Agreements agreements;
    private final Country country;
    private final Messages messages;
    private final Audit audit;
    private final TransactionTemplate transaction;
    private final Clock clock;

    EventsController(
            Deliveries deliveries,
            EventFeed feed,
            Agreements agreements,
            Country country,
            Messages messages,
            Audit audit,
            TransactionTemplate transaction,
            Clock clock) {
        this.deliveries = deliveries;
        this.feed = feed;
        this.agreements = agreements;
        this.country = country;
        this.messages = messages;
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.AGREEMENTS_READ)
    @GetMapping("/exchange/events")
    Html list(Actor actor) {
        return list(actor, Map.of(), Map.of());
    }

    private Html list(Actor actor, Map<String, String> typed, Map<String, String> errors) {
        List<String> agencies = AgreementDesk.agencies(actor);
        audit.record(actor.doesFor(agencies.getFirst(), AuditEvent.AGREEMENTS_READ, Map.of("page", "events")));
        List<WaitingEvents> waiting =
                deliveries.standing().stream().map(this::waiting).toList();
        List<String> ours = agreements.catalogue().services().stream()
                .filter(service -> service.isEvent() && agencies.contains(service.provider()))
                .map(Service::id)
                .toList();
        return Html.of("exchange/events")
                .with("country", country)
                .with(
                        "toUs",
                        waiting.stream()
                                .filter(one -> agencies.contains(one.consumer()))
                                .toList())
                .with(
                        "fromUs",
                        waiting.stream()
                                .filter(one -> ours.contains(one.service().id()))
                                .toList())
                .with("refused", ours.isEmpty() ? List.of() : refused(ours))
                .with("typed", typed)
                .errors(errors);
    }

    private WaitingEvents waiting(Standing one) {
        return new WaitingEvents(
                agreements.service(one.to().service()).orElseThrow(),
                one.to().consumer(),
                agreements.purpose(one.to().purpose()).orElseThrow(),
                one.due(),
                one.refused(),
                one.oldest());
    }

    private List<RefusedEvent> refused(List<String> services) {
        return deliveries.refused(services, MOST_REFUSED).stream()
                .map(this::refused)
                .toList();
    }

    /** Only what names nobody is listed; the entry itself is opened in its register, and that is logged there. */
    private RefusedEvent refused(Open open) {
        Service service = agreements.service(open.to().service()).orElseThrow();
        String entry = service.fields().stream()
                .filter(field -> field.classification().equals(OFFICIAL))
                .map(field -> open.event().body().at(field.pointer()).asString(""))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
        return new RefusedEvent(
                service,
                open.to().consumer(),
                agreements.purpose(open.to().purpose()).orElseThrow(),
                open.event().id(),
                entry,
                open.event().at(),
                String.valueOf(open.words()));
    }

    /** Notes what was read before, and shows the next ones. What is shown is in the log, for each person whom it is about. */
    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.EVENT_TOLD)
    @PostMapping("/exchange/events/read")
    Html read(
            @RequestParam String agency,
            @RequestParam String service,
            @RequestParam String purpose,
            @RequestParam(name = "taken", required = false) @Nullable List<Long> taken,
            Actor actor) {
        if (!AgreementDesk.agencies(actor).contains(agency)) {
            throw new Problem(Problem.Kind.FORBIDDEN, "exchange.problem.not-party");
        }
        Service event = agreements
                .service(service)
                .filter(Service::isEvent)
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "exchange.problem.no-service"));
        return Html.of("exchange/events-read")
                .with("agency", agency)
                .with("service", event)
                .with("purpose", purpose)
                .with(
                        "events",
                        feed.fetch(new EventFeed.Fetch(
                                agency,
                                service,
                                purpose,
                                taken == null ? List.of() : taken,
                                Map.of(),
                                actor.number(),
                                actor.name())));
    }

    /** Tells once more, or never again, what another agency could not take. */
    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.EVENT_SETTLED)
    @PostMapping("/exchange/events/{service}/{event}")
    Object settle(
            @PathVariable String service,
            @PathVariable long event,
            @RequestParam String consumer,
            @RequestParam String purpose,
            @RequestParam String change,
            @RequestParam Map<String, String> typed,
            Actor actor,
            Locale locale) {
        Subscription to = new Subscription(consumer, service, purpose);
        String provider = agreements
                .service(service)
                .filter(one -> one.isEvent() && AgreementDesk.agencies(actor).contains(one.provider()))
                .map(Service::provider)
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "exchange.problem.no-service"));
        boolean again = change.equals("again");
        String why = typed.getOrDefault("why-" + event + "-" + consumer, "");
        String reason = why.strip();
        if (!again && (reason.length() < SHORTEST_REASON || reason.length() > LONGEST_REASON)) {
            String field = "why-" + event + "-" + consumer;
            return list(actor, Map.of(field, why), Map.of(field, messages.text(locale, "exchange.events.why-wrong")));
        }
        transaction.executeWithoutResult(status -> {
            Open open = deliveries
                    .find(to, event)
                    .filter(one -> one.state() == State.REFUSED)
                    .orElseThrow(() -> new Problem(Problem.Kind.CONFLICT, "exchange.problem.settled"));
            if (again) {
                deliveries.again(to, event, clock.instant());
            } else {
                deliveries.done(to, event, State.SET_ASIDE, clock.instant(), reason);
            }
            audit.record(actor.doesFor(
                    provider,
                    AuditEvent.EVENT_SETTLED,
                    open.event().subject(),
                    null,
                    purpose,
                    Map.of(
                            "service", service,
                            "consumer", consumer,
                            "event", String.valueOf(event),
                            "change", again ? "again" : "set-aside",
                            "why", reason)));
        });
        return "redirect:/exchange/events";
    }
}
