package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.WriteBehind;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.stereotype.Component;

/** Notes in the log what a relying party is told of a person, before it is told. */
@Component
class ToldClaims {
    private final WriteBehind writes;
    private final Audit audit;

    ToldClaims(WriteBehind writes, Audit audit) {
        this.writes = writes;
        this.audit = audit;
    }

    /**
     * @param claims what it is told; of these, those that say something of the subject are noted
     */
    void note(RegisteredClient party, Subject subject, Collection<String> claims) {
        String noted = claims.stream()
                .filter(claim -> PersonClaim.of(claim).isPresent())
                .sorted()
                .collect(Collectors.joining(" "));
        AuditEntry entry = subject.learned(
                AuditEvent.CLAIMS_TOLD, party, null, Map.of("client", party.getClientId(), "claims", noted));
        writes.together(() -> {
            audit.record(entry);
            return true;
        });
    }
}
