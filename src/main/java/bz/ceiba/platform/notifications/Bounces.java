package bz.ceiba.platform.notifications;

import bz.ceiba.platform.kernel.PersonNumber;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What is learnt of mail after it was handed over. An address that does not exist is not used again, and the person is
 * asked for another one: in his inbox, on his pages, and by SMS.
 */
@Component
class Bounces {
    static final String ASK = "notifications.notice.email-refused";
    private static final int LONGEST_ERROR = 300;

    private final JdbcClient db;
    private final Contacts contacts;
    private final NoticeRows notices;
    private final TransactionTemplate transactions;
    private final Clock clock;

    Bounces(JdbcClient db, Contacts contacts, NoticeRows notices, TransactionTemplate transactions, Clock clock) {
        this.db = db;
        this.contacts = contacts;
        this.notices = notices;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Takes a report in; the same again changes nothing. One about mail that is not ours is ignored. */
    void take(DeliveryReport report) {
        transactions.executeWithoutResult(status -> {
            switch (report.action()) {
                case FAILED -> failed(report);
                case DELAYED -> note(report, "sent", "delayed: " + report.words());
                case DELIVERED -> note(report, "delivered", null);
                case RELAYED, EXPANDED -> {
                    // Handed on to where no more reports come from: it stays sent.
                }
            }
        });
    }

    private void failed(DeliveryReport report) {
        note(report, "failed", "came back: " + report.words());
        if (report.addressIsWrong()) {
            db.sql("select address from notifications.delivery where reference = :reference and channel = 'email'")
                    .param("reference", report.reference())
                    .query(String.class)
                    .optional()
                    .ifPresent(address -> refuse(address, report.reference(), report.words()));
        }
    }

    private void note(DeliveryReport report, String state, @org.jspecify.annotations.Nullable String error) {
        db.sql("""
                update notifications.delivery set state = :state, at = :now, error = :error, body = null
                where reference = :reference and channel = 'email'
                  and (state in ('queued', 'sent') or (state = 'delivered' and :state = 'failed'))
                """)
                .param("state", state)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("error", error == null ? null : shortened(error))
                .param("reference", report.reference())
                .update();
    }

    /** The mail server itself said at once that there is no such address. */
    void refused(String address, UUID reference, String why) {
        transactions.executeWithoutResult(status -> refuse(address, reference, why));
    }

    private void refuse(String address, UUID reference, String why) {
        for (PersonNumber person : contacts.refuseEmail(address, shortened(why))) {
            notices.add(new Notice(
                    "email-refused/" + reference + "/" + person.digits(), person, ASK, Map.of("email", address), null));
        }
    }

    private static String shortened(String error) {
        return error.length() <= LONGEST_ERROR ? error : error.substring(0, LONGEST_ERROR);
    }
}
