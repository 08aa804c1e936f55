package bz.ceiba.platform.notifications;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes deliveries of notices once these have committed, so that whoever sends a notice pays for one insert only. Many
 * processes may do so at once; a notice and its deliveries change in one transaction.
 */
@Component
class Spreading {
    private static final int BATCH = 50;

    private record Waiting(
            long id,
            String key,
            String template,
            String arguments,
            @Nullable String phone,
            @Nullable String email,
            @Nullable String language,
            boolean bySms,
            boolean byEmail) {}

    private final JdbcClient db;
    private final Deliveries deliveries;
    private final Texts texts;
    private final Channels channels;
    private final TransactionTemplate transactions;
    private final String baseUrl;

    Spreading(
            JdbcClient db,
            Deliveries deliveries,
            Texts texts,
            Channels channels,
            TransactionTemplate transactions,
            @Value("${ceiba.base-url}") String baseUrl) {
        this.db = db;
        this.deliveries = deliveries;
        this.texts = texts;
        this.channels = channels;
        this.transactions = transactions;
        this.baseUrl = baseUrl;
    }

    /** One batch; answers how many notices it held. */
    int round() {
        Integer count = transactions.execute(status -> {
            List<Waiting> batch = take();
            for (Waiting notice : batch) {
                spread(notice);
            }
            return batch.size();
        });
        return count == null ? 0 : count;
    }

    private List<Waiting> take() {
        return db.sql("""
                with batch as materialized (
                  select id from notifications.notice where not spread order by id limit :limit
                  for update skip locked)
                , taken as (
                  update notifications.notice n set spread = true from batch where n.id = batch.id
                  returning n.id, n.key, n.template, n.arguments, n.person)
                select t.id, t.key, t.template, t.arguments::text as arguments, c.phone, c.email, c.language,
                       coalesce(c.by_sms, false) as by_sms, coalesce(c.by_email, false) as by_email
                from taken t left join notifications.contact c on c.person = t.person
                order by t.id
                """).param("limit", BATCH).query(Waiting.class).list();
    }

    private void spread(Waiting notice) {
        String language = notice.language();
        if (language == null) {
            return;
        }
        java.util.Locale locale = java.util.Locale.of(language);
        String subject = texts.subject(locale, notice.template(), notice.arguments());
        if (notice.bySms() && notice.phone() != null && channels.has(SmsChannel.NAME)) {
            deliveries.add(
                    notice.id(),
                    notice.key() + "/sms",
                    SmsChannel.NAME,
                    Deliveries.NOTICE_PRIORITY,
                    notice.phone(),
                    subject,
                    texts.sms(locale, notice.template(), notice.arguments()),
                    null);
        }
        if (notice.byEmail() && notice.email() != null && channels.has(MailChannel.NAME)) {
            String body = texts.text(locale, notice.template(), notice.arguments())
                    + "\n\n-- \n"
                    + texts.mailFooter(locale, baseUrl) + "\n";
            deliveries.add(
                    notice.id(),
                    notice.key() + "/email",
                    MailChannel.NAME,
                    Deliveries.NOTICE_PRIORITY,
                    notice.email(),
                    subject,
                    body,
                    null);
        }
    }
}
