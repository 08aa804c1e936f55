package bz.ceiba.platform.exchange;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Problem;
import java.time.Clock;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

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
     *     the register does not answer in time or fails
     * @throws IllegalStateException when the caller has a transaction open
     */
    public JsonNode ask(Question question) {
        requireNoTransaction();
        Grant grant = grant(question);
        if (!isLive(question, grant.agreement())) {
            throw refused(question, grant, Problem.Kind.FORBIDDEN, "case-not-live");
        }
        return answer(question, grant);
    }

    /**
     * Answers a question from another node. That its case is live was for the exchange there to see to, where the case is; all
     * else is as with {@link #ask}.
     */
    public JsonNode answer(Question question) {
        requireNoTransaction();
        Grant grant = grant(question);
        if (question.caseNumber() == null && grant.agreement().standing() == null) {
            throw refused(question, grant, Problem.Kind.FORBIDDEN, "case-not-live");
        }
        return answer(question, grant);
    }

    /**
     * Permits a question that the provider's own system answers: by agreement, for a case and a purpose, about somebody, as with {@link #answer}.
     *
     * @throws Problem as {@link #ask} does
     */
    public Permission permit(Question question) {
        requireNoTransaction();
        Grant grant = grant(question);
        if (question.caseNumber() == null && grant.agreement().standing() == null) {
            throw refused(question, grant, Problem.Kind.FORBIDDEN, "case-not-live");
        }
        require(question, grant);
        boolean whole = agreements
                .service(question.service())
                .filter(service -> grant.grantsAll(service.fields()))
                .isPresent();
        return new Permission(this, question, grant, whole);
    }

    void answered(Question question, Grant grant) {
        audit.record(entry(question, AuditEvent.REGISTER_ASKED, detail(question, grant, null)));
    }

    Problem unanswered(Question question, Grant grant) {
        return refused(question, grant, Problem.Kind.UNAVAILABLE, "no-answer");
    }

    private static void requireNoTransaction() {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("the exchange is asked before or after a transaction, not within one");
        }
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), Country.ZONE);
    }

    private Grant grant(Question question) {
        return agreements
                .inForce(question.consumer(), question.service(), question.purpose(), today())
                .orElseThrow(() -> refused(question, null, Problem.Kind.FORBIDDEN, "no-agreement"));
    }

    /** Consent where the ground is consent, and the day's volume. */
    private void require(Question question, Grant grant) {
        if (grant.agreement().basis() == Agreement.Basis.CONSENT
                && !consents.stands(question.subject(), grant.agreement())) {
            throw refused(question, grant, Problem.Kind.FORBIDDEN, "no-consent");
        }
        if (!volumes.take(grant.agreement(), today())) {
            throw refused(question, grant, Problem.Kind.TOO_MANY, "volume");
        }
    }

    private JsonNode answer(Question question, Grant grant) {
        require(question, grant);
        ObjectNode answer;
        try {
            answer = grant.cut(sources.ask(question));
        } catch (Problem wrong) {
            audit.record(entry(question, AuditEvent.REGISTER_REFUSED, detail(question, grant, "wrong")));
            throw wrong;
        } catch (NoAnswer e) {
            Problem problem = unanswered(question, grant);
            problem.initCause(e);
            throw problem;
        }
        answered(question, grant);
        return answer;
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
        return detail;
    }

    private static AuditEntry entry(Question question, AuditEvent event, Map<String, String> detail) {
        return new AuditEntry(
                event,
                question.askedBy(),
                question.askedByName(),
                question.consumer(),
                question.subject(),
                question.caseNumber(),
                question.purpose(),
                detail);
    }
}
