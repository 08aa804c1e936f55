package bz.ceiba.platform.notifications;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Notices beyond what a person is told one by one: they wait, and then one message tells of all of them. */
@Component
class Collections {
    private static final int BATCH = 50;

    private record Due(
            String channel,
            String address,
            @Nullable String language,
            java.time.LocalTime quietFrom,
            java.time.LocalTime quietTo) {}

    private final JdbcClient db;
    private final Deliveries deliveries;
    private final Texts texts;
    private final Clock clock;

    Collections(JdbcClient db, Deliveries deliveries, Texts texts, Clock clock) {
        this.db = db;
        this.deliveries = deliveries;
        this.texts = texts;
        this.clock = clock;
    }

    /**
     * Lets a notice wait.
     *
     * @param address where it would have gone, or null when it would not
     */
    void add(long notice, String key, String channel, @Nullable String address, Instant until, QuietHours quiet) {
        if (address == null) {
            return;
        }
        db.sql("""
                insert into notifications.delivery
                  (notice, key, channel, priority, address, state, at, due_at, quiet_from, quiet_to)
                values (:notice, :key, :channel, :priority, :address, 'collected', :now, :due, :quietFrom, :quietTo)
                on conflict (key) do nothing
                """)
                .param("notice", notice)
                .param("key", key + "/" + channel)
                .param("channel", channel)
                .param("priority", Deliveries.NOTICE_PRIORITY)
                .param("address", address)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("due", until.atOffset(ZoneOffset.UTC))
                .param("quietFrom", quiet.from())
                .param("quietTo", quiet.to())
                .update();
    }

    /** Makes one message for each address that has waited long enough; answers how many. In a transaction. */
    int tell(String baseUrl) {
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        // One process at a time: two would make two messages of one address's notices.
        boolean alone = db.sql("select pg_try_advisory_xact_lock(hashtext('notifications.collected'))")
                .query(Boolean.class)
                .single();
        if (!alone) {
            return 0;
        }
        List<Due> due = db.sql("""
                select d.channel, d.address, min(c.language) as language,
                       min(d.quiet_from) as quiet_from, min(d.quiet_to) as quiet_to
                from notifications.delivery d
                join notifications.notice n on n.id = d.notice
                left join notifications.contact c on c.person = n.person
                where d.state = 'collected' and d.collected_in is null and d.due_at <= :now
                group by d.channel, d.address
                limit :limit
                """)
                .param("now", now)
                .param("limit", BATCH)
                .query(Due.class)
                .list();
        due.forEach(one -> tell(one, now, baseUrl));
        return due.size();
    }

    private void tell(Due due, OffsetDateTime now, String baseUrl) {
        List<Long> waiting = db.sql("""
                select id from notifications.delivery
                where state = 'collected' and collected_in is null and channel = :channel and address = :address
                order by id
                """)
                .param("channel", due.channel())
                .param("address", due.address())
                .query(Long.class)
                .list();
        Locale locale = due.language() == null ? Locale.ENGLISH : Locale.of(due.language());
        String arguments =
                texts.written(Map.of("count", String.valueOf(waiting.size()), "url", baseUrl + "/notifications/inbox"));
        boolean mail = due.channel().equals(MailChannel.NAME);
        // The first one's number, which no other collection has.
        String key = "collected/" + waiting.getFirst();
        deliveries.add(
                null,
                key,
                due.channel(),
                Deliveries.NOTICE_PRIORITY,
                due.address(),
                texts.subject(locale, Spreading.COLLECTED, arguments),
                mail
                        ? texts.mail(locale, texts.text(locale, Spreading.COLLECTED, arguments), baseUrl)
                        : texts.sms(locale, Spreading.COLLECTED, arguments),
                null,
                new QuietHours(due.quietFrom(), due.quietTo()));
        db.sql("""
                update notifications.delivery set at = :now, collected_in =
                  (select id from notifications.delivery where key = :key)
                where id in (:waiting)
                """)
                .param("now", now)
                .param("key", key)
                .param("waiting", waiting)
                .update();
    }
}
