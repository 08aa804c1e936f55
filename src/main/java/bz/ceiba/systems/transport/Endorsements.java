package bz.ceiba.systems.transport;

import bz.ceiba.platform.kernel.PersonNumber;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What stands on licences besides their classes, in two times as all of the register. */
@Component
class Endorsements {
    private final JdbcClient db;
    private final Clock clock;

    Endorsements(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    void enter(Change change, PersonNumber holder, String licenceClass, String code, String reference, Span valid) {
        Facts.ENDORSEMENT.put(
                db,
                change,
                valid,
                Map.of("holder", holder.digits(), "class", licenceClass, "code", code, "reference", reference));
    }

    /** As if it had not been in that time. Answers whether it was. */
    boolean end(Change change, PersonNumber holder, String licenceClass, String code, Span valid) {
        return Facts.ENDORSEMENT.clear(
                db, change, valid, Map.of("holder", holder.digits(), "class", licenceClass, "code", code));
    }

    List<Endorsement> of(PersonNumber holder) {
        return db.sql("""
                select class, code, reference, upper(valid) as until from transport.endorsement
                where holder = :holder and valid @> cast(:now as timestamptz) and known @> cast(:now as timestamptz) order by code, class
                """)
                .param("holder", holder.digits())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .query((row, n) -> {
                    OffsetDateTime until = row.getObject("until", OffsetDateTime.class);
                    return new Endorsement(
                            row.getString("class"),
                            row.getString("code"),
                            row.getString("reference"),
                            until == null ? null : until.toInstant());
                })
                .list();
    }

    /** The codes on a licence of a class, with a space between them; perhaps none. */
    String codes(PersonNumber holder, String licenceClass) {
        return of(holder).stream()
                .filter(one -> one.isFor(licenceClass))
                .map(Endorsement::code)
                .distinct()
                .collect(Collectors.joining(" "));
    }

    /** The day of birth that his licences were issued with. */
    Optional<LocalDate> born(PersonNumber holder) {
        return db.sql("select born_on from transport.card where holder = ? order by n desc limit 1")
                .param(holder.digits())
                .query(LocalDate.class)
                .optional();
    }
}
