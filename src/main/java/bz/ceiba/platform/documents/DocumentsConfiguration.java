package bz.ceiba.platform.documents;

import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.web.Messages;
import java.nio.file.Path;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DocumentsSettings.class)
class DocumentsConfiguration {
    @Bean
    Contents contents(DocumentsSettings settings, JdbcClient db, @Value("${ceiba.data}") Path data) {
        Path directory = settings.directory();
        return switch (settings.storage()) {
            case DIRECTORY -> new DirectoryContents(directory == null ? data.resolve("files") : directory);
            case DATABASE -> new DatabaseContents(db);
        };
    }

    @Bean
    SigningKeys signingKeys(DocumentsSettings settings, Clock clock, @Value("${ceiba.data}") Path data) {
        return SigningKeys.load(settings, data.resolve("secrets"), clock.instant());
    }

    @Bean
    VerificationCodes verificationCodes(SigningKeys keys, JdbcClient db, JsonMapper json, Clock clock) {
        return new VerificationCodes(keys, db, json, clock);
    }

    @Bean
    DocumentMaking documentMaking(
            SigningKeys keys,
            DocumentsSettings settings,
            VerificationCodes codes,
            Country country,
            Messages messages,
            JsonMapper json,
            @Value("${ceiba.base-url}") String baseUrl,
            @Value("${ceiba.demo}") boolean demo) {
        return new DocumentMaking(new PdfSigning(keys, settings), codes, country, messages, json, baseUrl, demo);
    }
}
