package bz.ceiba.systems.border.screening;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** An officer says whether a traveller is whom a list means. A no is remembered, until the entry says something else or five years are over. */
@Component
class JudgeMatches {
    static final Duration REMEMBERED = Duration.ofDays(5 * 365);
    static final List<String> VERDICTS = List.of("YES", "NO", "UNKNOWN");

    private final Screenings rows;
    private final TransactionTemplate transaction;
    private final Audit audit;
    private final Clock clock;

    JudgeMatches(Screenings rows, TransactionTemplate transaction, Audit audit, Clock clock) {
        this.rows = rows;
        this.transaction = transaction;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Judges one.
     *
     * @throws Problem NOT_FOUND when there is none; CONFLICT when it was judged with yes or no
     */
    void judge(Actor actor, long id, String verdict, String why) {
        transaction.executeWithoutResult(status -> {
            Match match =
                    rows.match(id).orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "border.problem.not-found"));
            Instant now = clock.instant();
            if (!rows.judge(match, verdict, why, actor, now)) {
                throw new Problem(Problem.Kind.CONFLICT, "border.problem.judged");
            }
            Traveller traveller = rows.traveller(match.reference()).orElseThrow();
            if (verdict.equals("NO")) {
                Screening.who(traveller)
                        .forEach(who -> rows.clear(
                                who,
                                match.list(),
                                match.entry(),
                                rows.digest(id),
                                actor.number(),
                                why,
                                now,
                                now.plus(REMEMBERED)));
            }
            audit.record(actor.doesFor(
                    ScreeningDesk.AGENCY,
                    AuditEvent.MATCH_JUDGED,
                    traveller.person(),
                    null,
                    null,
                    Map.of("match", String.valueOf(id), "verdict", verdict)));
        });
    }
}
