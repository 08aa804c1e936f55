package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.PersonNumber;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who wants to marry whom, who confirmed it, which notices stand, and what was given to celebrants to read. Only ever added to. */
@Component
class Intentions {
    private static final int MOST_NOTICES = 500;

    private final JdbcClient db;
    private final Clock clock;

    Intentions(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** Writes down who wants to marry whom; a second time it changes nothing. */
    void add(Intention intention) {
        db.sql("""
                        insert into civilregistry.intention (case_number, one, one_name, other, other_name, district, town, received_at)
                        values (:case, :one, :oneName, :other, :otherName, :district, :town, :at) on conflict do nothing
                        """)
                .param("case", intention.caseNumber().text())
                .param("one", intention.one().digits())
                .param("oneName", intention.oneName())
                .param("other", digits(intention.other()))
                .param("otherName", intention.otherName())
                .param("district", intention.district())
                .param("town", intention.town())
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    private static @Nullable String digits(@Nullable PersonNumber number) {
        return number == null ? null : number.digits();
    }

    Optional<Intention> find(CaseNumber number) {
        return db.sql("select * from civilregistry.intention where case_number = :case")
                .param("case", number.text())
                .query((row, n) -> intention(row))
                .optional();
    }

    /** Those in which somebody is named as the other one and has not answered yet, the newest first. */
    List<Intention> unanswered(PersonNumber other) {
        return db.sql("""
                        select i.* from civilregistry.intention i
                        where i.other = :other
                          and not exists (select from civilregistry.confirmation c where c.case_number = i.case_number)
                        order by i.received_at desc limit 20
                        """)
                .param("other", other.digits())
                .query((row, n) -> intention(row))
                .list();
    }

    /** Keeps that the other one confirmed or declined; false when that is known already. */
    boolean answer(CaseNumber number, boolean confirmed, Actor by) {
        return db.sql("""
                        insert into civilregistry.confirmation (case_number, confirmed, by, by_name, at)
                        values (:case, :confirmed, :by, :byName, :at) on conflict do nothing
                        """)
                        .param("case", number.text())
                        .param("confirmed", confirmed)
                        .param("by", by.number())
                        .param("byName", by.name())
                        .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    /** Publishes the notice; answers its last day, which is an earlier try's if there was one. */
    LocalDate publish(CaseNumber number, LocalDate from, LocalDate until) {
        db.sql("""
                        insert into civilregistry.notice (case_number, published_on, until) values (:case, :from, :until)
                        on conflict do nothing
                        """)
                .param("case", number.text())
                .param("from", from)
                .param("until", until)
                .update();
        return until(number).orElseThrow();
    }

    Optional<LocalDate> until(CaseNumber number) {
        return db.sql("select until from civilregistry.notice where case_number = :case")
                .param("case", number.text())
                .query(LocalDate.class)
                .optional();
    }

    /** The notices that stand on a day, as anybody may read them, the newest first. */
    List<PublicNotice> standing(LocalDate on) {
        return db.sql("""
                        select i.case_number, i.one_name, i.other_name, i.town, n.published_on, n.until
                        from civilregistry.notice n join civilregistry.intention i using (case_number)
                        where n.until >= :on order by n.published_on desc, i.case_number limit :limit
                        """)
                .param("on", on)
                .param("limit", MOST_NOTICES)
                .query((row, n) -> new PublicNotice(
                        row.getString("case_number"),
                        row.getString("one_name"),
                        row.getString("other_name"),
                        row.getString("town"),
                        row.getObject("published_on", LocalDate.class),
                        row.getObject("until", LocalDate.class)))
                .list();
    }

    /** Keeps which certificate or licence was given; a second time it changes nothing. */
    void clear(CaseNumber number, Clearance clearance) {
        db.sql("""
                        insert into civilregistry.clearance (case_number, document, licence, given_on, until)
                        values (:case, :document, :licence, :given, :until) on conflict do nothing
                        """)
                .param("case", number.text())
                .param("document", clearance.document())
                .param("licence", clearance.licence())
                .param("given", clearance.givenOn())
                .param("until", clearance.until())
                .update();
    }

    Optional<Clearance> clearance(CaseNumber number) {
        return db.sql("select * from civilregistry.clearance where case_number = :case")
                .param("case", number.text())
                .query((row, n) -> clearance(row))
                .optional();
    }

    /** By the number that stands on the certificate or licence. */
    Optional<Clearance> clearance(String document) {
        return db.sql("select * from civilregistry.clearance where document = :document")
                .param("document", document)
                .query((row, n) -> clearance(row))
                .optional();
    }

    private static Clearance clearance(ResultSet row) throws SQLException {
        return new Clearance(
                new CaseNumber(row.getString("case_number")),
                row.getString("document"),
                row.getBoolean("licence"),
                row.getObject("given_on", LocalDate.class),
                row.getObject("until", LocalDate.class));
    }

    private static Intention intention(ResultSet row) throws SQLException {
        String other = row.getString("other");
        return new Intention(
                new CaseNumber(row.getString("case_number")),
                new PersonNumber(row.getString("one")),
                row.getString("one_name"),
                other == null ? null : new PersonNumber(other),
                row.getString("other_name"),
                row.getString("district"),
                row.getString("town"),
                row.getObject("received_at", OffsetDateTime.class).toInstant());
    }
}
