package bz.ceiba.systems.border.screening;

import bz.ceiba.platform.exchange.Events;
import bz.ceiba.platform.exchange.RegisterEvent;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.notifications.Notice;
import bz.ceiba.platform.notifications.Notices;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Tells travellers whom a recalled rule had referred, where they can be reached, and each agency that had been told of it. */
@Component
class TellRecalled {
    static final String REVERSED = "border.referral-reversed";
    private static final int AT_ONCE = 200;

    private final JdbcClient db;
    private final Events events;
    private final Notices notices;
    private final JsonMapper json;
    private final TransactionTemplate transaction;
    private final Clock clock;

    TellRecalled(
            JdbcClient db,
            Events events,
            Notices notices,
            JsonMapper json,
            TransactionTemplate transaction,
            Clock clock) {
        this.db = db;
        this.events = events;
        this.notices = notices;
        this.json = json;
        this.transaction = transaction;
        this.clock = clock;
    }

    private record Affected(String reference, Optional<PersonNumber> person) {}

    void tell(String rule, int version) {
        int told = AT_ONCE;
        while (told == AT_ONCE) {
            told = Objects.requireNonNull(transaction.execute(status -> some(rule, version)));
        }
    }

    private int some(String rule, int version) {
        Instant now = clock.instant();
        List<Affected> some = db.sql("""
                        select f.reference, coalesce(s.person, (
                          select r.person from border.traveller t join border.registered r on r.passport_mac = t.document_mac
                          where t.number || '/' || t.version || '/' || t.position = f.reference and t.number = split_part(f.reference, '/', 1)
                          order by r.registered_at desc limit 1
                        )) as person from border.referral f join border.screening s on s.reference = f.reference
                        where f.rule = ? and f.version = ? and f.reversed_at is not null and f.told_at is null
                        order by f.reference limit ? for update of f
                        """)
                .params(rule, version, AT_ONCE)
                .query((row, n) -> new Affected(
                        row.getString("reference"),
                        Optional.ofNullable(row.getString("person")).map(PersonNumber::new)))
                .list();
        for (Affected one : some) {
            events.publish(new RegisterEvent(
                    REVERSED,
                    one.reference(),
                    one.person().orElse(null),
                    now,
                    json.createObjectNode()
                            .put("reference", one.reference())
                            .put("rule", rule)
                            .put("version", version)));
            one.person()
                    .ifPresent(person -> notices.send(new Notice(
                            "border/recalled/" + one.reference() + "/" + rule + "/" + version,
                            person,
                            "border.notice.recalled",
                            Map.of("reference", one.reference()),
                            null)));
            db.sql("update border.referral set told_at = ? where reference = ? and rule = ? and version = ?")
                    .params(Timestamp.from(now), one.reference(), rule, version)
                    .update();
        }
        return some.size();
    }
}
