package bz.ceiba.systems.identity;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Throws away what sign-ins left behind. */
@Configuration(proxyBeanMethods = false)
class IdentityHousekeeping {
    /** Sign-out shows the ID token as long as a session can last; it must be known until then. */
    private static final Duration KEPT = Duration.ofHours(13);

    @Bean
    RecurringTask<Void> forgetSignIns(Challenges challenges, JdbcClient db, Clock clock) {
        return Tasks.recurring("identity-housekeeping", FixedDelay.of(Duration.ofMinutes(10)))
                .execute((instance, context) -> {
                    challenges.deleteOlderThan(clock.instant());
                    db.sql("""
                                    delete from identity.oauth2_authorization
                                    where coalesce(access_token_expires_at, authorization_code_expires_at) < :before
                                    """)
                            .param("before", clock.instant().minus(KEPT).atOffset(ZoneOffset.UTC))
                            .update();
                });
    }
}
