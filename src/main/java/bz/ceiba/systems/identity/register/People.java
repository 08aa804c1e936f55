package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.kernel.PersonNumber;
import java.security.SecureRandom;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The register of people. */
@Component
public class People {
    private static final String COPY = """
            copy identity.person (id, number, given, middle, family, birth_name, aliases, sex, birth_date, birth_place,
              district, town, address, phone, email, email_verified_at, language, status) from stdin
            """;

    private static final int DRAWS = 10;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final JdbcClient db;
    private final JdbcTemplate connections;

    People(JdbcClient db, JdbcTemplate connections) {
        this.db = db;
        this.connections = connections;
    }

    public Optional<Person> find(PersonNumber number) {
        return db.sql("select * from identity.person where number = :number")
                .param("number", number.digits())
                .query((row, n) -> person(row))
                .optional();
    }

    public Optional<Person> find(UUID id) {
        return db.sql("select * from identity.person where id = :id")
                .param("id", id)
                .query((row, n) -> person(row))
                .optional();
    }

    /** Keeps others from changing what a person has of numbers until the transaction ends. */
    public void lock(PersonNumber number) {
        db.sql("select 1 from identity.person where number = :number for no key update")
                .param("number", number.digits())
                .query((row, n) -> true)
                .optional();
    }

    /** Since when nobody can sign in with the number; empty when one can, or when nobody has it. */
    public Optional<Instant> lockedAt(PersonNumber number) {
        return db.sql("select locked_at from identity.person where number = :number and locked_at is not null")
                .param("number", number.digits())
                .query((row, n) ->
                        row.getObject("locked_at", OffsetDateTime.class).toInstant())
                .optional();
    }

    void setLocked(PersonNumber number, @Nullable Instant at) {
        db.sql("update identity.person set locked_at = :at where number = :number")
                .param("at", at == null ? null : at.atOffset(ZoneOffset.UTC))
                .param("number", number.digits())
                .update();
    }

    boolean isEmpty() {
        return !db.sql("select exists (select 1 from identity.person)")
                .query(Boolean.class)
                .single();
    }

    /** The digest of a member of staff's password, or nothing for who has none. */
    public Optional<String> passwordHash(PersonNumber number) {
        return db.sql("select hash from identity.password where number = :number")
                .param("number", number.digits())
                .query(String.class)
                .optional();
    }

    /** Those of them who live and are enrolled as staff, with their names. */
    Map<PersonNumber, String> staff(Collection<PersonNumber> some) {
        Map<PersonNumber, String> staff = new HashMap<>();
        db.sql("""
                        select p.number, concat_ws(' ', p.given, p.middle, p.family) as name
                        from identity.person p join identity.password w on w.number = p.number
                        where p.number = any(:numbers) and p.status = 'ACTIVE'
                        """)
                .param("numbers", some.stream().map(PersonNumber::digits).toArray(String[]::new))
                .query(row -> {
                    staff.put(new PersonNumber(row.getString("number")), row.getString("name"));
                });
        return staff;
    }

