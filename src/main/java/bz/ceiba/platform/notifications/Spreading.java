package bz.ceiba.platform.notifications;

import bz.ceiba.platform.notifications.NotificationsSettings.Burst;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes deliveries of notices once these have committed, so that whoever sends a notice pays for one insert only. Many
 * processes may do so at once; a notice and its deliveries change in one transaction. A person who gets many notices in a
 * short time gets the rest of them as one message.
 */
@Component
class Spreading {
    static final String COLLECTED = "notifications.notice.collected";
    static final int BATCH = 100;
    private static final Logger LOG = LoggerFactory.getLogger(Spreading.class);

    private record Waiting(
            long id,
            String key,
            String person,
            String template,
            String arguments,
            @Nullable String phone,
            @Nullable String email,
            @Nullable String language,
            boolean bySms,
            boolean byEmail,
            @Nullable LocalTime quietFrom,
            @Nullable LocalTime quietTo) {}

    private final JdbcClient db;
    private final Deliveries deliveries;
    private final Collections collections;
    private final Texts texts;
    private final Channels channels;
    private final TransactionTemplate transactions;
    private final Burst burst;
    private final QuietHours national;
    private final String baseUrl;
    private final Clock clock;

    /** What this process has no texts for. */
    private final Set<Long> left = ConcurrentHashMap.newKeySet();

    Spreading(
            JdbcClient db,
            Deliveries deliveries,
            Collections collections,
            Texts texts,
            Channels channels,
            TransactionTemplate transactions,
            NotificationsSettings settings,
            QuietHours national,
            @Value("${ceiba.base-url}") String baseUrl,
            Clock clock) {
        this.db = db;
        this.deliveries = deliveries;
        this.collections = collections;
        this.texts = texts;
        this.channels = channels;
        this.transactions = transactions;
        this.burst = settings.burst();
        this.national = national;
        this.baseUrl = baseUrl;
        this.clock = clock;
    }

    /** One batch; answers how many notices it held. */
    int round() {
        Integer count = transactions.execute(status -> {
            List<Waiting> batch = take();
            for (Waiting notice : batch) {
                if (texts.missing(notice.template()).isEmpty()) {
                    spread(notice);
                } else {
                    leave(notice);
                }
            }
            return batch.size();
        });
        Integer told = transactions.execute(status -> collections.tell(baseUrl));
        return (count == null ? 0 : count) + (told == null ? 0 : told);
    }

    private List<Waiting> take() {
        return db.sql("""
                with taken as (
                  delete from notifications.unspread where notice = any (array(
                    select notice from notifications.unspread where notice <> all (:left)
                    order by notice limit %d for update skip locked))
                  returning notice)
                select n.id, n.key, n.person, n.template, n.arguments::text as arguments, c.phone,
                       case when c.email_refused_at is null then c.email end as email, c.language,
                       coalesce(c.by_sms, false) as by_sms, coalesce(c.by_email, false) as by_email,
                       c.quiet_from, c.quiet_to
                from notifications.notice n
                left join notifications.contact c on c.person = n.person
                where n.id = any (array(select notice from taken))
                -- By person: two processes that count notices for the same people must not wait for each other in a ring.
                order by n.person, n.id
                """.formatted(BATCH))
                .param("left", left.toArray(Long[]::new))
                .query(Waiting.class)
                .list();
    }

    /** For a process of another version, which has the texts; this one does not take it again. */
    private void leave(Waiting notice) {
        LOG.error("notice {} waits for a process that has texts for '{}'", notice.id(), notice.template());
        left.add(notice.id());
        db.sql("insert into notifications.unspread (notice) values (?)")
                .param(notice.id())
                .update();
    }

    private void spread(Waiting notice) {
        String language = notice.language();
        if (language == null) {
            return;
        }
        Locale locale = Locale.of(language);
        QuietHours quiet = notice.quietFrom() != null && notice.quietTo() != null
                ? new QuietHours(notice.quietFrom(), notice.quietTo())
                : national;
        String phone = notice.bySms() && channels.has(SmsChannel.NAME) ? notice.phone() : null;
        String email = notice.byEmail() && channels.has(MailChannel.NAME) ? notice.email() : null;
        if (phone == null && email == null) {
            return;
        }
        Instant together = tooMany(notice.person());
        if (together != null) {
            collections.add(notice.id(), notice.key(), SmsChannel.NAME, phone, together, quiet);
            collections.add(notice.id(), notice.key(), MailChannel.NAME, email, together, quiet);
            return;
        }
        String subject = texts.subject(locale, notice.template(), notice.arguments());
        if (phone != null) {
            deliveries.add(
                    notice.id(),
                    notice.key() + "/sms",
                    SmsChannel.NAME,
                    Deliveries.NOTICE_PRIORITY,
                    phone,
                    subject,
                    texts.sms(locale, notice.template(), notice.arguments()),
                    null,
                    quiet);
        }
        if (email != null) {
            deliveries.add(
                    notice.id(),
                    notice.key() + "/email",
                    MailChannel.NAME,
                    Deliveries.NOTICE_PRIORITY,
                    email,
                    subject,
                    texts.mail(locale, texts.text(locale, notice.template(), notice.arguments()), baseUrl),
                    null,
                    quiet);
        }
    }

    /** When to tell this notice together with others, or null to tell it now; the person's row counts for all processes. */
    private @Nullable Instant tooMany(String person) {
        Instant now = clock.instant();
        return db.sql("""
                update notifications.contact
                set burst_count = case when burst_since <= :start then 1 else burst_count + 1 end,
                    burst_since = case when burst_since <= :start then :now else burst_since end
                where person = :person
                returning burst_count > :most as many, burst_since
                """)
                .param("start", now.minus(burst.within()).atOffset(ZoneOffset.UTC))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("person", person)
                .param("most", burst.most())
                .query((row, n) -> row.getBoolean("many")
                        ? java.util.Optional.of(row.getObject("burst_since", OffsetDateTime.class)
                                .toInstant()
                                .plus(burst.within()))
                        : java.util.Optional.<Instant>empty())
                .single()
                .orElse(null);
    }
}
