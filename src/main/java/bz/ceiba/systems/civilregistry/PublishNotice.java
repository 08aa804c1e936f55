package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.cases.CaseEffect;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.cases.EffectName;
import bz.ceiba.platform.kernel.Country;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import java.time.Clock;
import java.time.LocalDate;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** After both confirmed: publishes the notice for as long as the law says. */
@Component
@EffectName("civilregistry.publish-notice")
class PublishNotice implements CaseEffect {
    private final Intentions intentions;
    private final UnionRules rules;
    private final Cases cases;
    private final ObjectProvider<SchedulerClient> scheduler;
    private final TransactionTemplate transaction;
    private final JsonMapper json;
    private final Clock clock;

    PublishNotice(
            Intentions intentions,
            UnionRules rules,
            Cases cases,
            ObjectProvider<SchedulerClient> scheduler,
            TransactionTemplate transaction,
            JsonMapper json,
            Clock clock) {
        this.intentions = intentions;
        this.rules = rules;
        this.cases = cases;
        this.scheduler = scheduler;
        this.transaction = transaction;
        this.json = json;
        this.clock = clock;
    }

    @Override
    public void run(CaseFile file) {
        LocalDate today = Country.today(clock);
        transaction.executeWithoutResult(status -> {
            LocalDate until = intentions.publish(
                    file.number(), today, today.plusDays(rules.on(today).noticeDays()));
            cases.noteBySystem(file.number(), json.createObjectNode().put("until", until.toString()));
            NoticeRuns.schedule(
                    scheduler.getObject(),
                    file.number(),
                    until.plusDays(1).atStartOfDay(Country.ZONE).toInstant());
        });
    }
}
