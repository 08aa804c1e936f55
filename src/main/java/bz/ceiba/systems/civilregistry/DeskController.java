package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What waits for the Unit besides its cases: what was notified and not registered, and what could not be told yet. */
@Controller
class DeskController {
    static final String PATH = "/civilregistry/desk";

    private final Notifications notifications;
    private final Entries entries;
    private final Tellings tellings;
    private final Annulments annulments;
    private final RegistryRules rules;
    private final FieldRules words;
    private final Reads reads;
    private final Messages messages;
    private final Country country;
    private final Clock clock;

    DeskController(
            Notifications notifications,
            Entries entries,
            Tellings tellings,
            Annulments annulments,
            RegistryRules rules,
            FieldRules words,
            Reads reads,
            Messages messages,
            Country country,
            Clock clock) {
        this.notifications = notifications;
        this.entries = entries;
        this.tellings = tellings;
        this.annulments = annulments;
        this.rules = rules;
        this.words = words;
        this.reads = reads;
        this.messages = messages;
        this.country = country;
        this.clock = clock;
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR, Role.REGISTRAR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.REGISTER_READ)
    @GetMapping(PATH)
    Html desk(Actor actor) {
        EntryAccess.requireDesk(actor);
        LocalDate today = Country.today(clock);
        List<NotifiedLine> lines = notifications.open().stream()
                .map(one -> new NotifiedLine(
                        one.sender(),
                        country.nameOf(one.sender()),
                        one.number(),
                        one.kind(),
                        one.event(),
                        one.facts().on(one.event()),
                        one.facts().get(Field.TOWN),
                        ChronoUnit.DAYS.between(today, rules.ordinaryUntil(one.kind(), one.facts()))))
                .toList();
        reads.search(actor, "open notifications", null, lines.size());
        return Html.of("civilregistry/desk")
                .with("lines", lines)
                .with("tellings", tellings.open())
                .with(
                        "annulments",
                        annulments.waiting().stream()
                                .map(one -> one.entry().text())
                                .toList());
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR, Role.REGISTRAR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.REGISTER_READ)
    @GetMapping("/civilregistry/notification")
    Html open(
            @RequestParam(defaultValue = "birth") String event,
            @RequestParam(defaultValue = "") String sender,
            @RequestParam(defaultValue = "") String number,
            Actor actor) {
        EntryAccess.requireDesk(actor);
        Notifications.Notified notified = require(event, sender, number);
        reads.notification(actor, notified);
        return page(notified, Map.of(), "");
    }

    private Html page(Notifications.Notified notified, Map<String, String> errors, String typed) {
        return Html.of("civilregistry/notification")
                .with("event", notified.event())
                .with("sender", notified.sender())
                .with("agency", country.nameOf(notified.sender()))
                .with("number", notified.number())
                .with("kind", notified.kind())
                .with("facts", notified.facts())
                .with("received", notified.receivedAt())
                .with("toldBy", notified.toldByName() == null ? "" : notified.toldByName())
                .with("entry", notified.entry().orElse(null))
                .with("words", words)
                .with("typed", typed)
                .with("errors", errors);
    }

    /** Says of which entry it is, where the register could not know that. */
    @Allows(
            roles = {Role.OFFICER, Role.REGISTRAR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.REGISTER_CHANGED)
    @PostMapping("/civilregistry/notification")
    Object link(
            @RequestParam(defaultValue = "birth") String event,
            @RequestParam(defaultValue = "") String sender,
            @RequestParam(defaultValue = "") String number,
            @RequestParam(defaultValue = "") String entry,
            Actor actor,
            Locale locale) {
        EntryAccess.requireDesk(actor);
        Notifications.Notified notified = require(event, sender, number);
        Entry found = Reference.parse(entry).flatMap(entries::find).orElse(null);
        if (found == null) {
            return page(
                            notified,
                            Map.of("entry", messages.text(locale, "civilregistry.problem.no-entry.detail")),
                            entry)
                    .status(422);
        }
        if (found.concerns(actor.person())) {
            throw new Problem(Problem.Kind.FORBIDDEN, "civilregistry.problem.own-entry");
        }
        if (!notifications.link(notified, found.reference())) {
            throw new Problem(Problem.Kind.CONFLICT, "civilregistry.problem.changed");
        }
        reads.linked(actor, notified, found);
        return "redirect:" + PATH;
    }

    private Notifications.Notified require(String event, String sender, String number) {
        return VitalEvent.of(event)
                .flatMap(one -> notifications.find(one, sender, number))
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "civilregistry.problem.no-notification"));
    }
}
