package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.cases.CaseEffect;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.cases.EffectName;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.systems.civilregistry.Annotation.Change;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import java.time.Clock;
import java.time.LocalDate;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Publishes the old and the new name for as long as the law says. */
@Component
@EffectName("civilregistry.publish-name")
class PublishNameChange implements CaseEffect {
    private final NameChanges changes;
    private final NameNotices notices;
    private final UnionRules rules;
    private final Cases cases;
    private final ObjectProvider<SchedulerClient> scheduler;
    private final TransactionTemplate transaction;
    private final JsonMapper json;
    private final Clock clock;

    PublishNameChange(
            NameChanges changes,
            NameNotices notices,
            UnionRules rules,
            Cases cases,
            ObjectProvider<SchedulerClient> scheduler,
            TransactionTemplate transaction,
            JsonMapper json,
            Clock clock) {
        this.changes = changes;
        this.notices = notices;
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
        Entry entry = changes.entry(file).orElseThrow();
        Facts after = entry.today();
        for (Change change : changes.changes(entry, file)) {
            after = after.with(change.field(), change.now());
        }
        NameNotice notice = new NameNotice(
                entry.names(),
                after.names(VitalEvent.BIRTH),
                today,
                today.plusDays(rules.on(today).nameNoticeDays()));
        transaction.executeWithoutResult(status -> {
            LocalDate until = notices.publish(file.number(), notice);
            cases.noteBySystem(file.number(), json.createObjectNode().put("until", until.toString()));
            NoticeRuns.schedule(
                    scheduler.getObject(),
                    file.number(),
                    until.plusDays(1).atStartOfDay(Country.ZONE).toInstant());
        });
    }
}
