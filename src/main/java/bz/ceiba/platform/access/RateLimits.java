package bz.ceiba.platform.access;

import bz.ceiba.platform.kernel.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Counts tries at what can be guessed, for all processes together. */
@Component
public class RateLimits {
    private final JdbcClient db;
    private final Clock clock;
    private final TransactionTemplate own;

    RateLimits(JdbcClient db, Clock clock, PlatformTransactionManager transactions) {
        this.db = db;
        this.clock = clock;
        this.own = new TransactionTemplate(transactions);
        own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /**
     * Counts one try, whatever becomes of the caller's transaction.
     *
     * @param bucket what is counted, such as {@code sign-in:203.0.113.7}; at most 200 characters
     * @param most how many are allowed in a window
     * @param window how long a window is, at most a day; windows begin at whole multiples of it
     * @throws Problem TOO_MANY with the seconds until the window ends
     */
    public void count(String bucket, int most, Duration window) {
        Instant now = clock.instant();
        long seconds = window.toSeconds();
        Instant start = Instant.ofEpochSecond(now.getEpochSecond() / seconds * seconds);
        Integer hits = own.execute(status -> db.sql("""
                        insert into access.rate (bucket, window_start, hits) values (:bucket, :start, 1)
                        on conflict (bucket, window_start) do update set hits = rate.hits + 1 returning hits
                        """)
                .param("bucket", bucket.substring(0, Math.min(200, bucket.length())))
                .param("start", start.atOffset(ZoneOffset.UTC))
                .query(Integer.class)
                .single());
        if (hits != null && hits > most) {
            long left = Math.max(1, start.plus(window).getEpochSecond() - now.getEpochSecond());
            throw new Problem(Problem.Kind.TOO_MANY, "web.problem.too-many", Map.of("seconds", String.valueOf(left)));
        }
    }

    /** An address as limits count it: an IPv6 customer has a whole /64. */
    public static String address(String remote) {
        if (remote.indexOf(':') < 0) {
            return remote;
        }
        String[] groups = remote.split(":", -1);
        return String.join(":", java.util.Arrays.copyOf(groups, Math.min(4, groups.length))) + "::/64";
    }
}
