package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.xroad.Nodes;
import java.sql.Types;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Puts people of a test's own into the register, and into that of the node that has it if another one does. */
@Component
public class TestRegister {
    private final People people;
    private final Passwords passwords;
    private final Relations relations;
    private final Verifications verifications;
    private final JdbcClient db;
    private final Clock clock;
    private final boolean elsewhere;

    public TestRegister(
            People people,
            Passwords passwords,
            Relations relations,
            Verifications verifications,
            JdbcClient db,
            Clock clock,
            @Value("${ceiba.test.people-elsewhere:false}") boolean elsewhere) {
        this.people = people;
        this.passwords = passwords;
        this.relations = relations;
        this.verifications = verifications;
        this.db = db;
        this.clock = clock;
        this.elsewhere = elsewhere;
    }

    /** Registers somebody with a phone that nobody else has, who is proved at the highest level. */
    @Transactional
    public void add(String number, String name, LocalDate born) {
        if (elsewhere) {
            Nodes.people().bean(TestRegister.class).add(number, name, born);
        }
        int space = name.lastIndexOf(' ');
        Person person = new Person(
                UUID.randomUUID(),
                new PersonNumber(number),
                space < 0 ? name : name.substring(0, space),
                null,
                name.substring(space + 1),
                null,
                List.of(),
                "F",
                born,
                "Belize City",
                "belize",
                "Belize City",
                "1 Test Street",
                "+501" + number.substring(0, 11),
                null,
                null,
                "en",
                Person.Status.ACTIVE);
        people.add(List.of(person));
        verifications.add(new DemoPapers(Set.of(person.id())).of(List.of(person)));
    }

    /** The database that has the register. */
    public JdbcClient database() {
        return elsewhere ? Nodes.people().bean(JdbcClient.class) : db;
    }

    /** Gives somebody an e-mail address, proved or only written down. */
    public void email(String number, String email, boolean proved) {
        db.sql("update identity.person set email = :email, email_verified_at = :at where number = :number")
                .param("email", email)
                .param("at", proved ? clock.instant().atOffset(ZoneOffset.UTC) : null, Types.TIMESTAMP_WITH_TIMEZONE)
                .param("number", number)
                .update();
    }

    /** Enters two people of the register as brother and sister. */
    public void siblings(String one, String other) {
        if (elsewhere) {
            Nodes.people().bean(TestRegister.class).siblings(one, other);
        }
        relations.add(new PersonNumber(one), new PersonNumber(other), Relations.Kind.SIBLING);
    }

    /** Enrols somebody as staff with a password that nobody knows. */
    public void enrolStaff(String number) {
        people.setPassword(new PersonNumber(number), "-", clock.instant());
    }

    public void password(String number, String password) {
        people.setPassword(new PersonNumber(number), passwords.hash(password), clock.instant());
    }

    public String phone(String number) {
        return people.find(new PersonNumber(number))
                .flatMap(person -> Optional.ofNullable(person.phone()))
                .orElseThrow();
    }
}
