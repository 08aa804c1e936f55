package bz.ceiba.platform.documents;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.web.Messages;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import eu.europa.esig.dss.spi.DSSSecurityProvider;
import jakarta.servlet.MultipartConfigElement;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DocumentsSettings.class)
class DocumentsConfiguration {
    private static final long BESIDE_A_FILE = 2L << 20;

    /**
     * Has the library that signs register its algorithms, which takes most of a second, on a thread of its own: when the keys
     * are asked for, it is done.
     */
    @Bean
    static BeanFactoryPostProcessor signingLibrary() {
        return factory ->
                Thread.ofPlatform().name("signing-library").daemon().start(DSSSecurityProvider::getSecurityProvider);
    }

    @Bean
    FileLimit fileLimit(DocumentsSettings settings) {
        return new FileLimit(settings.largestFile().toBytes());
    }

    /** What a form may hold: one file of that size, and what was typed beside it. */
    @Bean
    MultipartConfigElement forms(FileLimit limit) {
        return new MultipartConfigElement("", limit.bytes(), limit.bytes() + BESIDE_A_FILE, 0);
    }

    @Bean
    Contents contents(DocumentsSettings settings, JdbcClient db, @Value("${ceiba.data}") Path data) {
        Path directory = settings.directory();
        return switch (settings.storage()) {
            case DIRECTORY -> new DirectoryContents(directory == null ? data.resolve("files") : directory);
            case DATABASE -> new DatabaseContents(db);
        };
    }

    @Bean
    KeyFile keyFile(Country country, @Value("${ceiba.data}") Path data, @Value("${ceiba.base-url}") String baseUrl) {
        return new KeyFile(
                data.resolve("secrets"),
                baseUrl,
                country.agencies().stream().collect(Collectors.toMap(Country.Agency::id, agency -> agency.name()
                        .in(Locale.ENGLISH))));
    }

    @Bean
    SigningKeys signingKeys(DocumentsSettings settings, KeyFile file, Clock clock) {
        return SigningKeys.load(settings, file, clock.instant());
    }

    @Bean
    Seals seals(SigningKeys keys, DocumentsSettings settings, KeyFile file, Country country, Clock clock) {
        return new Seals(keys, own(settings, file), country, clock);
    }

    @Bean
    Revocations revocations(SigningKeys keys, DocumentsSettings settings, KeyFile file, Clock clock) {
        return new Revocations(own(settings, file), keys.document().root(), clock);
    }

    /** The demonstration authority's keys, where they are what signs. */
    private static @Nullable KeyFile own(DocumentsSettings settings, KeyFile file) {
        return switch (settings.signer().kind()) {
            case FILE -> file;
            case PKCS11 -> null;
        };
    }

    @Bean
    PdfSigning pdfSigning(SigningKeys keys, Seals seals, Revocations revocations, DocumentsSettings settings) {
        return new PdfSigning(keys, seals, revocations, settings);
    }

    @Bean
    Scanning scanning(
            DocumentsSettings settings,
            Contents contents,
            Erasing erasing,
            JdbcClient db,
            Audit audit,
            TransactionTemplate transaction,
            Clock clock) {
        DocumentsSettings.Clamd clamd = settings.clamd();
        return new Scanning(clamd == null ? null : new Clamd(clamd), contents, erasing, db, audit, transaction, clock);
    }

    /** What is in quarantine because the scanner was away. */
    @Bean
    RecurringTask<Void> scanWaitingFiles(Scanning scanning) {
        return Tasks.recurring("documents-scan", FixedDelay.of(Duration.ofSeconds(15)))
                .execute((instance, context) -> {
                    while (scanning.round() > 0) {
                        // The next batch.
                    }
                });
    }

    @Bean
    RecurringTask<Void> forgetOldUploads(Uploads uploads) {
        return Tasks.recurring("documents-forget-uploads", FixedDelay.of(Duration.ofHours(1)))
                .execute((instance, context) -> uploads.forgetOld());
    }

    @Bean
    RecurringTask<Void> destroyWhatIsDue(Retention retention) {
        return Tasks.recurring("documents-retention", FixedDelay.of(Duration.ofDays(1)))
                .execute((instance, context) -> retention.round());
    }

    /** Daily: in time for every certificate, and harmless where nothing is due. */
    @Bean
    RecurringTask<Void> extendDocuments(Extending extending) {
        return Tasks.recurring("documents-extend", FixedDelay.of(Duration.ofDays(1)))
                .execute((instance, context) -> {
                    while (extending.round() > 0) {
                        // The next batch.
                    }
                });
    }

    @Bean
    VerificationCodes verificationCodes(SigningKeys keys, JdbcClient db, JsonMapper json, Clock clock) {
        return new VerificationCodes(keys, db, json, clock);
    }

    @Bean
    DocumentMaking documentMaking(
            PdfSigning signing,
            VerificationCodes codes,
            Country country,
            Messages messages,
            JsonMapper json,
            @Value("${ceiba.base-url}") String baseUrl,
            @Value("${ceiba.demo}") boolean demo) {
        return new DocumentMaking(signing, codes, country, messages, json, baseUrl, demo);
    }
}
