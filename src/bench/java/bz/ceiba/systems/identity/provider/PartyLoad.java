package bz.ceiba.systems.identity.provider;

import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.security.oauth2.core.AuthorizationGrantType;

/** Puts a relying party into the provider's table, past any server. */
public final class PartyLoad {
    private PartyLoad() {}

    /** Registers a party that signs people in and has tokens of its own. */
    public static void party(String database, String id, String secret, String callback) {
        JdbcClient db = JdbcClient.create(new DriverManagerDataSource(database));
        new RelyingParties(db, Clock.systemUTC(), "http://localhost", secret)
                .add(new RelyingParties.Registration(
                        id,
                        "Demo Party",
                        secret,
                        List.of(callback),
                        List.of(),
                        Set.of("openid"),
                        Set.of(AuthorizationGrantType.AUTHORIZATION_CODE, AuthorizationGrantType.CLIENT_CREDENTIALS),
                        null));
    }
}
