package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.kernel.CaseNumber;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.FailureHandler.MaxRetriesFailureHandler;
import com.github.kagkarlsson.scheduler.task.FailureHandler.OnFailureRetryLater;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** After an annotation: makes the certificate anew. */
@Configuration(proxyBeanMethods = false)
class CertificateRuns {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateRuns.class);
    private static final int TRIES = 12;
    private static final Duration PAUSE = Duration.ofSeconds(20);

    private static final TaskDescriptor<Due> RENEW = TaskDescriptor.of("civilregistry.renew", Due.class);

    /** In which case it was issued. */
    record Due(String caseNumber) implements Serializable {}

    /** Within the transaction of the annotation. */
    static void schedule(SchedulerClient scheduler, CaseNumber number, Instant at) {
        scheduler.scheduleIfNotExists(RENEW.instance(number + "/" + UUID.randomUUID())
                .data(new Due(number.text()))
                .scheduledTo(at));
    }

    @Bean
    Task<Due> civilregistryRenewTask(ObjectProvider<IssueCertificate> issue, ObjectProvider<Cases> cases) {
        return Tasks.oneTime(RENEW)
                .onFailure(new MaxRetriesFailureHandler<>(
                        TRIES,
                        new OnFailureRetryLater<>(PAUSE),
                        (complete, operations) -> LOG.error(
                                "the certificate of {} could not be made anew; its holder can ask for it in the case",
                                complete.getExecution().taskInstance.getId())))
                .execute((instance, context) -> issue.getObject()
                        .run(cases.getObject()
                                .find(new CaseNumber(instance.getData().caseNumber()))
                                .orElseThrow()));
    }
}
