package bz.ceiba.platform.cases;

import bz.ceiba.platform.kernel.CaseNumber;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import java.time.Clock;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What was to happen after a commit and gave up. */
@Component
class FailedEffects {
    private final JdbcClient db;
    private final ObjectProvider<SchedulerClient> scheduler;
    private final Clock clock;

    FailedEffects(JdbcClient db, ObjectProvider<SchedulerClient> scheduler, Clock clock) {
        this.db = db;
        this.scheduler = scheduler;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    List<FailedEffect> of(CaseNumber number) {
        return db.sql("select effect, revision, error, at from cases.failed_effect where number = ? order by at")
                .param(number.text())
                .query((row, i) -> new FailedEffect(
                        row.getString(1),
                        row.getInt(2),
                        row.getString(3),
                        row.getTimestamp(4).toInstant()))
                .list();
    }

    /** Tries all of a case's again. */
    @Transactional
    void retry(CaseFile file) {
        for (FailedEffect failure : of(file.number())) {
            EffectRun.again(scheduler.getObject(), file, failure.revision(), failure.effect(), clock.instant());
        }
    }
}
