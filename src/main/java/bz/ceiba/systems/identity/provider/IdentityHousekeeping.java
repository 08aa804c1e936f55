package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.kernel.Country;
import bz.ceiba.systems.identity.register.Deaths;
import bz.ceiba.systems.identity.register.Delegations;
import bz.ceiba.systems.identity.register.ForgetVisitors;
import bz.ceiba.systems.identity.register.Guardianships;
import bz.ceiba.systems.identity.signin.Challenges;
import bz.ceiba.systems.identity.signin.PasskeyRows;
import com.github.kagkarlsson.scheduler.task.FailureHandler.ExponentialBackoffFailureHandler;
import com.github.kagkarlsson.scheduler.task.FailureHandler.MaxRetriesFailureHandler;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalTime;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What time brings about: the end of what sign-ins left behind, coming of age, and a second look after a death. */
@Configuration(proxyBeanMethods = false)
class IdentityHousekeeping {
    @Bean
    RecurringTask<Void> forgetSignIns(
            Challenges challenges,
            PasskeyRows passkeys,
            Authorizations authorizations,
            UsedOnce used,
            BackchannelRequests requests,
            Clock clock) {
        return Tasks.recurring("identity-housekeeping", FixedDelay.of(Duration.ofMinutes(10)))
                .execute((instance, context) -> {
                    challenges.deleteOlderThan(clock.instant());
                    passkeys.forgetCeremonies(clock.instant());
                    authorizations.forget();
                    used.forget();
                    requests.forget();
                });
    }

    @Bean
    RecurringTask<Void> forgetVisitors(ObjectProvider<ForgetVisitors> visitors) {
        return Tasks.recurring("identity-forget-visitors", FixedDelay.ofHours(6))
                .execute((instance, context) -> visitors.getObject().forget());
    }

    /** At midnight in Belize. */
    @Bean
    RecurringTask<Void> comingOfAge(Guardianships guardianships, Delegations delegations) {
        return Tasks.recurring("identity-coming-of-age", Schedules.daily(Country.ZONE, LocalTime.MIDNIGHT))
                .execute((instance, context) -> {
                    int ended = guardianships.endDue();
                    while (ended > 0) {
                        ended = guardianships.endDue();
                    }
                    ended = delegations.endDue();
                    while (ended > 0) {
                        ended = delegations.endDue();
                    }
                });
    }

    /** Five tries within a good day: after a minute, six, half an hour, three hours and fifteen. */
    @Bean
    OneTimeTask<SignOuts.Told> tellSignedOut(ObjectProvider<TellSignedOut> telling) {
        return Tasks.oneTime(SignOuts.TELL)
                .onFailure(new MaxRetriesFailureHandler<>(
                        5, new ExponentialBackoffFailureHandler<>(Duration.ofMinutes(1), 5.0)))
                .execute((instance, context) -> {
                    try {
                        telling.getObject().tell(instance.getData());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    @Bean
    OneTimeTask<Void> ping(ObjectProvider<BackchannelAnswers> answers) {
        return Tasks.oneTime(BackchannelAnswers.PING)
                .onFailure(new MaxRetriesFailureHandler<>(
                        3, new ExponentialBackoffFailureHandler<>(Duration.ofSeconds(10), 3.0)))
                .execute((instance, context) -> {
                    try {
                        answers.getObject().tell(UUID.fromString(instance.getId()));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    @Bean
    OneTimeTask<Void> endAgain(ObjectProvider<Deaths> deaths) {
        return Tasks.oneTime(Deaths.END_AGAIN).execute((instance, context) -> {
            String id = instance.getId();
            deaths.getObject().endAgain(UUID.fromString(id.substring(0, id.indexOf('/'))));
        });
    }
}
