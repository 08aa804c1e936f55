package bz.ceiba.platform.oversight;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.oversight.Finding.Verdict;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What managers and officers do about findings. Each step is in the log, about nobody: who was looked at is told by {@link Telling}. */
@Component
class Review {
    static final int LONGEST = 2_000;

    private final JdbcClient db;
    private final Findings findings;
    private final Reviewers reviewers;
    private final Audit audit;
    private final Clock clock;

    Review(JdbcClient db, Findings findings, Reviewers reviewers, Audit audit, Clock clock) {
        this.db = db;
        this.findings = findings;
        this.reviewers = reviewers;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * The finding, for one who may judge it.
     *
     * @throws Problem NOT_FOUND also for everybody who may not, so that no officer learns what there is about him
     */
    Finding require(Actor actor, UUID id) {
        return findings.find(id)
                .filter(one -> reviewers.judgesFor(actor, one) != null)
                .orElseThrow(Review::none);
    }

    private Finding open(Actor actor, UUID id) {
        Finding finding = findings.locked(id)
                .filter(one -> reviewers.judgesFor(actor, one) != null)
                .orElseThrow(Review::none);
        if (!finding.isOpen()) {
            throw new Problem(Problem.Kind.CONFLICT, "oversight.problem.changed");
        }
        return finding;
    }

    private static Problem none() {
        return new Problem(Problem.Kind.NOT_FOUND, "oversight.problem.no-finding");
    }

    /**
     * Asks the officer, once; from then on there are as many working days again for a verdict.
     *
     * @throws Problem NOT_FOUND; CONFLICT when he was asked or it was judged already
     */
    @Transactional
    public void ask(Actor actor, UUID id, String question) {
        Finding finding = open(actor, id);
        if (finding.askedAt() != null) {
            throw new Problem(Problem.Kind.CONFLICT, "oversight.problem.changed");
        }
        db.sql("""
                update oversight.finding
                   set question = :question, asked_by = :by, asked_by_name = :name, asked_at = :now, due_on = :due
                 where id = :id
                """)
                .param("id", id)
                .param("question", question)
                .param("by", actor.number())
                .param("name", actor.name())
                .param("now", now())
                .param("due", reviewers.due())
                .update();
        record(actor, finding, AuditEvent.UNUSUAL_ASKED, Map.of("finding", id.toString()));
        reviewers.tell(
                "oversight/asked/" + id,
                finding.officer(),
                "oversight.notice.asked",
                finding.agency(),
                "/oversight/asked/" + id,
                Map.of("day", finding.day().toString()));
    }

    /** The question to the officer himself. */
    Finding asked(Actor officer, UUID id) {
        return findings.find(id)
                .filter(one -> one.officer().equals(officer.person()) && one.askedAt() != null)
                .orElseThrow(Review::none);
    }

    /** @throws Problem NOT_FOUND when he was not asked; CONFLICT when he answered or it was judged */
    @Transactional
    public void answer(Actor officer, UUID id, String answer) {
        asked(officer, id);
        Finding finding = findings.locked(id).orElseThrow(Review::none);
        if (!finding.isOpen() || finding.answeredAt() != null) {
            throw new Problem(Problem.Kind.CONFLICT, "oversight.problem.changed");
        }
        db.sql("update oversight.finding set answer = :answer, answered_at = :now where id = :id")
                .param("id", id)
                .param("answer", answer)
                .param("now", now())
                .update();
        audit.record(officer.doesFor(finding.agency(), AuditEvent.UNUSUAL_ANSWERED, Map.of("finding", id.toString())));
    }

    /** @throws Problem NOT_FOUND; CONFLICT when somebody was faster */
    @Transactional
    public void judge(Actor actor, UUID id, Verdict verdict, String words) {
        Finding finding = open(actor, id);
        db.sql("""
                update oversight.finding
                   set verdict = :verdict, words = :words, judged_by = :by, judged_by_name = :name, judged_for = :for, judged_at = :now
                 where id = :id
                """)
                .param("id", id)
                .param("verdict", verdict.name())
                .param("words", words)
                .param("by", actor.number())
                .param("name", actor.name())
                .param("for", reviewers.judgesFor(actor, finding))
                .param("now", now())
                .update();
        record(
                actor,
                finding,
                AuditEvent.UNUSUAL_JUDGED,
                Map.of(
                        "finding", id.toString(),
                        "officer", finding.officer().digits(),
                        "verdict", verdict.name()));
    }

    /** What lies unjudged for too long goes to the oversight authority. */
    void escalate() {
        findings.late(reviewers.today()).forEach(this::escalate);
    }

    private void escalate(UUID id) {
        int rows = db.sql("""
                update oversight.finding set level = 1, due_on = :due
                 where id = :id and level = 0 and verdict is null and due_on < :today
                """)
                .param("id", id)
                .param("due", reviewers.due())
                .param("today", reviewers.today())
                .update();
        if (rows == 1) {
            findings.find(id).ifPresent(reviewers::escalated);
        }
    }

    private void record(Actor actor, Finding finding, AuditEvent event, Map<String, String> detail) {
        String agency = reviewers.judgesFor(actor, finding);
        audit.record(actor.doesFor(agency == null ? finding.agency() : agency, event, detail));
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
