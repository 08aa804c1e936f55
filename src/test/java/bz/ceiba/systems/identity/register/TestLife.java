package bz.ceiba.systems.identity.register;

import bz.ceiba.TestPeople;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Matter;
import bz.ceiba.platform.exchange.Message;
import bz.ceiba.platform.exchange.Telling;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Set;
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
    private final Delegations delegations;
    private final Clock clock;

    public TestLife(
            Telling telling, TestPeople people, Guardianships guardianships, Delegations delegations, Clock clock) {
        this.telling = telling;
        this.people = people;
        this.guardianships = guardianships;
        this.delegations = delegations;
        this.clock = clock;
    }

    /** Lets somebody act for a citizen, in some matters or in all; answers by what either ends it. */
    public UUID delegation(Actor giver, Actor to, Set<Matter> in) {
        String family = to.name().substring(to.name().lastIndexOf(' ') + 1);
        delegations.offer(giver, to.person(), family, in, today().plusDays(30));
        UUID id = delegations.of(giver.person()).getFirst().id();
        delegations.accept(to, id);
        return id;
    }

    public void endDelegation(Actor by, UUID id) {
        delegations.end(by, id);
    }

    /** Tells of a court's order. */
    public void order(Actor guardian, Actor ward, String reference, List<String> limits, List<String> joint) {
        ObjectNode body = body(ward, today().minusDays(1))
                .put("guardian", guardian.number())
                .put("reference", reference);
        limits.forEach(body.putArray("limits")::add);
        joint.forEach(body.putArray("joint")::add);
        tell("attorney-general", "guardianship", body);
    }

    /** Tells that the court took its order back. */
    public void endOrder(Actor guardian, Actor ward, String reference) {
        tell(
                "attorney-general",
                "guardianship-end",
                body(ward, today()).put("guardian", guardian.number()).put("reference", reference));
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
