package bz.ceiba.systems.identity.signin;

import static bz.ceiba.systems.identity.signin.SignInAnswers.redirect;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.systems.identity.register.People;
import bz.ceiba.systems.identity.register.Person;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Who may change with what he signs in: he himself, who showed within the last minutes that it is he, as surely as he can. */
@Component
class OwnAuthenticators {
    private final Authenticators authenticators;
    private final Devices devices;
    private final Cards cards;
    private final CounterRequests requests;
    private final People people;
    private final ProviderSession session;
    private final SignInAnswers answers;

    OwnAuthenticators(
            Authenticators authenticators,
            Devices devices,
            Cards cards,
            CounterRequests requests,
            People people,
            ProviderSession session,
            SignInAnswers answers) {
        this.authenticators = authenticators;
        this.devices = devices;
        this.cards = cards;
        this.requests = requests;
        this.people = people;
        this.session = session;
        this.answers = answers;
    }

    /** Nobody changes another's, not even with his consent. */
    Person himself(Actor actor) {
        if (actor.actingFor() != null) {
            throw new Problem(Problem.Kind.FORBIDDEN, "access.problem.acting");
        }
        return people.find(actor.person()).orElseThrow();
    }

    boolean mayChange(Person person, HttpServletRequest request) {
        return session.isFresh(person, needed(person), request);
    }

    /** With a mere code nobody adds to or takes from what gives more than a code. */
    private Assurance needed(Person person) {
        return authenticators.attainable(person).reaches(Assurance.SUBSTANTIAL) ? Assurance.SUBSTANTIAL : Assurance.LOW;
    }

    Object signInFirst(Person person, String goOn) {
        return redirect(SignInAnswers.PATH + "?" + new Wanted(goOn, needed(person), true, true).query());
    }

    List<DevicePage> devices(Person person, HttpServletRequest request) {
        String here = devices.known(answers.client(request).cookie(), person.number())
                .map(device -> device.id().toString())
                .orElse("");
        return devices.of(person).stream()
                .map(device -> new DevicePage(
                        device.id().toString(),
                        device.name(),
                        device.firstAt(),
                        device.lastAt(),
                        device.place() == null ? null : device.place().country(),
                        device.id().toString().equals(here)))
                .toList();
    }

    /** When a recovery that waits takes effect, or null. */
    @Nullable
    Instant recoveryAt(Person person) {
        return requests.cooling(person.id()).map(CounterRequest::effectiveAt).orElse(null);
    }

    /** Since when he has the card that works, or null. */
    @Nullable
    Instant cardSince(Person person) {
        return cards.of(person).map(Card::madeAt).orElse(null);
    }
}
