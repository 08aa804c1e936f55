package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.exchange.Agreement;
import bz.ceiba.platform.exchange.Agreements;
import bz.ceiba.platform.exchange.Events;
import bz.ceiba.platform.exchange.RegisterEvent;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.LocalizedText;
import bz.ceiba.platform.kernel.PersonNumber;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells whoever an agreement lets know of deaths, and of entries that were annulled: the register of people, tax, social security,
 * transport, the electoral roll, the clinics. Somebody whose number nobody knows is told of when it is known.
 */
@Component
class PublishEvents {
    private static final String REGISTERED = "civilregistry.death-registered";

    private final Events events;
    private final Agreements agreements;
    private final Country country;
    private final JsonMapper json;
    private final Clock clock;

    PublishEvents(Events events, Agreements agreements, Country country, JsonMapper json, Clock clock) {
        this.events = events;
        this.agreements = agreements;
        this.country = country;
        this.json = json;
        this.clock = clock;
    }

    /** In the transaction of the entry, or of the annotation by which the number became known. */
    void death(Entry entry) {
        Facts facts = entry.today();
        facts.person(Field.DEAD_NUMBER).ifPresent(dead -> {
            ObjectNode body = body(entry, dead)
                    .put("given_name", facts.get(Field.DEAD_GIVEN))
                    .put("family_name", facts.get(Field.DEAD_FAMILY))
                    .put("died_on", facts.get(Field.DIED_ON))
                    .put("district", facts.has(Field.HOME_DISTRICT) ? facts.get(Field.HOME_DISTRICT) : null)
                    .put(
                            "survivor",
                            facts.person(Field.SURVIVOR_NUMBER)
                                    .map(PersonNumber::digits)
                                    .orElse(null));
            events.publish(RegisterEvent.about(dead, REGISTERED, clock.instant(), body));
        });
    }

    /** In the transaction of the entry. */
    void marriage(Entry entry) {
        spouses(entry, "marriage-registered", "married_on", Field.MARRIED_ON);
    }

    /** In the transaction of the entry. */
    void decree(Entry entry) {
        spouses(entry, "decree-registered", "ended_on", Field.ABSOLUTE_ON);
    }

    /** Of each who has a number, so that he reads who was told of it. */
    private void spouses(Entry entry, String event, String day, Field on) {
        Facts facts = entry.today();
        Optional<PersonNumber> one = facts.person(Field.ONE_NUMBER);
        Optional<PersonNumber> other = facts.person(Field.OTHER_NUMBER);
        Stream.of(one, other).flatMap(Optional::stream).forEach(person -> {
            Optional<PersonNumber> spouse = one.equals(Optional.of(person)) ? other : one;
            ObjectNode body = body(entry, person)
                    .put("spouse", spouse.map(PersonNumber::digits).orElse(null))
                    .put(day, facts.get(on));
            if (entry.event() == VitalEvent.DECREE) {
                body.put("kind", entry.kind().word());
            }
            events.publish(RegisterEvent.about(person, "civilregistry." + event, clock.instant(), body));
        });
    }

    /** That what was told of somebody is wrong; in the transaction of the annotation. */
    void annulled(Entry entry, PersonNumber person) {
        events.publish(RegisterEvent.about(
                person, "civilregistry." + entry.event().word() + "-annulled", clock.instant(), body(entry, person)));
    }

    private ObjectNode body(Entry entry, PersonNumber person) {
        return json.createObjectNode().put("entry", entry.reference().text()).put("person", person.digits());
    }

    /** Who is told of a death today, in the order of their names' identifiers. */
    List<LocalizedText> toldOfDeaths() {
        LocalDate today = Country.today(clock);
        return agreements.inForce(today).stream()
                .filter(agreement -> agreement.service().equals(REGISTERED))
                .map(Agreement::consumer)
                .distinct()
                .sorted()
                .map(country::nameOf)
                .toList();
    }

    /** The number in an annotation's change, if it is one. */
    static Optional<PersonNumber> before(Annotation.Change change) {
        String old = change.old();
        return change.field() == Field.DEAD_NUMBER && old != null ? PersonNumber.parse(old) : Optional.empty();
    }
}
