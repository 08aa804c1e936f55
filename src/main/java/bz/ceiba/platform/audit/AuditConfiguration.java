package bz.ceiba.platform.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AuditSettings.class)
class AuditConfiguration {
    @Bean
    LogKey auditLogKey(AuditSettings settings, @Value("${ceiba.data}") Path data) throws IOException {
        return LogKey.readOrMake(Evidence.keyFile(data), settings.origin());
    }

    @Bean
    @ConditionalOnProperty(name = "ceiba.audit.seal", havingValue = "true", matchIfMissing = true)
    Sealing auditSealing(DataSource source, LogKey key, Clock clock, @Value("${ceiba.data}") Path data)
            throws IOException {
        return new Sealing(new Sealer(source, key, new CheckpointFile(Evidence.checkpointFile(data)), clock));
    }
}
