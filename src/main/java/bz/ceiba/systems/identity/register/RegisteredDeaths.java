package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.exchange.Message;
import bz.ceiba.platform.exchange.Subscriber;
import bz.ceiba.platform.exchange.ToldEvent;
import bz.ceiba.platform.kernel.PersonNumber;
import java.util.Locale;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Takes the deaths that the civil registry has entered: whoever died is dead here with all that follows, as when a court tells it. */
@Component
class RegisteredDeaths implements Subscriber {
    static final String AGENCY = "egov";
    static final String SOURCE = "vital-statistics";

    private final LifeEvents events;
    private final People people;
    private final JsonMapper json;

    RegisteredDeaths(LifeEvents events, People people, JsonMapper json) {
        this.events = events;
        this.people = people;
        this.json = json;
    }

    @Override
    public String service() {
        return "civilregistry.death-registered";
    }

    @Override
    public String agency() {
        return AGENCY;
    }

    @Override
    public String purpose() {
        return LifeEvent.Kind.DEATH.purpose();
    }

    /** By which the register's entry is known here. */
    static String event(String entry, PersonNumber person) {
        return "death:" + entry + ":" + person.digits();
    }

    @Override
    public void receive(ToldEvent event) {
        PersonNumber person = new PersonNumber(event.body().path("person").asString(""));
        people.lock(person);
        boolean dead = people.find(person)
                .filter(one -> one.status() == Person.Status.DECEASED)
                .isPresent();
        if (dead) {
            // Somebody else told it before the register did.
            return;
        }
        String entry = event.body().path("entry").asString("");
        events.receive(new Message(
                LifeEvents.SERVICE,
                SOURCE,
                purpose(),
                person,
                AuditEntry.SYSTEM,
                null,
                Locale.ENGLISH,
                json.createObjectNode()
                        .put("event", event(entry, person))
                        .put("reference", entry)
                        .put("on", event.body().path("died_on").asString(""))
                        .put("person", person.digits())));
    }
}
