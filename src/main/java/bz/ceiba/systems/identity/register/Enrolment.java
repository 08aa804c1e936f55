package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.kernel.PersonNumber;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Enters many people at once, each under a number that was never anybody's, while other processes do the same. */
@Component
class Enrolment {
    private static final int TRIES = 10;

    private final People people;
    private final TransactionTemplate transaction;

    Enrolment(People people, TransactionTemplate transaction) {
        this.people = people;
        this.transaction = transaction;
    }

    /**
     * Enters a block of people in a transaction of its own.
     *
     * @param made how many
     * @param person makes the person of the number
     */
    List<Person> block(int made, Function<PersonNumber, Person> person) {
        for (int i = 0; i < TRIES; i++) {
            try {
                return Objects.requireNonNull(transaction.execute(status -> people.enrol(made, person)));
            } catch (DuplicateKeyException e) {
                // One of them is somebody's: other numbers.
            }
        }
        throw new IllegalStateException("no block of " + made + " free numbers was drawn in " + TRIES + " tries");
    }
}
