package bz.ceiba.systems.policerecords;

import bz.ceiba.platform.kernel.PersonNumber;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/** The register of convictions: people and their convictions, every version of each. */
@Component
class Register {
    /** Who records a version, when and why. */
    record Entry(Instant at, String by, @Nullable String byName, String reason) {}

    private static final int MOST_FOUND = 50;
    private static final int MOST_COMPARED = 5_000;

    private final JdbcClient db;

    Register(JdbcClient db) {
        this.db = db;
    }

    /** Opens a record; answers its id. */
    long open(PersonEntry person, Entry entry) {
        long id = db.sql("insert into policerecords.person (opened_at) values (?) returning id")
                .param(Timestamp.from(entry.at()))
                .query(Long.class)
                .single();
        addVersion(id, 1, person, entry);
        return id;
    }

    /**
     * Replaces the version that stands by a new one.
     *
     * @param person with the version that the registrar had in front of him
     * @return whether that version still stood
     */
    boolean correct(PersonEntry person, Entry entry) {
        if (!close("person_version", "person", person.id(), person.version(), entry.at())) {
            return false;
        }
        addVersion(person.id(), person.version() + 1, person, entry);
        return true;
    }

    private boolean close(String table, String key, long id, int version, Instant at) {
        return db.sql("update policerecords." + table + " set valid_to = ? where " + key
                                + " = ? and version = ? and valid_to is null")
                        .param(Timestamp.from(at))
                        .param(id)
                        .param(version)
                        .update()
                == 1;
    }

