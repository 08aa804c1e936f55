package bz.ceiba.systems.identity.provider;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.platform.kernel.Secrets;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** The provider changes its keys and nobody notices. */
@CeibaTest
class ProviderKeysTest {
    private static final Duration LIFE = Duration.ofDays(90);

    @Autowired
    JdbcClient db;

    @Autowired
    PlatformTransactionManager transactions;

    @Autowired
    Secrets secrets;

    @Autowired
    Clock clock;

    private Instant start = Instant.EPOCH;

    /** The keys as a process sees them that asks at that time, and has asked never before. */
    private ProviderKeys after(Duration time) {
        if (start.equals(Instant.EPOCH)) {
            start = clock.instant();
        }
        return new ProviderKeys(
                db,
                transactions,
                secrets,
                new ProviderSettings(LIFE, null, null, new ProviderSettings.Quota(1, 1, 1, 1), 1),
                Clock.fixed(start.plus(time), ZoneOffset.UTC));
    }

    @AfterEach
    void forgetWhatIsOfTheFuture() {
        db.sql("delete from identity.provider_key where signs_from > ?")
                .param(clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    private static Set<String> published(ProviderKeys keys) {
        return keys.published(new JWKSelector(new JWKMatcher.Builder().build())).stream()
                .map(JWK::getKeyID)
                .collect(Collectors.toSet());
    }

    private static String signing(ProviderKeys keys) {
        return keys.signing(JWSAlgorithm.ES256).getKeyID();
    }

    @Test
    void aKeyIsPublishedTwoDaysBeforeItSignsAndForAWeekAfterIt() {
        String first = signing(after(Duration.ZERO));
        Duration announced = LIFE.minus(ProviderKeys.AHEAD).plusMinutes(5);
        ProviderKeys before = after(announced);
        assertThat(signing(before)).isEqualTo(first);
        assertThat(published(before)).as("two for each kind").hasSize(4);
        // Whatever is signed at any moment was published before, and stays so as long as it is of use.
        ProviderKeys then = after(LIFE.plusMinutes(10));
        String second = signing(then);
        assertThat(second).isNotEqualTo(first);
        assertThat(published(before)).contains(second);
        assertThat(published(then)).contains(first);
        ProviderKeys later = after(LIFE.plus(ProviderKeys.AFTER).plusMinutes(15));
        assertThat(signing(later)).isEqualTo(second);
        assertThat(published(later)).doesNotContain(first).contains(second);
    }

    @Test
    void processesThatFindTheSameKeyDueMakeOne() throws Exception {
        signing(after(Duration.ZERO));
        Duration due = LIFE.plusDays(100);
        ProviderKeys one = after(due);
        ProviderKeys other = after(due);
        Thread together = Thread.ofVirtual().start(() -> signing(one));
        signing(other);
        together.join();
        assertThat(published(one)).isEqualTo(published(other));
    }

    @Test
    void noKeyIsReadableInTheDatabase() {
        signing(after(Duration.ZERO));
        assertThat(db.sql("select encode(sealed, 'escape') from identity.provider_key")
                        .query(String.class)
                        .list())
                .isNotEmpty()
                .noneMatch(kept -> kept.contains("\"d\"") || kept.contains("kty"));
    }
}
