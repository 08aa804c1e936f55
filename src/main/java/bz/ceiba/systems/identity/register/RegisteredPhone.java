package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.access.ConsentChannel;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.notifications.Notice;
import bz.ceiba.platform.notifications.Notices;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Reaches people on the phone that stands in the register. */
@Component
class RegisteredPhone implements ConsentChannel {
    private final People people;
    private final Notices notices;

    RegisteredPhone(People people, Notices notices) {
        this.people = people;
        this.notices = notices;
    }

    @Override
    public Optional<Reachable> find(PersonNumber number) {
        return people.find(number)
                .filter(person -> person.status() == Person.Status.ACTIVE)
                // Nobody uses a locked number for its bearer, either.
                .filter(person -> people.lockedAt(number).isEmpty())
                .flatMap(person -> Optional.ofNullable(person.phone())
                        .map(phone -> new Reachable(
                                number,
                                person.name(),
                                phone,
                                person.email(),
                                person.emailVerifiedAt() != null,
                                person.language())));
    }

    @Override
    public Map<PersonNumber, String> staff(Collection<PersonNumber> some) {
        return people.staff(some);
    }

    @Override
    public void sendCode(Reachable person, String text) {
        notices.sendCode(person.phone(), text);
    }

    @Override
    public void tell(String key, PersonNumber person, String template, Map<String, String> values) {
        notices.send(new Notice(key, person, template, values, null));
    }
}