    private void addVersion(long id, int version, PersonEntry p, Entry entry) {
        db.sql("""
                insert into policerecords.person_version
                  (person, version, identity_number, given, family, aliases, birth_year, birth_month, birth_day, sex,
                   birth_place, district, match_keys, valid_from, recorded_by, recorded_by_name, reason)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
                .param(id)
                .param(version)
                .param(p.knownNumber().map(PersonNumber::digits).orElse(null))
                .param(p.given())
                .param(p.family())
                .param(texts(p.aliases()))
                .param(p.birth().year())
                .param(p.birth().month())
                .param(p.birth().day())
                .param(p.sex())
                .param(p.birthPlace())
                .param(p.district())
                .param(texts(MatchKeys.of(p)))
                .param(Timestamp.from(entry.at()))
                .param(entry.by())
                .param(entry.byName())
                .param(entry.reason())
                .update();
    }

    private static SqlArrayValue texts(Collection<String> texts) {
        return new SqlArrayValue("text", texts.toArray());
    }

    /** Adds a conviction to its person's record; answers its id. */
    long add(Conviction conviction, Entry entry) {
        long id = db.sql("insert into policerecords.conviction (person) values (?) returning id")
                .param(conviction.person())
                .query(Long.class)
                .single();
        addVersion(id, 1, conviction, entry);
        return id;
    }

    /** Replaces the version of a conviction that stands; answers whether it still stood. */
    boolean correct(Conviction conviction, Entry entry) {
        if (!close("conviction_version", "conviction", conviction.id(), conviction.version(), entry.at())) {
            return false;
        }
        addVersion(conviction.id(), conviction.version() + 1, conviction, entry);
        return true;
    }

    private void addVersion(long id, int version, Conviction c, Entry entry) {
        db.sql("""
                insert into policerecords.conviction_version
                  (conviction, version, court, reference, offence, category, offence_on, convicted_on, sentence,
                   sentence_kind, sentence_months, sentence_ends, juvenile, sealed, annulled,
                   valid_from, recorded_by, recorded_by_name, reason)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
                .param(id)
                .param(version)
                .param(c.court())
                .param(c.reference())
                .param(c.offence())
                .param(c.category().name())
                .param(c.offenceOn())
                .param(c.convictedOn())
                .param(c.sentence())
                .param(c.kind().name())
                .param(c.months())
                .param(c.endsOn())
                .param(c.juvenile())
                .param(c.sealed())
                .param(c.annulled())
                .param(Timestamp.from(entry.at()))
                .param(entry.by())
                .param(entry.byName())
                .param(entry.reason())
                .update();
    }

    boolean isEmpty() {
        return !db.sql("select exists (select 1 from policerecords.person)")
                .query(Boolean.class)
                .single();
    }

    /** The record as it stands. */
    Optional<PersonEntry> find(long person) {
        return db.sql("select * from policerecords.person_version where person = ? and valid_to is null")
                .param(person)
                .query((row, n) -> person(row))
                .optional();
    }

    /** All that was ever recorded of a person, the newest first; at most 200. */
    List<Versioned<PersonEntry>> versions(long person) {
        return db.sql("select * from policerecords.person_version where person = ? order by version desc limit 200")
                .param(person)
                .query((row, n) -> versioned(row, person(row)))
                .list();
    }

    /** The convictions of a record as they stand, the newest first; at most 500. */
    List<Conviction> convictions(long person) {
        return db.sql("""
                select v.*, c.person from policerecords.conviction c
                join policerecords.conviction_version v on v.conviction = c.id and v.valid_to is null
                where c.person = ? order by v.convicted_on desc, c.id desc limit 500
                """).param(person).query((row, n) -> conviction(row)).list();
    }

    Optional<Conviction> conviction(long person, long conviction) {
        return db.sql("""
                select v.*, c.person from policerecords.conviction c
                join policerecords.conviction_version v on v.conviction = c.id and v.valid_to is null
                where c.person = ? and c.id = ?
                """)
                .param(person)
                .param(conviction)
                .query((row, n) -> conviction(row))
                .optional();
    }

    /** All that was ever recorded of a conviction, the newest first; at most 200. */
    List<Versioned<Conviction>> convictionVersions(long person, long conviction) {
        return db.sql("""
                select v.*, c.person from policerecords.conviction c
                join policerecords.conviction_version v on v.conviction = c.id
                where c.person = ? and c.id = ? order by v.version desc limit 200
                """)
                .param(person)
                .param(conviction)
                .query((row, n) -> versioned(row, conviction(row)))
                .list();
    }

    /** Those with whom an applicant must be compared: one shared key, or his number; at most 5,000. */
    List<PersonEntry> comparable(Applicant applicant) {
        return db.sql("""
                select * from policerecords.person_version
                where valid_to is null and (match_keys && ? or identity_number = ?)
                order by person limit ?
                """)
                .param(texts(MatchKeys.of(applicant)))
                .param(applicant.number().digits())
                .param(MOST_COMPARED)
                .query((row, n) -> person(row))
                .list();
    }

    /** Those with a part of their name, or of an alias, that sounds like a part of this one; at most 5,000. */
    List<PersonEntry> named(String name) {
        return db.sql("""
                select * from policerecords.person_version where valid_to is null and match_keys && ?
                order by person limit ?
                """)
                .param(texts(MatchKeys.of(name)))
                .param(MOST_COMPARED)
                .query((row, n) -> person(row))
                .list();
    }

    /** The records that name the number now. */
    List<PersonEntry> byNumber(PersonNumber number) {
        return db.sql("""
                select * from policerecords.person_version
                where identity_number = ? and valid_to is null order by person limit ?
                """)
                .param(number.digits())
                .param(MOST_FOUND)
                .query((row, n) -> person(row))
                .list();
    }

    /** The records of the convictions with a court's reference. */
    List<PersonEntry> byReference(String reference) {
        return db.sql("""
                select p.* from policerecords.person_version p
                where p.valid_to is null and p.person in (
                  select c.person from policerecords.conviction_version v
                  join policerecords.conviction c on c.id = v.conviction
                  where upper(v.reference) = upper(?) and v.valid_to is null)
                order by p.person limit ?
                """)
                .param(reference)
                .param(MOST_FOUND)
                .query((row, n) -> person(row))
                .list();
    }

    /** Every identity number that any version of the record has named. */
    List<PersonNumber> numbersEver(long person) {
        return db.sql("""
                select distinct identity_number from policerecords.person_version
                where person = ? and identity_number is not null
                """)
                .param(person)
                .query((row, n) -> new PersonNumber(row.getString(1)))
                .list();
    }

    private static PersonEntry person(ResultSet row) throws SQLException {
        String number = row.getString("identity_number");
        return new PersonEntry(
                row.getLong("person"),
                row.getInt("version"),
                number == null ? null : new PersonNumber(number),
                row.getString("given"),
                row.getString("family"),
                list(row.getArray("aliases")),
                new BirthDate(
                        row.getObject("birth_year", Integer.class),
                        row.getObject("birth_month", Integer.class),
                        row.getObject("birth_day", Integer.class)),
                row.getString("sex"),
                row.getString("birth_place"),
                row.getString("district"));
    }

    private static List<String> list(Array array) throws SQLException {
        return Arrays.stream((Object[]) array.getArray()).map(String::valueOf).toList();
    }

    private static Conviction conviction(ResultSet row) throws SQLException {
        return new Conviction(
                row.getLong("conviction"),
                row.getInt("version"),
                row.getLong("person"),
                row.getString("court"),
                row.getString("reference"),
                row.getString("offence"),
                Category.valueOf(row.getString("category")),
                row.getObject("offence_on", LocalDate.class),
                row.getObject("convicted_on", LocalDate.class),
                row.getString("sentence"),
                SentenceKind.valueOf(row.getString("sentence_kind")),
                row.getObject("sentence_months", Integer.class),
                row.getObject("sentence_ends", LocalDate.class),
                row.getBoolean("juvenile"),
                row.getBoolean("sealed"),
                row.getBoolean("annulled"));
    }

    private static <T> Versioned<T> versioned(ResultSet row, T value) throws SQLException {
        Timestamp to = row.getTimestamp("valid_to");
        return new Versioned<>(
                value,
                row.getInt("version"),
                row.getTimestamp("valid_from").toInstant(),
                to == null ? null : to.toInstant(),
                row.getString("recorded_by"),
                row.getString("recorded_by_name"),
                row.getString("reason"));
    }
}