    void setPassword(PersonNumber number, String hash, Instant now) {
        db.sql("""
                        insert into identity.password (number, hash, changed_at) values (:number, :hash, :now)
                        on conflict (number) do update set hash = excluded.hash, changed_at = excluded.changed_at
                        """)
                .param("number", number.digits())
                .param("hash", hash)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    /**
     * Notes how somebody can be reached from now on.
     *
     * @param phone that he was shown to hold, or null for none
     * @param keepEmail whether his e-mail address stays
     */
    public void reachAt(PersonNumber number, @Nullable String phone, boolean keepEmail) {
        db.sql("""
                        update identity.person set phone = :phone, email = case when :keep then email end,
                          email_verified_at = case when :keep then email_verified_at end
                        where number = :number
                        """)
                .param("phone", phone, Types.VARCHAR)
                .param("keep", keepEmail)
                .param("number", number.digits())
                .update();
    }

    /** The day of somebody's death, if the register knows of it. */
    Optional<LocalDate> diedOn(PersonNumber number) {
        return day("died_on", number);
    }

    /** His last day as a resident, if he is none any more. */
    Optional<LocalDate> residentUntil(PersonNumber number) {
        return day("resident_until", number);
    }

    private Optional<LocalDate> day(String column, PersonNumber number) {
        return db.sql("select %1$s from identity.person where number = :number and %1$s is not null".formatted(column))
                .param("number", number.digits())
                .query(LocalDate.class)
                .optional();
    }

    void setResidentUntil(PersonNumber number, LocalDate day) {
        db.sql("update identity.person set resident_until = :day where number = :number")
                .param("day", day)
                .param("number", number.digits())
                .update();
    }

    void setDied(PersonNumber number, LocalDate on) {
        db.sql("update identity.person set status = 'DECEASED', died_on = :on where number = :number")
                .param("on", on)
                .param("number", number.digits())
                .update();
    }

    void setEnded(PersonNumber number, LocalDate on, LifeEvent.EndOfNumber.Why why, @Nullable PersonNumber goesOnAs) {
        db.sql("""
                        update identity.person set status = 'ENDED', ended_on = :on, ended_why = :why, goes_on_as = :goes
                        where number = :number
                        """)
                .param("on", on)
                .param("why", why.name())
                .param("goes", goesOnAs == null ? null : goesOnAs.digits(), Types.VARCHAR)
                .param("number", number.digits())
                .update();
    }

    void setAlive(PersonNumber number) {
        db.sql("update identity.person set status = 'ACTIVE', died_on = null where number = :number")
                .param("number", number.digits())
                .update();
    }

    /** Gives another name; the one until now stays as one by which he is known, and the first family name as that of his birth. */
    void rename(Person person, String given, @Nullable String middle, String family) {
        db.sql("""
                        update identity.person set given = :given, middle = :middle, family = :family,
                          birth_name = coalesce(birth_name, case when family <> :family then family end),
                          aliases = case when :name = any(aliases) then aliases else array_append(aliases, :name) end
                        where number = :number
                        """)
                .param("given", given)
                .param("middle", middle)
                .param("family", family)
                .param("name", person.name())
                .param("number", person.number().digits())
                .update();
    }

    /**
     * Enters somebody under a number that was never anybody's, in the current transaction.
     *
     * @param person makes the person of the number
     */
    Person enrol(Function<PersonNumber, Person> person) {
        for (int i = 0; i < DRAWS; i++) {
            Person drawn = person.apply(Numbers.draw(RANDOM));
            if (find(drawn.number()).isEmpty()
                    && companies(List.of(drawn.number())).isEmpty()
                    && !isFormer(drawn.number())
                    && insert(drawn)) {
                return drawn;
            }
        }
        throw new IllegalStateException("no free identity number was drawn in " + DRAWS + " tries");
    }

    /**
     * Enters many likewise, in one block.
     *
     * @param made how many
     * @throws org.springframework.dao.DuplicateKeyException when one of the numbers is somebody's; the transaction has failed then, and
     *     the block is made anew in another one
     */
    List<Person> enrol(int made, Function<PersonNumber, Person> person) {
        Set<PersonNumber> numbers = new LinkedHashSet<>();
        while (numbers.size() < made) {
            numbers.add(Numbers.draw(RANDOM));
            if (numbers.size() == made) {
                numbers.removeAll(companies(numbers));
            }
        }
        List<Person> block = numbers.stream().map(person).toList();
        add(block);
        return block;
    }

    /** Which of these numbers are companies'. */
    private Set<PersonNumber> companies(Collection<PersonNumber> numbers) {
        return db.sql("select number from identity.company where number = any(:numbers)")
                .param("numbers", numbers.stream().map(PersonNumber::digits).toArray(String[]::new))
                .query((row, n) -> new PersonNumber(row.getString("number")))
                .set();
    }

    /** Whether it was the number of somebody who was adopted since. */
    private boolean isFormer(PersonNumber number) {
        return db.sql("select identity.is_former(:number)")
                .param("number", number.digits())
                .query(Boolean.class)
                .single();
    }

    /** Answers false when somebody else had the number a moment before. */
    private boolean insert(Person person) {
        requireWritten(person);
        return db.sql("""
                        insert into identity.person (id, number, given, middle, family, birth_name, aliases, sex, birth_date, birth_place,
                          district, town, address, phone, email, email_verified_at, language, status)
                        values (:id, :number, :given, :middle, :family, :birth_name, :aliases, :sex, :birth_date, :birth_place, :district,
                          :town, :address, :phone, :email, :verified, :language, :status)
                        on conflict (number) do nothing
                        """)
                        .param("id", person.id())
                        .param("number", person.number().digits())
                        .param("given", person.given())
                        .param("middle", person.middle())
                        .param("family", person.family())
                        .param("birth_name", person.birthName())
                        .param("aliases", person.aliases().toArray(String[]::new))
                        .param("sex", person.sex())
                        .param("birth_date", person.birthDate())
                        .param("birth_place", person.birthPlace())
                        .param("district", person.district())
                        .param("town", person.town())
                        .param("address", person.address())
                        .param("phone", person.phone())
                        .param("email", person.email())
                        .param("verified", time(person.emailVerifiedAt()), Types.TIMESTAMP_WITH_TIMEZONE)
                        .param("language", person.language())
                        .param("status", person.status().name())
                        .update()
                == 1;
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant at) {
        return at == null ? null : at.atOffset(ZoneOffset.UTC);
    }

    /**
     * Adds people in bulk, in the current transaction.
     *
     * @throws IllegalArgumentException when a name is not {@linkplain WrittenName written} as the register keeps it
     */
    void add(List<Person> people) {
        people.forEach(People::requireWritten);
        connections.execute((Connection connection) -> Lines.copy(connection, COPY, people, People::line));
    }

    private static void requireWritten(Person person) {
        boolean written = (person.given().isEmpty() || WrittenName.isKept(person.given()))
                && WrittenName.isKept(person.family())
                && (person.middle() == null || WrittenName.isKept(person.middle()))
                && (person.birthName() == null || WrittenName.isKept(person.birthName()))
                && person.aliases().stream().allMatch(WrittenName::isKept);
        if (!written) {
            // Without the name, which may turn the direction of the log.
            throw new IllegalArgumentException(
                    "a name of person " + person.id() + " is not written as the register keeps it");
        }
    }

    private static Lines line(Person person) {
        return new Lines()
                .add(person.id())
                .add(person.number().digits())
                .add(person.given())
                .add(person.middle())
                .add(person.family())
                .add(person.birthName())
                .add(person.aliases())
                .add(person.sex())
                .add(person.birthDate())
                .add(person.birthPlace())
                .add(person.district())
                .add(person.town())
                .add(person.address())
                .add(person.phone())
                .add(person.email())
                .add(person.emailVerifiedAt())
                .add(person.language())
                .add(person.status());
    }

    private static Person person(ResultSet row) throws SQLException {
        Array aliases = row.getArray("aliases");
        OffsetDateTime verified = row.getObject("email_verified_at", OffsetDateTime.class);
        return new Person(
                row.getObject("id", UUID.class),
                new PersonNumber(row.getString("number")),
                row.getString("given"),
                row.getString("middle"),
                row.getString("family"),
                row.getString("birth_name"),
                Arrays.asList((String[]) aliases.getArray()),
                row.getString("sex"),
                row.getObject("birth_date", LocalDate.class),
                row.getString("birth_place"),
                row.getString("district"),
                row.getString("town"),
                row.getString("address"),
                row.getString("phone"),
                row.getString("email"),
                verified == null ? null : verified.toInstant(),
                row.getString("language"),
                Person.Status.valueOf(row.getString("status")));
    }
}
