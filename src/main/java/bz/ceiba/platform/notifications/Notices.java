package bz.ceiba.platform.notifications;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Ids;
import bz.ceiba.platform.kernel.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Sends notices: queued in the current transaction, sent after it commits. */
@Component
public class Notices {
    private static final Duration CODE_LIFE = Duration.ofMinutes(5);
    private static final int MOST = 200;

    private final JdbcClient db;
    private final NoticeRows rows;
    private final Deliveries deliveries;
    private final Texts texts;
    private final Channels channels;
    private final Sender sender;
    private final Clock clock;

    Notices(
            JdbcClient db,
            NoticeRows rows,
            Deliveries deliveries,
            Texts texts,
            Channels channels,
            Sender sender,
            Clock clock) {
        this.db = db;
        this.rows = rows;
        this.deliveries = deliveries;
        this.texts = texts;
        this.channels = channels;
        this.sender = sender;
        this.clock = clock;
    }

    /**
     * Queues a notice; one whose key was used before changes nothing.
     *
     * @throws IllegalArgumentException when the template lacks its subject, text or sms
     */
    public void send(Notice notice) {
        rows.add(notice);
        wakeAfterCommit();
    }

    /**
     * Tells a person what he must learn whatever he chose, at any hour and however much he was told before: in his inbox, and at these
     * addresses, which stand in the register or stood there until now.
     *
     * @param phone in E.164 form, or null
     * @param email that was proved, or null
     */
    public void alarm(Notice notice, Locale language, @Nullable String phone, @Nullable String email) {
        rows.addToInbox(notice);
        String values = texts.written(notice.values());
        String subject = texts.subject(language, notice.template(), values);
        if (phone != null && channels.has(SmsChannel.NAME)) {
            deliveries.add(
                    null,
                    notice.key() + "/sms",
                    SmsChannel.NAME,
                    Deliveries.NOTICE_PRIORITY,
                    phone,
                    subject,
                    texts.sms(language, notice.template(), values),
                    null,
                    QuietHours.NONE);
        }
        if (email != null && channels.has(MailChannel.NAME)) {
            deliveries.add(
                    null,
                    notice.key() + "/email",
                    MailChannel.NAME,
                    Deliveries.NOTICE_PRIORITY,
                    email,
                    subject,
                    texts.text(language, notice.template(), values),
                    null,
                    QuietHours.NONE);
        }
        wakeAfterCommit();
    }

    /**
     * Sends a one-time code to a phone, ahead of everything else and to no inbox. It is not sent later than five minutes
     * from now, and its text is not kept.
     *
     * @param phone in E.164 form
     * @param text what the message says
     * @throws Problem UNAVAILABLE when no SMS centre is configured
     */
    public void sendCode(String phone, String text) {
        if (!channels.has(SmsChannel.NAME)) {
            throw new Problem(Problem.Kind.UNAVAILABLE, "notifications.problem.no-sms");
        }
        Instant expiry = clock.instant().plus(CODE_LIFE);
        deliveries.add(
                null,
                "code/" + Ids.next(clock),
                SmsChannel.NAME,
                Deliveries.CODE_PRIORITY,
                phone,
                null,
                text,
                expiry,
                QuietHours.NONE);
        wakeAfterCommit();
    }

    /**
     * Sends a one-time code to an e-mail address that was proved, likewise. Where no mail server is configured it waits until it is
     * too old.
     */
    public void sendCodeByMail(String email, String subject, String text) {
        deliveries.add(
                null,
                "code/" + Ids.next(clock),
                MailChannel.NAME,
                Deliveries.CODE_PRIORITY,
                email,
                subject,
                text,
                clock.instant().plus(CODE_LIFE),
                QuietHours.NONE);
        wakeAfterCommit();
    }

    /** Sends a link to an address that is not proved, likewise, and not later than its expiry. */
    public void sendLink(String email, String subject, String text, Instant expiry) {
        deliveries.add(
                null,
                "link/" + Ids.next(clock),
                MailChannel.NAME,
                Deliveries.CODE_PRIORITY,
                email,
                subject,
                text,
                expiry,
                QuietHours.NONE);
        wakeAfterCommit();
    }

    private void wakeAfterCommit() {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            sender.wake();
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                sender.wake();
            }
        });
    }

    private record Line(
            String template,
            String arguments,
            @Nullable String language,
            OffsetDateTime noticeAt,
            @Nullable OffsetDateTime readAt,
            @Nullable String channel,
            @Nullable String state,
            @Nullable OffsetDateTime at,
            int attempts,
            @Nullable String error) {}

    /** What was sent about a case, newest first, at most 200. */
    public List<NoticeState> about(CaseNumber caseNumber) {
        return db.sql("""
                select n.template, n.arguments::text as arguments, c.language, n.at as notice_at, n.read_at,
                       d.channel, d.state, d.at, coalesce(d.attempts, 0) as attempts, d.error
                from notifications.notice n
                left join notifications.contact c on c.person = n.person
                left join lateral (
                  select one.channel, coalesce(all_of_them.state, one.state) as state,
                         coalesce(all_of_them.at, one.at) as at, coalesce(all_of_them.attempts, one.attempts) as attempts,
                         coalesce(all_of_them.error, one.error) as error
                  from notifications.delivery one
                  left join notifications.delivery all_of_them on all_of_them.id = one.collected_in
                  where one.notice = n.id
                  union all select null, null, null, null, null) d on true
                where n.case_number = :case
                order by n.id desc, d.channel nulls last
                limit :most
                """).param("case", caseNumber.text()).param("most", MOST).query(Line.class).list().stream()
                .map(this::state)
                .toList();
    }

    /** The inbox holds a notice from the moment it commits; there it counts as delivered once the person opened it. */
    private NoticeState state(Line line) {
        Locale locale = line.language() == null ? Locale.ENGLISH : Locale.of(line.language());
        String subject = texts.subject(locale, line.template(), line.arguments());
        OffsetDateTime at = line.at();
        if (line.channel() != null && line.state() != null && at != null) {
            return new NoticeState(
                    line.channel(), subject, line.state(), at.toInstant(), line.attempts(), line.error());
        }
        OffsetDateTime read = line.readAt();
        return read == null
                ? new NoticeState("inbox", subject, "sent", line.noticeAt().toInstant(), 1, null)
                : new NoticeState("inbox", subject, "delivered", read.toInstant(), 1, null);
    }
}
