package bz.ceiba.platform.access;

import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** For whom somebody may act, by every ground: what the register knows, and the leave of an assistant at a centre. */
@Component
public class ActingFor {
    private final ObjectProvider<Mandates> register;
    private final Representations representations;
    private final Clock clock;

    ActingFor(ObjectProvider<Mandates> register, Representations representations, Clock clock) {
        this.register = register;
        this.representations = representations;
        this.clock = clock;
    }

    List<Mandate> of(PersonNumber actor) {
        return register.stream().flatMap(known -> known.of(actor).stream()).toList();
    }

    /** Everything under which somebody may act now, the leaves of citizens at a centre too. */
    public List<Mandate> all(PersonNumber actor) {
        List<Mandate> mandates = new ArrayList<>(of(actor));
        representations.inForce(actor.digits(), clock.instant()).stream()
                .map(ActingFor::leave)
                .forEach(mandates::add);
        return mandates;
    }

    List<Mandate> over(PersonNumber represented) {
        return register.stream()
                .flatMap(known -> known.over(represented).stream())
                .toList();
    }

    /** Everything under which the one may act for the other now; empty when he may not. */
    public List<Mandate> between(PersonNumber actor, PersonNumber represented) {
        List<Mandate> mandates = new ArrayList<>(register.stream()
                .flatMap(known -> known.between(actor, represented).stream())
                .toList());
        representations
                .inForce(actor.digits(), represented.digits(), clock.instant())
                .map(ActingFor::leave)
                .ifPresent(mandates::add);
        return mandates;
    }

    /** For whom he may act or ever might, citizens at a centre too, so that he can read what he did for them. */
    public List<PersonNumber> ever(PersonNumber actor) {
        List<PersonNumber> all = new ArrayList<>(
                register.stream().flatMap(known -> known.ever(actor).stream()).toList());
        all.addAll(representations.everBy(actor.digits()));
        return all;
    }

    private static Mandate leave(Representation given) {
        Instant until = given.until();
        LocalDate day =
                until == null ? null : LocalDate.ofInstant(until, Country.ZONE).plusDays(1);
        return new Mandate(
                Mandate.Ground.ASSISTANT,
                given.assistant(),
                "",
                given.represented(),
                given.representedName(),
                false,
                Set.of(),
                Set.of(),
                day,
                given.id().toString());
    }
}
