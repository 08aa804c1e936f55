package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The desk of the Ministry of E-Governance for relying parties. */
@Controller
class PartyDeskController {
    static final String PATH = "/identity/parties-desk";
    private static final String REASON = "identity.parties.wrong.reason";
    private static final int LONGEST_REASON = 500;
    private static final Set<String> KINDS = Set.of("SIGN_IN", "TOKEN", "USERINFO", "VERIFIED");

    private final PartyDesk desk;
    private final PartyRows rows;
    private final PartyOwners owners;
    private final Messages messages;
    private final Audit audit;

    PartyDeskController(PartyDesk desk, PartyRows rows, PartyOwners owners, Messages messages, Audit audit) {
        this.desk = desk;
        this.rows = rows;
        this.owners = owners;
        this.messages = messages;
        this.audit = audit;
    }

    private static void requireDesk(Actor actor) {
        if (!PartyDesk.mayKeep(actor)) {
            throw new Problem(Problem.Kind.FORBIDDEN, "access.problem.role");
        }
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.PARTIES_READ)
    @GetMapping(PATH)
    Html show(@RequestParam(defaultValue = "") String done, Actor actor) {
        requireDesk(actor);
        return page(actor).with("done", List.of("decided", "ended", "quota-set").contains(done) ? done : null);
    }

    private Html page(Actor actor) {
        audit.record(actor.doesFor(PartyDesk.AGENCY, AuditEvent.PARTIES_READ, Map.of()));
        return Html.of("identity/parties-desk")
                .with(
                        "waiting",
                        rows.waiting().stream()
                                .map(asked -> waiting(asked, actor))
                                .toList())
                .with(
                        "all",
                        rows.all().stream()
                                .map(party -> PartyPage.of(party, List.of(), null, actor.number()))
                                .toList());
    }

    private PartyDeskPage.Waiting waiting(PartyRows.Asked asked, Actor actor) {
        Party party = rows.find(asked.clientId()).orElseThrow();
        return new PartyDeskPage.Waiting(
                asked.id(),
                party.clientId(),
                party.contact(),
                asked.byName(),
                asked.at(),
                PartyPage.Terms.of(asked.terms()),
                party.sandbox() ? null : PartyPage.Terms.of(party.terms()),
                owners.concerns(party.clientId(), actor.number()));
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.PARTY_DECIDED)
    @PostMapping(PATH + "/requests/{id}")
    Object decide(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String decision,
            @RequestParam(defaultValue = "") String reason,
            Actor actor,
            Locale locale) {
        requireDesk(actor);
        boolean approve = decision.equals("approve");
        if (!approve && isNone(reason)) {
            return wrong("reason-" + id, reason, REASON, actor, locale);
        }
        desk.decide(id, approve, reason.strip(), actor);
        return "redirect:" + PATH + "?done=decided";
    }

    private static boolean isNone(String reason) {
        return reason.isBlank() || reason.length() > LONGEST_REASON;
    }

    private Html wrong(String field, String typed, String message, Actor actor, Locale locale) {
        return page(actor)
                .with("typed", Map.of(field, typed))
                .with("errors", Map.of(field, messages.text(locale, message)))
                .status(422);
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.PARTY_DECIDED)
    @PostMapping(PATH + "/{client}/end")
    Object end(
            @PathVariable String client, @RequestParam(defaultValue = "") String reason, Actor actor, Locale locale) {
        requireDesk(actor);
        if (isNone(reason)) {
            return wrong("reason-" + client, reason, REASON, actor, locale);
        }
        desk.end(client, reason.strip(), actor);
        return "redirect:" + PATH + "?done=ended";
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.PARTY_DECIDED)
    @PostMapping(PATH + "/{client}/quota")
    Object quota(
            @PathVariable String client,
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "") String daily,
            Actor actor,
            Locale locale) {
        requireDesk(actor);
        if (!KINDS.contains(kind) || !daily.strip().matches("[0-9]{1,9}")) {
            return wrong("daily-" + client, daily, "identity.parties.wrong.quota", actor, locale);
        }
        desk.setQuota(client, PartyUse.Kind.valueOf(kind), Integer.parseInt(daily.strip()), actor);
        return "redirect:" + PATH + "?done=quota-set";
    }
}
