package bz.ceiba.platform.notifications;

import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Messages;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Nothing is sent to an address until its owner has shown, by a link sent to it, that he reads it. */
@Component
class EmailChecks {
    static final Duration LIFE = Duration.ofHours(24);
    private static final Duration ONE_HOUR = Duration.ofHours(1);
    private static final int MOST_AN_HOUR = 3;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final JdbcClient db;
    private final Contacts contacts;
    private final Notices notices;
    private final Channels channels;
    private final Messages messages;
    private final Clock clock;
    private final String baseUrl;

    EmailChecks(
            JdbcClient db,
            Contacts contacts,
            Notices notices,
            Channels channels,
            Messages messages,
            Clock clock,
            @Value("${ceiba.base-url}") String baseUrl) {
        this.db = db;
        this.contacts = contacts;
        this.notices = notices;
        this.channels = channels;
        this.messages = messages;
        this.clock = clock;
        this.baseUrl = baseUrl;
    }

    /**
     * Sends a link to the address.
     *
     * @throws Problem TOO_MANY after three in an hour, UNAVAILABLE when no mail server is configured
     */
    @Transactional
    void ask(PersonNumber person, String name, String email, Locale locale) {
        if (!channels.has(MailChannel.NAME)) {
            throw new Problem(Problem.Kind.UNAVAILABLE, "notifications.problem.no-mail");
        }
        // The person's row is locked, so that many requests at once count as well.
        boolean known = db.sql("select true from notifications.contact where person = :person for update")
                .param("person", person.digits())
                .query(Boolean.class)
                .optional()
                .orElse(false);
        if (!known) {
            throw new Problem(Problem.Kind.CONFLICT, "notifications.problem.no-contact");
        }
        Instant now = clock.instant();
        int recent = db.sql("select count(*) from notifications.email_check where person = :person and at > :since")
                .param("person", person.digits())
                .param("since", utc(now.minus(ONE_HOUR)))
                .query(Integer.class)
                .single();
        if (recent >= MOST_AN_HOUR) {
            throw new Problem(Problem.Kind.TOO_MANY, "notifications.problem.too-many-links");
        }
        byte[] random = new byte[32];
        RANDOM.nextBytes(random);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        db.sql("delete from notifications.email_check where expires_at < :now")
                .param("now", utc(now))
                .update();
        db.sql("""
                insert into notifications.email_check (token_hash, person, email, at, expires_at)
                values (:hash, :person, :email, :now, :expires)
                """)
                .param("hash", hash(token))
                .param("person", person.digits())
                .param("email", email)
                .param("now", utc(now))
                .param("expires", utc(now.plus(LIFE)))
                .update();
        String link = baseUrl + "/notifications/email/" + token;
        notices.sendLink(
                email,
                messages.text(locale, "notifications.email-check.subject"),
                messages.text(locale, "notifications.email-check.text", Map.of("name", name, "link", link)),
                now.plus(LIFE));
    }

    /** The address that this link proves for this person; empty when it expired, was used or is another's. */
    Optional<String> waiting(PersonNumber person, String token) {
        return db.sql("""
                select email from notifications.email_check
                where token_hash = :hash and person = :person and expires_at > :now
                """)
                .param("hash", hash(token))
                .param("person", person.digits())
                .param("now", utc(clock.instant()))
                .query(String.class)
                .optional();
    }

    /** Uses the address from now on; a link works once. */
    @Transactional
    boolean prove(PersonNumber person, String token) {
        Optional<String> email = db.sql("""
                delete from notifications.email_check
                where token_hash = :hash and person = :person and expires_at > :now
                returning email
                """)
                .param("hash", hash(token))
                .param("person", person.digits())
                .param("now", utc(clock.instant()))
                .query(String.class)
                .optional();
        return email.isPresent() && contacts.useEmail(person, email.get());
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    private static String hash(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
