package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Problem;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What officers decide about parties: whether everybody can sign in to one, whether it may ask for other things, and that one ends. */
@Component
class PartyDesk {
    static final String AGENCY = "egov";

    private final RelyingParties parties;
    private final PartyRows rows;
    private final PartyOwners owners;
    private final PartyUse use;
    private final Audit audit;

    PartyDesk(RelyingParties parties, PartyRows rows, PartyOwners owners, PartyUse use, Audit audit) {
        this.parties = parties;
        this.rows = rows;
        this.owners = owners;
        this.use = use;
        this.audit = audit;
    }

    static boolean mayKeep(Actor actor) {
        return actor.actingFor() == null && (actor.holds(Role.OFFICER, AGENCY) || actor.holds(Role.SUPERVISOR, AGENCY));
    }

    /**
     * Puts in force what owners asked for, or not.
     *
     * @param reason which they are told when it is declined
     * @throws Problem NOT_FOUND when nothing of the kind was asked, FORBIDDEN for who runs the party or is asked to, CONFLICT when it is decided
     *     or withdrawn already
     */
    @Transactional
    public void decide(UUID id, boolean approve, String reason, Actor actor) {
        PartyRows.Asked asked = rows.request(id).orElseThrow(PartyDesk::none);
        Party party = rows.lock(asked.clientId()).orElseThrow(PartyDesk::none);
        requireImpartial(party, actor);
        boolean waits = rows.request(id).orElseThrow().state().equals("WAITING") && party.endedAt() == null;
        if (!waits) {
            throw new Problem(Problem.Kind.CONFLICT, "identity.problem.decided");
        }
        rows.decide(id, approve, approve ? null : reason, actor.number(), actor.name());
        if (approve) {
            rows.apply(party.clientId(), asked.terms(), false);
        }
        audit.record(actor.doesFor(
                AGENCY,
                AuditEvent.PARTY_DECIDED,
                Map.of("client", party.clientId(), "decision", approve ? "approved" : "declined", "reason", reason)));
        owners.tellAll(
                party.clientId(),
                approve ? "identity.notice.party-approved" : "identity.notice.party-declined",
                Map.of("party", asked.terms().name(), "reason", reason));
    }

    /** Ends a party at once, on all processes, with all that it was given. */
    @Transactional
    public void end(String clientId, String reason, Actor actor) {
        Party party = rows.lock(clientId).orElseThrow(PartyDesk::none);
        requireImpartial(party, actor);
        if (party.endedAt() != null) {
            throw new Problem(Problem.Kind.CONFLICT, "identity.problem.decided");
        }
        parties.end(clientId);
        rows.setEndReason(clientId, reason);
        rows.withdraw(clientId);
        audit.record(actor.doesFor(
                AGENCY, AuditEvent.PARTY_DECIDED, Map.of("client", clientId, "decision", "ended", "reason", reason)));
        owners.tellAll(
                clientId,
                "identity.notice.party-ended",
                Map.of("party", party.terms().name(), "reason", reason));
    }

    /** Says how much a party may do a day. */
    @Transactional
    public void setQuota(String clientId, PartyUse.Kind kind, int daily, Actor actor) {
        Party party = rows.lock(clientId).orElseThrow(PartyDesk::none);
        requireImpartial(party, actor);
        use.setQuota(clientId, kind, daily);
        audit.record(actor.doesFor(
                AGENCY,
                AuditEvent.PARTY_DECIDED,
                Map.of("client", clientId, "decision", "quota", "reason", kind + " " + daily)));
    }

    private void requireImpartial(Party party, Actor actor) {
        if (owners.concerns(party.clientId(), actor.number())) {
            throw new Problem(Problem.Kind.FORBIDDEN, "identity.problem.party-own");
        }
    }

    private static Problem none() {
        return new Problem(Problem.Kind.NOT_FOUND, "identity.problem.no-party");
    }
}
