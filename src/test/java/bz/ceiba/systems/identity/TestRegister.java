package bz.ceiba.systems.identity;

import bz.ceiba.platform.kernel.PersonNumber;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Puts people of a test's own into the register. */
@Component
public class TestRegister {
    private final People people;
    private final Passwords passwords;
    private final Relations relations;
    private final Clock clock;

    TestRegister(People people, Passwords passwords, Relations relations, Clock clock) {
        this.people = people;
        this.passwords = passwords;
        this.relations = relations;
        this.clock = clock;
    }

    /** Registers somebody with a phone that nobody else has. */
    @Transactional
    public void add(String number, String name, LocalDate born) {
        int space = name.lastIndexOf(' ');
        people.add(List.of(new Person(
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
                "en",
                Person.Status.ACTIVE)));
    }

    /** Enters two people of the register as brother and sister. */
    public void siblings(String one, String other) {
        relations.add(new PersonNumber(one), new PersonNumber(other), Relations.Kind.SIBLING);
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
