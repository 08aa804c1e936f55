package bz.ceiba.systems.identity.signin;

import bz.ceiba.platform.access.RateLimits;
import bz.ceiba.platform.kernel.Sha256;
import bz.ceiba.platform.notifications.Notices;
import bz.ceiba.platform.web.Messages;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Visitors who are about to register: each proves with a code that he reads mail at his address. */
@Component
class VisitorProofs {
    static final Duration LIFE = Duration.ofMinutes(30);

    private static final Duration SHORT = Duration.ofMinutes(15);
    private static final Duration DAY = Duration.ofDays(1);
    private static final int CODES_PER_ADDRESS = 20;
    private static final int CODES_PER_MAILBOX = 3;
    private static final int CODES_PER_MAILBOX_AND_DAY = 10;
    private static final int TRIES = 5;

    private final JdbcClient db;
    private final Codes codes;
    private final RateLimits limits;
    private final Notices notices;
    private final Messages messages;
    private final Clock clock;

    VisitorProofs(JdbcClient db, Codes codes, RateLimits limits, Notices notices, Messages messages, Clock clock) {
        this.db = db;
        this.codes = codes;
        this.limits = limits;
        this.notices = notices;
        this.messages = messages;
        this.clock = clock;
    }

    /**
     * Counts a code, in no transaction.
     *
     * @throws bz.ceiba.platform.kernel.Problem TOO_MANY
     */
    void admit(String email, String address) {
        limits.count("visitor:" + RateLimits.address(address), CODES_PER_ADDRESS, SHORT);
        limits.count("visitor-mail:" + email, CODES_PER_MAILBOX, SHORT);
        limits.count("visitor-mail-day:" + email, CODES_PER_MAILBOX_AND_DAY, DAY);
    }

    /** Sends a code to an address, whoever has it; answers the value of the cookie that goes with it. */
    @Transactional
    String begin(String email, Locale language) {
        String cookie = codes.cookie();
        byte[] hash = Sha256.of(cookie);
        String code = codes.code();
        db.sql("""
                insert into identity.visitor_proof (cookie_hash, email, code_mac, until) values (:cookie, :email, :mac, :until)
                """)
                .param("cookie", hash)
                .param("email", email)
                .param("mac", codes.mac(hash, code))
                .param("until", clock.instant().plus(LIFE).atOffset(ZoneOffset.UTC))
                .update();
        notices.sendCodeByMail(
                email,
                messages.text(language, "identity.code.mail-subject"),
                messages.text(language, "identity.visitor.code-mail", code));
        return cookie;
    }

    private record Proof(String email, byte[] mac, boolean proved, int tries) {}

    private Optional<Proof> locked(String cookie) {
        return db.sql("""
                select email, code_mac, proved, tries from identity.visitor_proof
                where cookie_hash = :cookie and until > :now and tries < :most for update
                """)
                .param("cookie", Sha256.of(cookie))
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("most", TRIES)
                .query((row, n) -> new Proof(
                        row.getString("email"),
                        row.getBytes("code_mac"),
                        row.getBoolean("proved"),
                        row.getInt("tries")))
                .optional();
    }

    /** Whether the code was right; empty when it is over. */
    @Transactional
    Optional<Boolean> prove(String cookie, String code) {
        Optional<Proof> open = locked(cookie);
        if (open.isEmpty()) {
            return Optional.empty();
        }
        byte[] hash = Sha256.of(cookie);
        boolean right = MessageDigest.isEqual(open.get().mac(), codes.mac(hash, code));
        db.sql("update identity.visitor_proof set proved = :right, tries = tries + :wrong where cookie_hash = :cookie")
                .param("right", right)
                .param("wrong", right ? 0 : 1)
                .param("cookie", hash)
                .update();
        return right || open.get().tries() + 1 < TRIES ? Optional.of(right) : Optional.empty();
    }

    /** The address that the browser's bearer proved. */
    @Transactional
    Optional<String> proved(String cookie) {
        return locked(cookie).filter(Proof::proved).map(Proof::email);
    }

    void end(String cookie) {
        db.sql("delete from identity.visitor_proof where cookie_hash = :cookie")
                .param("cookie", Sha256.of(cookie))
                .update();
    }

    void forget() {
        db.sql("delete from identity.visitor_proof where until < :now")
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }
}
