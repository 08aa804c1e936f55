package bz.ceiba.systems.identity;

import bz.ceiba.platform.access.Assurance;
import org.springframework.stereotype.Component;

/** With what people sign in. */
@Component
class Authenticators {
    private final People people;

    Authenticators(People people) {
        this.people = people;
    }

    /** The highest level at which this person can sign in with what he has. */
    Assurance attainable(Person person) {
        return people.passwordHash(person.number()).isPresent() ? Assurance.SUBSTANTIAL : Assurance.LOW;
    }
}
