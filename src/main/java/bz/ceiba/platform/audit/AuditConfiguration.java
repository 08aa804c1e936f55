package bz.ceiba.platform.audit;

import bz.ceiba.platform.kernel.Country;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalTime;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AuditSettings.class)
class AuditConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(AuditConfiguration.class);

    @Bean
    LogKey auditLogKey(AuditSettings settings, @Value("${ceiba.data}") Path data) throws IOException {
        return LogKey.readOrMake(Evidence.keyFile(data), settings.origin(), VerifierKey.ED25519);
    }

    @Bean
    @ConditionalOnProperty(name = "ceiba.audit.seal", havingValue = "true", matchIfMissing = true)
    Sealing auditSealing(DataSource source, LogKey key, Clock clock, @Value("${ceiba.data}") Path data)
            throws IOException {
        return new Sealing(new Sealer(source, key, new CheckpointFile(Evidence.checkpointFile(data)), clock));
    }

    @Bean
    @ConditionalOnProperty(name = "ceiba.audit.seal", havingValue = "true", matchIfMissing = true)
    Witnessing auditWitnessing(AuditSettings settings, JdbcClient db, Checkpoints checkpoints, LogKey key) {
        return new Witnessing(
                settings.witnesses().stream()
                        .map(witness -> new WitnessClient(
                                db,
                                checkpoints,
                                key,
                                witness.url(),
                                VerifierKey.parse(witness.key()),
                                settings.witnessPatience()))
                        .toList(),
                settings.witnessEvery());
    }

    /** Each night, so that a month that is over is archived within a day. */
    @Bean
    @ConditionalOnProperty(name = "ceiba.audit.archive", havingValue = "true", matchIfMissing = true)
    RecurringTask<Void> auditArchiving(DataSource source, Clock clock, @Value("${ceiba.data}") Path data) {
        return Tasks.recurring("audit-archive", Schedules.daily(Country.ZONE, LocalTime.of(2, 40)))
                .execute((instance, context) -> {
                    try (Connection connection = source.getConnection()) {
                        Archives archives = new Archives(connection, Archives.in(data));
                        archives.dropHalfWritten();
                        archives.write(clock.instant())
                                .forEach(file -> LOG.info("the audit log of a month is archived in {}", file));
                    } catch (SQLException | IOException e) {
                        // The next night tries again; db-scheduler counts it as failed.
                        throw new IllegalStateException("the audit log can't be archived: " + e.getMessage(), e);
                    }
                });
    }
}
