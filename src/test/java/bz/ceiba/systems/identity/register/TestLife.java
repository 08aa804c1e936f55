package bz.ceiba.systems.identity.register;

import bz.ceiba.TestPeople;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.exchange.Message;
import bz.ceiba.platform.exchange.Telling;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Locale;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Tells the register what happened, as agencies do. */
@Component
public class TestLife {
    static final String UNIT = "vital-statistics";

    private final Telling telling;
    private final TestPeople people;
    private final Guardianships guardianships;
    private final Clock clock;

    public TestLife(Telling telling, TestPeople people, Guardianships guardianships, Clock clock) {
        this.telling = telling;
        this.people = people;
        this.guardianships = guardianships;
        this.clock = clock;
    }

    public LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), Country.ZONE);
    }

    /** A message with what all have. */
    public ObjectNode body(Actor person, LocalDate on) {
        return body(on).put("person", person.number());
    }

    public ObjectNode body(LocalDate on) {
        return JsonMapper.shared()
                .createObjectNode()
                .put("event", UUID.randomUUID().toString())
                .put("reference", "T/1")
                .put("on", on.toString());
    }

    public JsonNode tell(String sender, String purpose, ObjectNode body) {
        PersonNumber subject =
                PersonNumber.parse(body.path("person").asString("")).orElse(null);
        return telling.tell(
                new Message("identity.life-event", sender, purpose, subject, "system", null, Locale.ENGLISH, body));
    }

    /** A child of seven years, for whom the parent may act by law. */
    public Actor child(Actor parent, String name) {
        LocalDate born = today().minusYears(7);
        Actor child = people.citizen(name, born);
        guardianships.ofParent(parent.person(), child.person(), born);
        return child;
    }

    /** Tells of a death today. */
    public void death(Actor person) {
        tell(UNIT, "death", body(person, today()));
    }
}
