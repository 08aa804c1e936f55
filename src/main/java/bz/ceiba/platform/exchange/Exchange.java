package bz.ceiba.platform.exchange;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Problem;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.JsonNode;

/** Asks registers on behalf of agencies. */
@Component
public class Exchange {
    private final Agreements agreements;
    private final ObjectProvider<LiveCases> liveCases;
    private final Sources sources;
    private final Consents consents;
    private final Volumes volumes;
    private final Audit audit;
    private final Clock clock;

    Exchange(
            Agreements agreements,
            ObjectProvider<LiveCases> liveCases,
            Sources sources,
            Consents consents,
            Volumes volumes,
            Audit audit,
            Clock clock) {
        this.agreements = agreements;
        this.liveCases = liveCases;
        this.sources = sources;
        this.consents = consents;
        this.volumes = volumes;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Asks, and answers only the fields that the agreement between the two agencies grants for the purpose. The look-up,
     * or its refusal, is in the audit log before this returns. The source may one day be at the other end of a network,
     * so this is called while no transaction is open.
     *
     * @return what is granted; fields that are not are absent
     * @throws Problem FORBIDDEN ({@code exchange.problem.no-agreement}, {@code exchange.problem.case-not-live}) when no
     *     agreement in force grants it, the case is not live, or the person's consent is needed and does not stand
     *     ({@code exchange.problem.no-consent}); TOO_MANY ({@code exchange.problem.volume}) when it was asked as
     *     often today as was agreed; INVALID when the register finds the question wrong; UNAVAILABLE ({@code exchange.problem.no-answer}) when
     *     the register does not answer in time or fails; FORBIDDEN also when the register is at another node, which refuses
     * @throws IllegalStateException when the caller has a transaction open
     */
    public JsonNode ask(Question question) {
        requireNoTransaction();
        Grant grant = grant(question);
        if (!isLive(question, grant.agreement())) {
            throw refused(question, grant, Problem.Kind.FORBIDDEN, "case-not-live");
        }
        return answer(question, grant, consent(question, grant)).body();
    }

    /**
     * Answers a question from another node. That its case is live was for the exchange there to see to, where the case is, and so was the
     * consent that was given there; one that was taken back here since counts for nothing. All else is as with {@link #ask}.
     *
     * @param claim the agreement whose standing ground stands for a case, and the consent that is claimed; null where neither is
     */
    public Answered answer(Question question, @Nullable Claim claim) {
        requireNoTransaction();
        Grant grant = grant(question);
        requireGround(question, grant, claim);
        return answer(question, grant, consent(question, grant, claim));
    }

    /** A case, or the agreement's standing ground. */
    private void requireGround(Question question, Grant grant, @Nullable Claim claim) {
        if (question.caseNumber() == null && !isStanding(grant.agreement(), claim)) {
            throw refused(question, grant, Problem.Kind.FORBIDDEN, "case-not-live");
        }
    }

    private static boolean isStanding(Agreement agreement, @Nullable Claim claim) {
        return agreement.standing() != null
                && claim != null
                && claim.agreement().equals(agreement.reference());
    }

    /**
     * The consent that stands here; null where the law is enough, or where only the node that is asked may know of one: there it was given, or
     * nowhere. What was taken back here is not asked there.
     */
    private @Nullable Instant consent(Question question, Grant grant) {
        Agreement agreement = grant.agreement();
        if (agreement.basis() == Agreement.Basis.LAW) {
            return null;
        }
        Instant given = consents.given(question.subject(), agreement).orElse(null);
        if (given == null
                && (!sources.isElsewhere(question.service()) || consents.isTakenBack(question.subject(), agreement))) {
            throw refused(question, grant, Problem.Kind.FORBIDDEN, "no-consent");
        }
        return given;
    }

    /** The consent that stands here, or is claimed by the agency that asks; null where the law is enough. */
    private @Nullable Instant consent(Question question, Grant grant, @Nullable Claim claim) {
        Agreement agreement = grant.agreement();
        if (agreement.basis() == Agreement.Basis.LAW) {
            return null;
        }
        if (claim != null && claim.consentGiven() != null && claim.agreement().equals(agreement.reference())) {
            consents.hear(question.subject(), agreement, claim.consentGiven(), question.consumer());
        }
        return consents.given(question.subject(), agreement)
                .orElseThrow(() -> refused(question, grant, Problem.Kind.FORBIDDEN, "no-consent"));
    }

    /**
     * Permits a question that the provider's own system answers: by agreement, for a case and a purpose, about somebody, as with {@link #answer}.
     *
     * @param claim as there
     * @throws Problem as {@link #ask} does
     */
    public Permission permit(Question question, @Nullable Claim claim) {
        requireNoTransaction();
        Grant grant = grant(question);
        requireGround(question, grant, claim);
        Instant consent = consent(question, grant, claim);
        take(question, grant);
        boolean whole = agreements
                .service(question.service())
                .filter(service -> grant.grantsAll(service.fields()))
                .isPresent();
        return new Permission(this, question, grant, consent, whole);
    }

    /** @param consent since when it stands on which the answer rests, or null */
    void answered(Question question, Grant grant, @Nullable Instant consent) {
        Map<String, String> detail = detail(question, grant, null);
        if (consent != null) {
            detail.put("consent", consent.toString());
        }
        audit.record(entry(question, AuditEvent.REGISTER_ASKED, detail));
    }

    Problem unanswered(Question question, Grant grant) {
        return refused(question, grant, Problem.Kind.UNAVAILABLE, "no-answer");
    }

    private static void requireNoTransaction() {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("the exchange is asked before or after a transaction, not within one");
        }
    }

