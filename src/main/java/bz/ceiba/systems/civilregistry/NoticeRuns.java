package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.kernel.CaseNumber;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.io.Serializable;
import java.time.Instant;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** On the day after the last day of a notice: gives the case to an officer. */
@Configuration(proxyBeanMethods = false)
class NoticeRuns {
    private static final TaskDescriptor<Due> END = TaskDescriptor.of("civilregistry.notice-over", Due.class);

    /** Of which case. */
    record Due(String caseNumber) implements Serializable {}

    /** Within the transaction in which the notice is published. */
    static void schedule(SchedulerClient scheduler, CaseNumber number, Instant at) {
        scheduler.scheduleIfNotExists(
                END.instance(number.text()).data(new Due(number.text())).scheduledTo(at));
    }

    @Bean
    Task<Due> civilregistryNoticeTask(ObjectProvider<EndNotice> end) {
        return Tasks.oneTime(END).execute((instance, context) -> end.getObject()
                .end(new CaseNumber(instance.getData().caseNumber())));
    }
}
