package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.WriteBehind;
import bz.ceiba.systems.identity.register.People;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.stereotype.Component;

/** Notes in the log what a relying party is told of a person, before it is told. */
@Component
class ToldClaims {
    private final People people;
    private final WriteBehind writes;
    private final Audit audit;

    ToldClaims(People people, WriteBehind writes, Audit audit) {
        this.people = people;
        this.writes = writes;
        this.audit = audit;
    }

    /**
     * @param claims what it is told; of these, those that say something of him are noted
     */
    void note(RegisteredClient party, UUID person, Collection<String> claims) {
        String noted = claims.stream()
                .filter(claim -> PersonClaim.of(claim).isPresent())
                .sorted()
                .collect(Collectors.joining(" "));
        AuditEntry entry = new AuditEntry(
                AuditEvent.CLAIMS_TOLD,
                party.getClientId(),
                party.getClientName(),
                null,
                people.find(person).orElseThrow().number(),
                null,
                null,
                Map.of("client", party.getClientId(), "claims", noted));
        writes.together(() -> {
            audit.record(entry);
            return true;
        });
    }
}