    private Grant grant(Question question) {
        return agreements
                .inForce(question.consumer(), question.service(), question.purpose(), Country.today(clock))
                .orElseThrow(() -> refused(question, null, Problem.Kind.FORBIDDEN, "no-agreement"));
    }

    private void take(Question question, Grant grant) {
        if (!volumes.take(grant.agreement(), Country.today(clock))) {
            throw refused(question, grant, Problem.Kind.TOO_MANY, "volume");
        }
    }

    /** Only where the catalogue says so may nobody be named. */
    private void requireSubject(Question question) {
        if (agreements
                .service(question.service())
                .filter(Agreements.Service::isUnnamed)
                .isEmpty()) {
            question.subject();
        }
    }

    private Answered answer(Question question, Grant grant, @Nullable Instant consent) {
        requireSubject(question);
        take(question, grant);
        Answered answered;
        try {
            answered = sources.ask(question, new Claim(grant.agreement().reference(), consent));
        } catch (Problem wrong) {
            String reason = wrong.kind() == Problem.Kind.FORBIDDEN ? "refused-there" : "wrong";
            audit.record(entry(question, AuditEvent.REGISTER_REFUSED, detail(question, grant, reason)));
            throw wrong;
        } catch (NoAnswer e) {
            Problem problem = unanswered(question, grant);
            problem.initCause(e);
            throw problem;
        }
        Claim reliedOn = grant.agreement().basis() == Agreement.Basis.CONSENT ? answered.reliedOn() : null;
        Instant given = reliedOn == null ? null : reliedOn.consentGiven();
        if (given != null && consent == null) {
            consents.hear(
                    question.subject(),
                    grant.agreement(),
                    given,
                    grant.agreement().provider());
        }
        answered(question, grant, given);
        return new Answered(grant.cut(answered.body()), reliedOn);
    }

    private boolean isLive(Question question, Agreement agreement) {
        CaseNumber caseNumber = question.caseNumber();
        if (caseNumber == null) {
            return agreement.standing() != null;
        }
        LiveCases live = liveCases.getIfAvailable();
        return live != null && live.isLive(caseNumber, question.consumer(), agreements.alsoClosed(question.purpose()));
    }

    private Problem refused(Question question, @Nullable Grant grant, Problem.Kind kind, String reason) {
        audit.record(entry(question, AuditEvent.REGISTER_REFUSED, detail(question, grant, reason)));
        return new Problem(
                kind,
                "exchange.problem." + reason,
                Map.of(
                        "service",
                        question.service(),
                        "purpose",
                        question.purpose(),
                        "case",
                        question.caseNumber() == null
                                ? "-"
                                : question.caseNumber().text()));
    }

    private static Map<String, String> detail(Question question, @Nullable Grant grant, @Nullable String reason) {
        Map<String, String> detail = new LinkedHashMap<>();
        detail.put("service", question.service());
        if (grant != null) {
            detail.put("agreement", grant.agreement().reference());
            if (question.caseNumber() == null && grant.agreement().standing() != null) {
                detail.put("standing", grant.agreement().standing().toString());
            }
        }
        if (reason != null) {
            detail.put("reason", reason);
        } else if (grant != null) {
            detail.put("fields", grant.fields());
        }
        if (question.about() == null) {
            question.parameters().forEach(detail::putIfAbsent);
        }
        return detail;
    }

    private static AuditEntry entry(Question question, AuditEvent event, Map<String, String> detail) {
        return new AuditEntry(
                event,
                question.askedBy(),
                question.askedByName(),
                question.consumer(),
                question.about(),
                question.caseNumber(),
                question.purpose(),
                detail);
    }
}
