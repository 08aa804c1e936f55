package bz.ceiba.platform.exchange;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.exchange.AgreementRecord.Side;
import bz.ceiba.platform.exchange.AgreementRecord.State;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Problem;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Drafts, signs and ends agreements. Officers and supervisors of either agency draft; one supervisor of each signs what he saw, never one for
 * both; a supervisor of either ends it at once. Changes come one after the other, so that of two who act at once the second sees what the
 * first did.
 */
@Component
class AgreementDesk {
    private final AgreementRecords records;
    private final Agreements agreements;
    private final Assessments assessments;
    private final Audit audit;
    private final Clock clock;

    AgreementDesk(AgreementRecords records, Agreements agreements, Audit audit, Clock clock) {
        this.records = records;
        this.agreements = agreements;
        this.assessments = Assessments.load(agreements.catalogue());
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * The agencies for which somebody may draft.
     *
     * @throws Problem FORBIDDEN when there is none
     */
    static List<String> agencies(Actor actor) {
        List<String> agencies = actor.roles().stream()
                .filter(held -> held.role() == Role.OFFICER || held.role() == Role.SUPERVISOR)
                .map(Actor.Appointment::agency)
                .distinct()
                .toList();
        if (agencies.isEmpty() || actor.actingFor() != null) {
            throw new Problem(Problem.Kind.FORBIDDEN, "exchange.problem.not-party");
        }
        return agencies;
    }

    /** The sides for which somebody may sign or end it. */
    static List<Side> sides(Actor actor, Agreement agreement) {
        return actor.actingFor() != null
                ? List.of()
                : List.of(Side.values()).stream()
                        .filter(side -> actor.holds(Role.SUPERVISOR, side.agency(agreement)))
                        .toList();
    }

    /** The one of its agencies for which somebody drafts. @throws Problem FORBIDDEN when it is none of his */
    static String party(Actor actor, String consumer, String provider) {
        return agencies(actor).stream()
                .filter(agency -> agency.equals(consumer) || agency.equals(provider))
                .findFirst()
                .orElseThrow(() -> new Problem(Problem.Kind.FORBIDDEN, "exchange.problem.not-party"));
    }

    /**
     * Writes a new version, and withdraws an open draft, with whatever signatures that had.
     *
     * @param proposal with any name and version
     * @return what was written
     * @throws Problem FORBIDDEN unless it is a matter of the actor's agency; INVALID when it breaks the data policy or tells sensitive data
     *     and has no impact assessment that counts
     */
    @Transactional
    Agreement draft(Actor actor, Agreement proposal) {
        String agency = party(actor, proposal.consumer(), proposal.provider());
        requirePolicy(proposal);
        records.change();
        String id = records.nameOf(proposal.consumer(), proposal.service())
                .orElse(proposal.consumer() + "-" + proposal.service().replace('.', '-'));
        requireAssessment(id, proposal);
        Agreement draft = proposal.as(id, records.newest(id) + 1);
        records.versions(id).stream()
                .filter(one -> one.state() == State.DRAFT)
                .forEach(one -> records.end(one.agreement(), agency, actor, "→ " + draft.reference()));
        records.insertDraft(draft, agency, actor);
        record(actor, agency, AuditEvent.AGREEMENT_DRAFTED, Map.of("agreement", draft.reference()));
        return draft;
    }

    private void requirePolicy(Agreement proposal) {
        if (!agreements.breaches(proposal).isEmpty()) {
            throw new Problem(Problem.Kind.INVALID, "exchange.problem.policy");
        }
    }

    /** Sensitive data are not agreed on before somebody has thought of what can go wrong, and as long as that counts. */
    private void requireAssessment(String id, Agreement proposal) {
        LocalDate today = Country.today(clock);
        if (assessments.isNeeded(proposal)
                && assessments
                        .ofAgreement(id)
                        .filter(one -> one.isCurrent(today))
                        .isEmpty()) {
            throw new Problem(Problem.Kind.INVALID, "exchange.problem.no-assessment", Map.of("agreement", id));
        }
    }

    /**
     * Signs for one side; with the second signature it is agreed, and counts from its first day, on all processes within a second.
     *
     * @param digest of the text that the actor saw
     * @throws Problem FORBIDDEN unless he supervises that agency and has not signed for the other; CONFLICT when it is no draft any more,
     *     has another text, or would end before it begins
     */
    @Transactional
    void sign(Actor actor, String id, int version, String digest, Side side) {
        records.change();
        AgreementRecord record = found(id, version);
        Agreement agreement = record.agreement();
        if (!sides(actor, agreement).contains(side)) {
            throw new Problem(Problem.Kind.FORBIDDEN, "exchange.problem.not-party");
        }
        if (record.state() != State.DRAFT || !record.digest().equals(digest)) {
            throw new Problem(Problem.Kind.CONFLICT, "exchange.problem.agreement-changed");
        }
        if (record.signatures().stream().anyMatch(one -> one.person().equals(actor.number()))) {
            throw new Problem(Problem.Kind.FORBIDDEN, "exchange.problem.one-for-both");
        }
        if (record.signature(side).isPresent()) {
            throw new Problem(Problem.Kind.CONFLICT, "exchange.problem.agreement-changed");
        }
        LocalDate today = Country.today(clock);
        if (agreement.to() != null && agreement.to().isBefore(today)) {
            throw new Problem(Problem.Kind.CONFLICT, "exchange.problem.agreement-over");
        }
        requirePolicy(agreement);
        records.insertSignature(record, side, actor);
        boolean both = !record.signatures().isEmpty();
        if (both) {
            records.signed(agreement);
        }
        record(
                actor,
                side.agency(agreement),
                AuditEvent.AGREEMENT_SIGNED,
                Map.of(
                        "agreement", agreement.reference(),
                        "digest", digest,
                        "side", side.name(),
                        "agreed", String.valueOf(both)));
        agreements.readAnewAfterCommit();
    }

    /**
     * Ends a version before its time, or withdraws a draft; at once, on all processes within a second.
     *
     * @throws Problem FORBIDDEN unless he supervises one of the agencies; CONFLICT when it has ended already
     */
    @Transactional
    void end(Actor actor, String id, int version, String reason) {
        records.change();
        AgreementRecord record = found(id, version);
        Agreement agreement = record.agreement();
        String agency = sides(actor, agreement).stream()
                .findFirst()
                .map(side -> side.agency(agreement))
                .orElseThrow(() -> new Problem(Problem.Kind.FORBIDDEN, "exchange.problem.not-party"));
        if (record.ending() != null) {
            throw new Problem(Problem.Kind.CONFLICT, "exchange.problem.agreement-changed");
        }
        records.end(agreement, agency, actor, reason);
        record(actor, agency, AuditEvent.AGREEMENT_ENDED, Map.of("agreement", agreement.reference(), "reason", reason));
        agreements.readAnewAfterCommit();
    }

    private AgreementRecord found(String id, int version) {
        return records.find(id, version)
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "exchange.problem.no-version"));
    }

    private void record(Actor actor, String agency, AuditEvent event, Map<String, String> detail) {
        audit.record(actor.doesFor(agency, event, detail));
    }

    /** The newest version that was signed or drafted between two agencies about a service, from which a new one is written. */
    Optional<AgreementRecord> model(String consumer, String service) {
        return records.nameOf(consumer, service).flatMap(id -> records.versions(id).stream()
                .filter(one -> one.state() != State.WITHDRAWN)
                .findFirst());
    }
}
