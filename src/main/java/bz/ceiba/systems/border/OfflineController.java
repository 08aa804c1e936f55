package bz.ceiba.systems.border;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What came from devices and could not count, with both sides, for a person to settle; and the agency's devices, of which one may be lost. */
@Controller
class OfflineController {
    static final String PATH = "/border/offline";
    private static final int SHORTEST_WORDS = 10;

    private final BroughtDecisions brought;
    private final Declarations declarations;
    private final Decisions decisions;
    private final DeskDevices devices;
    private final Desk desk;
    private final Questions questions;
    private final Audit audit;
    private final Messages messages;
    private final TransactionTemplate transaction;
    private final Clock clock;

    OfflineController(
            BroughtDecisions brought,
            Declarations declarations,
            Decisions decisions,
            DeskDevices devices,
            Desk desk,
            Questions questions,
            Audit audit,
            Messages messages,
            TransactionTemplate transaction,
            Clock clock) {
        this.brought = brought;
        this.declarations = declarations;
        this.decisions = decisions;
        this.devices = devices;
        this.desk = desk;
        this.questions = questions;
        this.audit = audit;
        this.messages = messages;
        this.transaction = transaction;
        this.clock = clock;
    }

    @Allows(roles = Role.OFFICER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.DECLARATION_READ)
    @GetMapping(PATH)
    Html list(Actor actor, @RequestParam(defaultValue = "") String done) {
        return page(actor, Map.of(), Map.of()).with("done", Done.known(done));
    }

    private Html page(Actor actor, Map<String, String> values, Map<String, String> errors) {
        Part part = DeskController.part(actor);
        List<DeskConflict> conflicts =
                brought.open(part).stream().map(one -> conflict(one, part)).toList();
        conflicts.stream()
                .flatMap(one -> Stream.ofNullable(one.declaration()))
                .distinct()
                .forEach(one -> desk.looked(actor, part, one, "offline"));
        return Html.of("border/offline")
                .with("conflicts", conflicts)
                .with("odd", brought.odd(part))
                .with("devices", devices.of(part.agency()))
                .with("ports", questions.portNames())
                .with("officer", actor.number())
                .with("now", clock.instant())
                .with("values", values)
                .errors(errors);
    }

    private DeskConflict conflict(BroughtDecision one, Part part) {
        Declaration declaration = declarations.find(one.number()).orElse(null);
        Decision decision = declaration == null
                ? null
                : decisions.last(declaration.number(), one.position(), part).orElse(null);
        String name = declaration == null ? null : desk.names(declaration).get(one.position());
        return new DeskConflict(one, declaration, name, decision);
    }

    /** Whoever settles it decides at the desk first, if what counts is to change; here he says what he did. */
    @Allows(roles = Role.OFFICER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.BORDER_CONFLICT_SETTLED)
    @PostMapping(PATH + "/{id}")
    Object settle(@PathVariable long id, @RequestParam(defaultValue = "") String words, Actor actor, Locale locale) {
        Part part = DeskController.part(actor);
        BroughtDecision one = brought.find(id, part)
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "border.offline.problem.conflict"));
        if (one.officer().equals(actor.number())) {
            throw new Problem(Problem.Kind.FORBIDDEN, "border.offline.problem.own-conflict");
        }
        String plain = words.replaceAll("\\p{Cntrl}+", " ").strip();
        if (plain.length() < SHORTEST_WORDS || plain.length() > DeskController.LONGEST_WORDS) {
            String field = "words-" + id;
            return page(
                    actor,
                    Map.of(field, words),
                    Map.of(field, messages.text(locale, "border.offline.wrong.words", SHORTEST_WORDS)));
        }
        transaction.executeWithoutResult(status -> {
            if (brought.settle(id, actor, plain)) {
                audit.record(actor.doesFor(
                        part.agency(),
                        AuditEvent.BORDER_CONFLICT_SETTLED,
                        null,
                        null,
                        JointView.PURPOSE,
                        Map.of("declaration", one.number(), "reason", String.valueOf(one.reason()))));
            }
        });
        return Done.at(PATH, "settled");
    }

    @Allows(roles = Role.OFFICER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.DEVICE_REVOKED)
    @PostMapping(PATH + "/devices/{id}")
    String revoke(@PathVariable UUID id, Actor actor) {
        devices.revoke(actor, DeskController.part(actor).agency(), id);
        return Done.at(PATH, "revoked");
    }
}
