package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.audit.ActorNames;
import java.util.Optional;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.stereotype.Component;

/** What relying parties are called, for whoever reads the log. */
@Component
class PartyNames implements ActorNames {
    private final RelyingParties parties;

    PartyNames(RelyingParties parties) {
        this.parties = parties;
    }

    @Override
    public Optional<String> of(String client) {
        return Optional.ofNullable(parties.findByClientId(client)).map(RegisteredClient::getClientName);
    }
}
