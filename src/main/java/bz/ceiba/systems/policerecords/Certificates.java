package bz.ceiba.systems.policerecords;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.PersonNumber;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The certificates that were issued. */
@Component
class Certificates {
    private static final int MOST_COMPARED = 5_000;

    private final JdbcClient db;
    private final JsonMapper json;

    Certificates(JdbcClient db, JsonMapper json) {
        this.db = db;
        this.json = json;
    }

    /**
     * Keeps what a certificate is going to say, before it is signed.
     *
     * @param keys by which records that come later find its holder
     * @return the one that was kept, which is an earlier one when there was an earlier try
     */
    Planned plan(CaseNumber number, PersonNumber holder, Collection<String> keys, Planned c) {
        db.sql("""
                insert into policerecords.certificate
                  (case_number, sequence, holder, purpose, issued_on, valid_until, convictions, data, match_keys)
                values (?, ?, ?, ?, ?, ?, cast(? as jsonb), cast(? as jsonb), ?) on conflict do nothing
                """)
                .param(number.text())
                .param(c.sequence())
                .param(holder.digits())
                .param(c.purpose().name())
                .param(c.issuedOn())
                .param(c.validUntil())
                .param(json.writeValueAsString(c.convictions()))
                .param(c.data().toString())
                .param(new SqlArrayValue("text", keys.toArray()))
                .update();
        return db.sql("select * from policerecords.certificate where case_number = ? and sequence = ?")
                .param(number.text())
                .param(c.sequence())
                .query((row, n) -> planned(row))
                .single();
    }

    /** Notes that a planned certificate was signed. */
    Certificate signed(CaseNumber number, int sequence, String document, Instant at) {
        db.sql("""
                update policerecords.certificate set document = ?, issued_at = ?
                where case_number = ? and sequence = ? and document is null
                """)
                .param(document)
                .param(Timestamp.from(at))
                .param(number.text())
                .param(sequence)
                .update();
        return last(number).orElseThrow();
    }

    /** The last one issued in a case. */
    Optional<Certificate> last(CaseNumber number) {
        return db.sql("""
                select * from policerecords.certificate where case_number = ? and document is not null
                order by sequence desc limit 1
                """)
                .param(number.text())
                .query((row, n) -> certificate(row))
                .optional();
    }

    /**
     * The cases whose last certificate may say something of a record: those of people whose number it has named and those
     * in which an officer judged that it is the applicant's.
     *
     * @param since when the certificate was issued or later
     */
    List<Certificate> saying(long person, Collection<PersonNumber> numbers, Instant since) {
        return db.sql("""
                select distinct on (c.case_number) c.* from policerecords.certificate c
                where c.document is not null and c.issued_at >= ?
                  and (c.holder = any (?)
                    or exists (select 1 from policerecords.judgement j
                      where j.case_number = c.case_number and j.person = ? and j.verdict = 'YES'))
                order by c.case_number, c.sequence desc
                """)
                .param(Timestamp.from(since))
                .param(new SqlArrayValue(
                        "text", numbers.stream().map(PersonNumber::digits).toArray()))
                .param(person)
                .query((row, n) -> certificate(row))
                .list();
    }

    /** The last of each case that is still valid, or is being signed, and shares a key with a record; at most 5,000. */
    Map<CaseNumber, Planned> sharing(Collection<String> keys, LocalDate today) {
        Map<CaseNumber, Planned> byCase = new LinkedHashMap<>();
        db.sql("""
                select distinct on (case_number) * from policerecords.certificate
                where valid_until >= ? and (match_keys && ? or match_keys is null)
                order by case_number, sequence desc limit ?
                """)
                .param(today)
                .param(new SqlArrayValue("text", keys.toArray()))
                .param(MOST_COMPARED)
                .query((row, n) -> byCase.put(new CaseNumber(row.getString("case_number")), planned(row)))
                .list();
        return byCase;
    }

    private Planned planned(ResultSet row) throws SQLException {
        return new Planned(
                row.getInt("sequence"),
                Purpose.valueOf(row.getString("purpose")),
                row.getObject("issued_on", LocalDate.class),
                row.getObject("valid_until", LocalDate.class),
                json.readValue(row.getString("convictions"), new TypeReference<>() {}),
                json.readTree(row.getString("data")));
    }

    private Certificate certificate(ResultSet row) throws SQLException {
        return new Certificate(
                new CaseNumber(row.getString("case_number")),
                new PersonNumber(row.getString("holder")),
                row.getString("document"),
                planned(row));
    }
}
