package bz.ceiba.systems.border.screening;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Problem;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Rules from the draft over the rehearsal to their life with two persons, and back: a faulty one is recalled in one operation. */
@Component
class ChangeRule {
    private static final Duration PAST = Duration.ofDays(90);
    private static final int MOST = 20_000;

    private final RuleRows rules;
    private final Screenings screenings;
    private final JdbcClient db;
    private final SchedulerClient scheduler;
    private final TransactionTemplate transaction;
    private final Audit audit;
    private final Clock clock;
    private final RiskExpressions expressions = new RiskExpressions();

    ChangeRule(
            RuleRows rules,
            Screenings screenings,
            JdbcClient db,
            SchedulerClient scheduler,
            TransactionTemplate transaction,
            Audit audit,
            Clock clock) {
        this.rules = rules;
        this.screenings = screenings;
        this.db = db;
        this.scheduler = scheduler;
        this.transaction = transaction;
        this.audit = audit;
        this.clock = clock;
    }

    /** Writes a new version, whose expression was looked at. */
    int draft(Actor actor, Rule rule) {
        return Objects.requireNonNull(transaction.execute(status -> {
            int version = rules.next(rule.rule());
            rules.draft(new Rule(
                    rule.rule(),
                    version,
                    rule.title(),
                    rule.expression(),
                    rule.reason(),
                    rule.legalGround(),
                    rule.effectiveFrom(),
                    rule.effectiveUntil(),
                    "DRAFT",
                    null,
                    actor.number(),
                    actor.name(),
                    null));
            record(actor, rule.rule(), version, "drafted");
            return version;
        }));
    }

    private void record(Actor actor, String rule, int version, String what) {
        audit.record(actor.doesFor(
                ScreeningDesk.AGENCY,
                AuditEvent.RISK_RULE_CHANGED,
                Map.of("rule", rule, "version", String.valueOf(version), "what", what)));
    }

    private static Problem notFound() {
        return new Problem(Problem.Kind.NOT_FOUND, "border.problem.not-found");
    }

    /** Tries a draft on the crossings of the last ninety days. */
    Rule.Rehearsal rehearse(Actor actor, String code, int version) {
        Rule rule = rules.find(code, version).orElseThrow(ChangeRule::notFound);
        Map<String, int[]> nations = new TreeMap<>();
        int screened = 0;
        int flagged = 0;
        for (Traveller traveller : screenings.since(clock.instant().minus(PAST), MOST)) {
            int[] counts = nations.computeIfAbsent(traveller.nationality(), one -> new int[2]);
            boolean hit = isHit(rule, traveller);
            screened++;
            counts[0]++;
            if (hit) {
                flagged++;
                counts[1]++;
            }
        }
        List<Rule.Nation> sorted = nations.entrySet().stream()
                .map(one -> new Rule.Nation(one.getKey(), one.getValue()[0], one.getValue()[1]))
                .sorted(Comparator.comparingInt(Rule.Nation::flagged).reversed().thenComparing(Rule.Nation::code))
                .toList();
        Rule.Rehearsal rehearsal = new Rule.Rehearsal(clock.instant(), screened, flagged, sorted);
        transaction.executeWithoutResult(status -> {
            rules.rehearsed(rule, rehearsal);
            record(actor, code, version, "rehearsed");
        });
        return rehearsal;
    }

    /** One for whom the rule fails would be looked at by a person. */
    private boolean isHit(Rule rule, Traveller traveller) {
        try {
            return expressions.test(rule.expression(), RiskExpressions.facts(traveller));
        } catch (IllegalStateException e) {
            return true;
        }
    }

    /**
     * A second person lets a draft live, which ends the version before; or does not.
     *
     * @throws Problem FORBIDDEN when he wrote it; CONFLICT when it is no draft, or was never rehearsed
     */
    void decide(Actor actor, String code, int version, boolean agreed) {
        transaction.executeWithoutResult(status -> {
            Rule rule = rules.locked(code, version).orElseThrow(ChangeRule::notFound);
            if (!rule.state().equals("DRAFT")) {
                throw new Problem(Problem.Kind.CONFLICT, "border.problem.rule-decided");
            }
            if (rule.draftedBy().equals(actor.number())) {
                throw new Problem(Problem.Kind.FORBIDDEN, "border.problem.two-persons");
            }
            if (agreed && rule.rehearsal() == null) {
                throw new Problem(Problem.Kind.CONFLICT, "border.problem.rule-unrehearsed");
            }
            if (agreed) {
                rules.live().stream()
                        .filter(one -> one.rule().equals(code))
                        .forEach(one -> rules.end(one, "ENDED", actor, "version " + version));
            }
            rules.decide(rule, agreed ? "LIVE" : "DECLINED", actor);
            record(actor, code, version, agreed ? "agreed" : "declined");
        });
    }

    /**
     * Recalls a version: from the commit on nothing follows from it, whoever was referred by it alone is referred no more, and all of them and each
     * agency that was told are told that it was wrong.
     *
     * @return how many travellers it had referred
     * @throws Problem CONFLICT when it never lived, or was recalled before
     */
    int recall(Actor actor, String code, int version, String why) {
        return Objects.requireNonNull(transaction.execute(status -> {
            Rule rule = rules.locked(code, version).orElseThrow(ChangeRule::notFound);
            if (!rule.state().equals("LIVE") && !rule.state().equals("ENDED")) {
                throw new Problem(Problem.Kind.CONFLICT, "border.problem.rule-not-live");
            }
            rules.end(rule, "RECALLED", actor, why);
            Instant now = clock.instant();
            int affected = db.sql(
                            "update border.referral set reversed_at = ? where rule = ? and version = ? and reversed_at is null")
                    .params(Timestamp.from(now), code, version)
                    .update();
            RecallRuns.schedule(scheduler, code, version, now);
            record(actor, code, version, "recalled");
            return affected;
        }));
    }
}
