package bz.ceiba.systems.transport;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.ColumnKey;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Secrets;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The register of crashes: reported once, and only added to. */
@Component
class Crashes {
    private static final int MOST = 200;
    private static final int MOST_TRIES = 5;

    /** So long somebody may bring a claim (demo; to be confirmed): then nobody needs to know any more who drove. */
    private static final int NUMBERS_KEPT_YEARS = 6;

    private static final String CRASH = """
            insert into transport.crash (number, form_key, agency, reported_by, reported_by_name, reported_at, at, district, road, mile,
              place, latitude, longitude, collision, light, weather, surface, factors)
            values (:number, :key, :agency, :by, :name, :reported, :at, :district, :road, :mile, :place, :latitude, :longitude,
              :collision, :light, :weather, :surface, :factors)
            on conflict do nothing
            """;

    /** With what had its plate at that instant, as is known now. */
    private static final String VEHICLE = """
            insert into transport.crash_vehicle (crash, n, kind, plate, vehicle)
            values (:crash, :n, :kind, :plate, (select p.vehicle from transport.plate_use p
              where p.plate = :plate and p.valid @> cast(:at as timestamptz) and p.known @> cast(:now as timestamptz)))
            """;

    private static final String PERSON = """
            insert into transport.crash_person (crash, n, vehicle, role, age_band, injury, sealed, about)
            values (:crash, :n, :vehicle, :role, :age, :injury, :sealed, :about)
            """;

    /**
     * A crash as it comes into the register.
     *
     * @param by the identity number of who reported it
     */
    record Reported(Crash crash, String by, UUID formKey) {}

    private final JdbcClient db;
    private final NamedParameterJdbcTemplate batches;
    private final Audit audit;
    private final ColumnKey key;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Crashes(JdbcClient db, NamedParameterJdbcTemplate batches, Audit audit, Secrets secrets, Clock clock) {
        this.db = db;
        this.batches = batches;
        this.audit = audit;
        this.key = new ColumnKey(secrets, "transport-column-key");
        this.clock = clock;
    }

