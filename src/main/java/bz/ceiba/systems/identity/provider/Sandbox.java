package bz.ceiba.systems.identity.provider;

import bz.ceiba.systems.identity.register.DemoPeople;
import bz.ceiba.systems.identity.register.Person;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.stereotype.Component;

/** Who can sign in to a party that no officer has approved yet: who runs it, and in a demonstration its accounts. */
@Component
class Sandbox {
    /** What a party is told when somebody else tries to. */
    static final String CLOSED = "this client is in the sandbox, and the person is none of its developers";

    private final PartyOwners owners;
    private final ObjectProvider<DemoPeople> demonstration;
    private final PartyUse use;

    Sandbox(PartyOwners owners, ObjectProvider<DemoPeople> demonstration, PartyUse use) {
        this.owners = owners;
        this.demonstration = demonstration;
        this.use = use;
    }

    boolean admits(Person person, RegisteredClient client) {
        if (!RelyingParties.standing(client).sandbox()
                || owners.owns(client.getClientId(), person.number().digits())) {
            return true;
        }
        DemoPeople demo = demonstration.getIfAvailable();
        boolean admitted = demo != null && demo.numbers().containsValue(person.number());
        if (!admitted) {
            use.count(client.getClientId(), PartyUse.Kind.REFUSED);
        }
        return admitted;
    }
}
