package bz.ceiba.systems.identity;

import bz.ceiba.platform.kernel.ReadTogether;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;

/**
 * Who may ask the provider to sign people in: our own portal and those in the table. A process asks the table each time, so one that
 * was ended is refused by all of them at once, with whatever it was given.
 */
final class RelyingParties implements RegisteredClientRepository {
    /** What says more of a person than that it is the same one needs his consent, for which nobody is asked yet. */
    private static final Set<String> WITHOUT_CONSENT = Set.of("openid");

    /** By the code that somebody brings along who has signed in. */
    private static final Set<AuthorizationGrantType> PEOPLE = Set.of(AuthorizationGrantType.AUTHORIZATION_CODE);

    /** Where a client's settings name its sector. */
    private static final String SECTOR = "ceiba.sector";

    private final JdbcClient db;
    private final Clock clock;
    private final RegisteredClient portal;

    /** Each request asks anew, in one exchange with those that ask at the same time. */
    private final ReadTogether<String, RegisteredClient> registered = new ReadTogether<>(this::read);

    /**
     * @param redirectUris where people come back to, all of one host, which is its sector
     * @param grants by which it gets tokens
     */
    record Registration(
            String clientId,
            String name,
            String secret,
            List<String> redirectUris,
            List<String> logoutUris,
            Set<String> scopes,
            Set<AuthorizationGrantType> grants) {
        /** One that signs people in. */
        Registration(
                String clientId,
                String name,
                String secret,
                List<String> redirectUris,
                List<String> logoutUris,
                Set<String> scopes) {
            this(clientId, name, secret, redirectUris, logoutUris, scopes, PEOPLE);
        }
    }

    /**
     * @param secret the portal's
     */
    RelyingParties(JdbcClient db, Clock clock, String baseUrl, String secret) {
        this.db = db;
        this.clock = clock;
        this.portal = client(
                "ceiba",
                "Ceiba",
                host(baseUrl),
                Sha256.hex(secret),
                List.of(baseUrl + "/access/callback"),
                List.of(baseUrl + "/"),
                Claims.SCOPES,
                PEOPLE);
    }

    /**
     * Registers a party.
     *
     * @throws IllegalArgumentException when its addresses are not of https (RFC 6749, 3.1.2) or of several hosts, for then nobody could say whose
     *     pseudonyms its people have, or when it asks for more than {@code openid}
     */
    void add(Registration party) {
        List<String> hosts = party.redirectUris().stream()
                .map(RelyingParties::host)
                .distinct()
                .toList();
        if (!party.redirectUris().stream()
                .allMatch(address -> address.startsWith("https://") && !address.contains("#"))) {
            throw new IllegalArgumentException("people are sent back by https, to an address without a fragment");
        }
        if (hosts.size() != 1) {
            throw new IllegalArgumentException("a relying party has addresses of one host, not of " + hosts);
        }
        if (!WITHOUT_CONSENT.containsAll(party.scopes())) {
            throw new IllegalArgumentException("without consent there are only the scopes " + WITHOUT_CONSENT);
        }
        db.sql("""
                insert into identity.relying_party (client_id, name, sector, secret_hash, redirect_uris, logout_uris, scopes,
                  grants, registered_at)
                values (:client, :name, :sector, :secret, :redirect, :logout, :scopes, :grants, :now)
                """)
                .param("client", party.clientId())
                .param("name", party.name())
                .param("sector", hosts.getFirst())
                .param("secret", Sha256.hex(party.secret()))
                .param("redirect", party.redirectUris().toArray(String[]::new))
                .param("logout", party.logoutUris().toArray(String[]::new))
                .param("scopes", party.scopes().toArray(String[]::new))
                .param(
                        "grants",
                        party.grants().stream()
                                .map(AuthorizationGrantType::getValue)
                                .toArray(String[]::new))
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    /** From now on it is refused, and so is what it was given. */
    void end(String clientId) {
        db.sql("update identity.relying_party set ended_at = :now where client_id = :client and ended_at is null")
                .param("client", clientId)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    /** The host for which a client's people have pseudonyms. */
    static String sector(RegisteredClient client) {
        return Objects.requireNonNull(client.getClientSettings().getSetting(SECTOR));
    }

    @Override
    public void save(RegisteredClient client) {
        throw new UnsupportedOperationException("parties are registered by add");
    }

    @Override
    public @Nullable RegisteredClient findById(String id) {
        return findByClientId(id);
    }

    @Override
    public @Nullable RegisteredClient findByClientId(String clientId) {
        if (clientId.equals(portal.getClientId())) {
            return portal;
        }
        return registered.find(clientId).orElse(null);
    }

    private Map<String, RegisteredClient> read(Collection<String> clientIds) {
        return db
                .sql("select * from identity.relying_party where client_id = any(?) and ended_at is null")
                .param(clientIds.toArray(String[]::new))
                .query((row, n) -> client(
                        row.getString("client_id"),
                        row.getString("name"),
                        row.getString("sector"),
                        row.getString("secret_hash"),
                        texts(row, "redirect_uris"),
                        texts(row, "logout_uris"),
                        texts(row, "scopes"),
                        texts(row, "grants").stream()
                                .map(AuthorizationGrantType::new)
                                .toList()))
                .list()
                .stream()
                .collect(Collectors.toMap(RegisteredClient::getClientId, Function.identity()));
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    private static String host(String address) {
        String host = URI.create(address).getHost();
        if (host == null) {
            throw new IllegalArgumentException(address + " is not an absolute address");
        }
        return host;
    }

    private static RegisteredClient client(
            String id,
            String name,
            String sector,
            String secretHash,
            List<String> redirectUris,
            List<String> logoutUris,
            Collection<String> scopes,
            Collection<AuthorizationGrantType> grants) {
        return RegisteredClient.withId(id)
                .clientId(id)
                .clientName(name)
                .clientSecret(secretHash)
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .authorizationGrantTypes(all -> all.addAll(grants))
                .redirectUris(all -> all.addAll(redirectUris))
                .postLogoutRedirectUris(all -> all.addAll(logoutUris))
                .scopes(all -> all.addAll(scopes))
                .clientSettings(ClientSettings.builder()
                        .requireProofKey(true)
                        .requireAuthorizationConsent(false)
                        .setting(SECTOR, sector)
                        .build())
                .tokenSettings(TokenSettings.builder()
                        .idTokenSignatureAlgorithm(SignatureAlgorithm.ES256)
                        .authorizationCodeTimeToLive(Duration.ofMinutes(1))
                        .accessTokenTimeToLive(Duration.ofMinutes(5))
                        .build())
                .build();
    }
}