    /**
     * Enters a crash under a number that no other has; answers the number.
     *
     * @param formKey of the form: sent again, it is entered no second time
     */
    @Transactional
    public CaseNumber report(Actor officer, String agency, UUID formKey, Crash.Facts facts) {
        Instant now = clock.instant();
        int year = LocalDate.ofInstant(now, Country.ZONE).getYear();
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            CaseNumber number = CaseNumber.random(Crash.PREFIX, year, random);
            Crash crash = new Crash(number, agency, officer.name(), now, facts, List.of());
            if (enter(new Reported(crash, officer.number(), formKey))) {
                record(officer, agency, AuditEvent.CRASH_REPORTED, number, facts.drivers());
                return number;
            }
            Optional<CaseNumber> before = reported(officer, formKey);
            if (before.isPresent()) {
                return before.get();
            }
        }
        throw new IllegalStateException(MOST_TRIES + " random numbers of crashes were all taken");
    }

    private Optional<CaseNumber> reported(Actor officer, UUID formKey) {
        return db.sql("select number from transport.crash where form_key = ? and reported_by = ?")
                .param(formKey)
                .param(officer.number())
                .query((row, n) -> new CaseNumber(row.getString(1)))
                .optional();
    }

    /** Enters one as it was reported; part of the caller's transaction. False when its number or its form is there already. */
    boolean enter(Reported reported) {
        boolean entered = db.sql(CRASH).paramSource(parameters(reported)).update() == 1;
        if (entered) {
            enterInvolved(List.of(reported));
        }
        return entered;
    }

    /** Many at once, of which none is there. */
    void enterAll(List<Reported> all) {
        batches.batchUpdate(CRASH, all.stream().map(Crashes::parameters).toArray(SqlParameterSource[]::new));
        enterInvolved(all);
    }

    private static SqlParameterSource parameters(Reported reported) {
        Crash crash = reported.crash();
        Crash.Facts facts = crash.facts();
        return new MapSqlParameterSource()
                .addValue("number", crash.number().text())
                .addValue("key", reported.formKey())
                .addValue("agency", crash.agency())
                .addValue("by", reported.by())
                .addValue("name", crash.reportedByName())
                .addValue("reported", utc(crash.reportedAt()))
                .addValue("at", utc(facts.at()))
                .addValue("district", facts.district())
                .addValue("road", facts.road())
                .addValue("mile", facts.mile(), Types.NUMERIC)
                .addValue("place", facts.place())
                .addValue("latitude", facts.latitude(), Types.DOUBLE)
                .addValue("longitude", facts.longitude(), Types.DOUBLE)
                .addValue("collision", facts.collision().name())
                .addValue("light", facts.light().name())
                .addValue("weather", facts.weather().name())
                .addValue("surface", facts.surface().name())
                .addValue("factors", facts.factors().stream().map(Enum::name).toArray(String[]::new));
    }

    private void enterInvolved(List<Reported> all) {
        List<SqlParameterSource> vehicles = new ArrayList<>();
        List<SqlParameterSource> persons = new ArrayList<>();
        for (Reported one : all) {
            CaseNumber number = one.crash().number();
            Crash.Facts facts = one.crash().facts();
            facts.vehicles().forEach(vehicle -> vehicles.add(parameters(number, vehicle, facts.at())));
            facts.persons().forEach(person -> persons.add(parameters(number, person)));
        }
        batches.batchUpdate(VEHICLE, vehicles.toArray(SqlParameterSource[]::new));
        batches.batchUpdate(PERSON, persons.toArray(SqlParameterSource[]::new));
    }

    private SqlParameterSource parameters(CaseNumber number, Crash.Involved vehicle, Instant at) {
        return new MapSqlParameterSource()
                .addValue("crash", number.text())
                .addValue("n", vehicle.n())
                .addValue("kind", vehicle.kind())
                .addValue("plate", vehicle.plate(), Types.VARCHAR)
                .addValue("at", utc(at))
                .addValue("now", utc(clock.instant()));
    }

    private SqlParameterSource parameters(CaseNumber number, Crash.Person person) {
        PersonNumber driver = person.driver();
        return new MapSqlParameterSource()
                .addValue("crash", number.text())
                .addValue("n", person.n())
                .addValue("vehicle", person.vehicle(), Types.INTEGER)
                .addValue("role", person.role().name())
                .addValue("age", person.age().name())
                .addValue("injury", person.injury().name())
                .addValue(
                        "sealed",
                        driver == null
                                ? null
                                : key.seal(
                                        driver.digits().getBytes(StandardCharsets.UTF_8),
                                        place(number.text(), person.n())),
                        Types.BINARY)
                .addValue("about", driver == null ? null : about(driver), Types.BINARY);
    }

    private static String place(String crash, int person) {
        return "crash " + crash + " person " + person;
    }

    /** The digest under which a driver's rows are found. */
    byte[] about(PersonNumber driver) {
        return key.mac("driver " + driver.digits());
    }

    /** Takes the drivers' numbers out of crashes of long ago, which stay. */
    void forgetDrivers() {
        db.sql("""
                update transport.crash_person p set sealed = null, about = null
                from transport.crash c where c.number = p.crash and p.about is not null and c.at < :before
                """)
                .param(
                        "before",
                        clock.instant()
                                .atZone(Country.ZONE)
                                .minusYears(NUMBERS_KEPT_YEARS)
                                .toOffsetDateTime())
                .update();
    }

    /** Adds to a crash what became known. */
    @Transactional
    public void note(Actor officer, String agency, Crash crash, Crash.Note note) {
        Injury injury = note.injury();
        db.sql("""
                insert into transport.crash_note (crash, kind, noted_by, noted_by_name, agency, at, person, injury, died_on, why)
                values (:crash, :kind, :by, :name, :agency, :now, :person, :injury, :died, :why)
                """)
                .param("crash", crash.number().text())
                .param("kind", note.kind().name())
                .param("by", officer.number())
                .param("name", officer.name())
                .param("agency", agency)
                .param("now", utc(clock.instant()))
                .param("person", note.person(), Types.INTEGER)
                .param("injury", injury == null ? null : injury.name(), Types.VARCHAR)
                .param("died", note.diedOn(), Types.DATE)
                .param("why", note.why())
                .update();
        record(
                officer,
                agency,
                AuditEvent.CRASH_AMENDED,
                crash.number(),
                crash.facts().drivers());
    }

    /** Says that an officer read it; each driver whose number it has finds that in his log. */
    void read(Actor officer, String agency, Crash crash) {
        record(
                officer,
                agency,
                AuditEvent.REGISTER_READ,
                crash.number(),
                crash.facts().drivers());
    }

    private void record(Actor officer, String agency, AuditEvent event, CaseNumber number, List<PersonNumber> drivers) {
        Map<String, String> detail = Map.of("record", number.text());
        if (drivers.isEmpty()) {
            audit.record(officer.doesFor(agency, event, detail));
        }
        drivers.forEach(driver -> audit.record(officer.doesFor(agency, event, driver, null, null, detail)));
    }

    /** The newest that count; those that one agency's officers reported, or all when it is null. */
    List<CrashLine> newest(@Nullable String agency) {
        return db.sql("""
                select number, at, district, road, mile, severity, agency from transport.crash_now
                where cast(:agency as text) is null or agency = :agency order by at desc limit
                """ + " " + MOST)
                .param("agency", agency, Types.VARCHAR)
                .query((row, n) -> new CrashLine(
                        row.getString("number"),
                        instant(row, "at"),
                        row.getString("district"),
                        row.getString("road"),
                        Tickets.mile(row),
                        Injury.valueOf(row.getString("severity")),
                        row.getString("agency")))
                .list();
    }

    Optional<Crash> find(CaseNumber number) {
        return db.sql("select * from transport.crash where number = ?")
                .param(number.text())
                .query((row, n) -> new Crash(
                        number,
                        row.getString("agency"),
                        row.getString("reported_by_name"),
                        instant(row, "reported_at"),
                        facts(row, vehicles(number), persons(number)),
                        notes(number)))
                .optional();
    }

    private static Crash.Facts facts(ResultSet row, List<Crash.Involved> vehicles, List<Crash.Person> persons)
            throws SQLException {
        return new Crash.Facts(
                instant(row, "at"),
                row.getString("district"),
                row.getString("road"),
                Tickets.mile(row),
                row.getString("place"),
                (Double) row.getObject("latitude"),
                (Double) row.getObject("longitude"),
                Crash.Collision.valueOf(row.getString("collision")),
                Crash.Light.valueOf(row.getString("light")),
                Crash.Weather.valueOf(row.getString("weather")),
                Crash.Surface.valueOf(row.getString("surface")),
                Arrays.stream((String[]) row.getArray("factors").getArray())
                        .map(Crash.Factor::valueOf)
                        .toList(),
                vehicles,
                persons);
    }

    private List<Crash.Involved> vehicles(CaseNumber number) {
        return db.sql("""
                select c.n, c.kind, c.plate, v.make || ' ' || v.model as known from transport.crash_vehicle c
                left join transport.vehicle v on v.id = c.vehicle where c.crash = ? order by c.n
                """)
                .param(number.text())
                .query((row, n) -> new Crash.Involved(
                        row.getInt("n"), row.getString("kind"), row.getString("plate"), row.getString("known")))
                .list();
    }

    private List<Crash.Person> persons(CaseNumber number) {
        return db.sql("select * from transport.crash_person where crash = ? order by n")
                .param(number.text())
                .query((row, n) -> person(number, row))
                .list();
    }

    private Crash.Person person(CaseNumber number, ResultSet row) throws SQLException {
        int n = row.getInt("n");
        byte[] sealed = row.getBytes("sealed");
        return new Crash.Person(
                n,
                (Integer) row.getObject("vehicle"),
                Crash.Role.valueOf(row.getString("role")),
                Crash.AgeBand.valueOf(row.getString("age_band")),
                Injury.valueOf(row.getString("injury")),
                sealed == null
                        ? null
                        : new PersonNumber(
                                new String(key.open(sealed, place(number.text(), n)), StandardCharsets.UTF_8)));
    }

    private List<Crash.Note> notes(CaseNumber number) {
        return db.sql("select * from transport.crash_note where crash = ? order by id")
                .param(number.text())
                .query((row, n) -> {
                    String injury = row.getString("injury");
                    return new Crash.Note(
                            Crash.NoteKind.valueOf(row.getString("kind")),
                            row.getString("noted_by_name"),
                            row.getString("agency"),
                            instant(row, "at"),
                            (Integer) row.getObject("person"),
                            injury == null ? null : Injury.valueOf(injury),
                            row.getObject("died_on", LocalDate.class),
                            row.getString("why"));
                })
                .list();
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
