package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.kernel.ReadTogether;
import bz.ceiba.platform.kernel.Sha256;
import java.io.Serializable;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
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
    /** What says more of a person than that it is the same one needs his consent, and so a purpose. */
    private static final Set<String> WITHOUT_CONSENT = Set.of("openid");

    private static final String PORTAL = "ceiba";

    /** Where a client's settings say what for it asks. */
    private static final String PURPOSE = "ceiba.purpose";

    /** By the code that somebody brings along who has signed in. */
    private static final Set<AuthorizationGrantType> PEOPLE = Set.of(AuthorizationGrantType.AUTHORIZATION_CODE);

    /** Where a client's settings keep what else it registered. */
    private static final String METADATA = "ceiba.metadata";

    /** Where a client's settings say how far it was approved. */
    private static final String STANDING = "ceiba.standing";

    /** Where a client's settings name its sector. */
    private static final String SECTOR = "ceiba.sector";

    private static final Pattern CLIENT_ID = Pattern.compile("[ -~]{1,100}");

    private final JdbcClient db;
    private final Clock clock;
    private final RegisteredClient portal;

    /** Each request asks anew, in one exchange with those that ask at the same time. */
    private final ReadTogether<String, RegisteredClient> registered = new ReadTogether<>(this::read);

    /**
     * @param redirectUris where people come back to, all of one host, which is its sector
     * @param grants by which it gets tokens
     * @param secret null if it proves itself with a key
     * @param purpose what for it asks, or null if it asks for {@code openid} only
     */
    record Registration(
            String clientId,
            String name,
            @Nullable String secret,
            List<String> redirectUris,
            List<String> logoutUris,
            Set<String> scopes,
            Set<AuthorizationGrantType> grants,
            @Nullable Purpose purpose,
            ClientMetadata metadata) {
        Registration(
                String clientId,
                String name,
                String secret,
                List<String> redirectUris,
                List<String> logoutUris,
                Set<String> scopes,
                Set<AuthorizationGrantType> grants,
                @Nullable Purpose purpose) {
            this(clientId, name, secret, redirectUris, logoutUris, scopes, grants, purpose, ClientMetadata.NONE);
        }

        /** One that signs people in. */
        Registration(
                String clientId,
                String name,
                String secret,
                List<String> redirectUris,
                List<String> logoutUris,
                Set<String> scopes) {
            this(clientId, name, secret, redirectUris, logoutUris, scopes, PEOPLE, null);
        }
    }

    /**
     * What for a party asks about people: completes "to …".
     *
     * @param revision counts its changes
     */
    record Purpose(String en, String es, int revision) implements Serializable {
        String in(Locale locale) {
            return locale.getLanguage().equals("es") ? es : en;
        }
    }

    /**
     * How far a party was approved.
     *
     * @param sandbox whether only its developers can sign in to it
     * @param proofs whether it may be told what was verified, with its evidence
     */
    record Standing(boolean sandbox, boolean proofs) implements Serializable {}

    /**
     * @param secret the portal's
     */
    RelyingParties(JdbcClient db, Clock clock, String baseUrl, String secret) {
        this.db = db;
        this.clock = clock;
        this.portal = client(
                PORTAL,
                "Ceiba",
                host(baseUrl),
                Sha256.hex(secret),
                List.of(baseUrl + "/access/callback"),
                List.of(baseUrl + "/"),
                PersonClaim.scopes(),
                PEOPLE,
                null,
                ClientMetadata.NONE,
                new Standing(false, false));
    }

    /**
     * Registers a party.
     *
     * @throws IllegalArgumentException when its addresses are not of https (RFC 6749, 3.1.2) or of several hosts, for then nobody could say whose
     *     pseudonyms its people have, when it asks for more than {@code openid} without a purpose, or when it names a party of another sector
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
        if ((party.secret() != null) != party.metadata().hasSecret()) {
            throw new IllegalArgumentException("a relying party proves itself with a secret or a key");
        }
        Purpose purpose = party.purpose();
        boolean asks =
                !WITHOUT_CONSENT.containsAll(party.scopes()) || party.metadata().representationMatter() != null;
        if (purpose == null && asks) {
            throw new IllegalArgumentException("without a purpose there are only the scopes " + WITHOUT_CONSENT);
        }
        if (!areOf(hosts.getFirst(), party.metadata().exchangeParties())) {
            throw new IllegalArgumentException(
                    "token_exchange_parties names only clients whose addresses are of the same host, " + hosts);
        }
        db.sql("""
                insert into identity.relying_party (client_id, name, sector, secret_hash, redirect_uris, logout_uris, scopes,
                  grants, purpose_en, purpose_es, registered_at, metadata)
                values (:client, :name, :sector, :secret, :redirect, :logout, :scopes, :grants, :en, :es, :now, cast(:metadata as jsonb))
                """)
                .param("client", party.clientId())
                .param("name", party.name())
                .param("sector", hosts.getFirst())
                .param("secret", party.secret() == null ? null : Sha256.hex(party.secret()))
                .param("metadata", party.metadata().json())
                .param("redirect", party.redirectUris().toArray(String[]::new))
                .param("logout", party.logoutUris().toArray(String[]::new))
                .param("scopes", party.scopes().toArray(String[]::new))
                .param(
                        "grants",
                        party.grants().stream()
                                .map(AuthorizationGrantType::getValue)
                                .toArray(String[]::new))
                .param("en", purpose == null ? null : purpose.en())
                .param("es", purpose == null ? null : purpose.es())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    /** From now on it asks for another purpose, and people are asked again. */
    void change(String clientId, Purpose purpose) {
        db.sql("""
                update identity.relying_party set purpose_en = :en, purpose_es = :es, purpose_revision = purpose_revision + 1
                where client_id = :client and purpose_en is not null
                """)
                .param("client", clientId)
                .param("en", purpose.en())
                .param("es", purpose.es())
                .update();
    }

    /** From now on it is refused, and so is what it was given. */
    void end(String clientId) {
        db.sql("update identity.relying_party set ended_at = :now where client_id = :client and ended_at is null")
                .param("client", clientId)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    /** Whether each of these is a client of this sector. */
    boolean areOf(String sector, Collection<String> clientIds) {
        return clientIds.stream().allMatch(id -> {
            RegisteredClient client = findByClientId(id);
            return client != null && sector(client).equals(sector);
        });
    }

    /** Where a client's pages are. */
    static String pages(RegisteredClient client) {
        return host(client.getRedirectUris().iterator().next());
    }

    /** The host for which a client's people have pseudonyms. */
    static String sector(RegisteredClient client) {
        return Objects.requireNonNull(client.getClientSettings().getSetting(SECTOR));
    }

    /** What for a client asks, or null if it learns nothing that needs consent; our portal acts by law. */
    static @Nullable Purpose purpose(RegisteredClient client) {
        return client.getClientSettings().getSetting(PURPOSE);
    }

    static Standing standing(RegisteredClient client) {
        return Objects.requireNonNull(client.getClientSettings().getSetting(STANDING));
    }

    static ClientMetadata metadata(RegisteredClient client) {
        return Objects.requireNonNull(client.getClientSettings().getSetting(METADATA));
    }

    RegisteredClient portal() {
        return portal;
    }

    static boolean isPortal(RegisteredClient client) {
        return client.getClientId().equals(PORTAL);
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
        // What is no identifier at all (RFC 6749, A.1) is nobody's, and nothing to ask the database for.
        return CLIENT_ID.matcher(clientId).matches() ? registered.find(clientId).orElse(null) : null;
    }

    private Map<String, RegisteredClient> read(Collection<String> clientIds) {
        return db
                .sql("select * from identity.relying_party where client_id = any(?) and ended_at is null")
                .param(clientIds.toArray(String[]::new))
                .query((row, n) -> client(
                        row.getString("client_id"),
                        row.getString("name"),
                        row.getString("sector"),
                        secrets(row),
                        texts(row, "redirect_uris"),
                        texts(row, "logout_uris"),
                        texts(row, "scopes"),
                        texts(row, "grants").stream()
                                .map(AuthorizationGrantType::new)
                                .toList(),
                        purpose(row),
                        ClientMetadata.parse(row.getString("metadata")),
                        new Standing(row.getBoolean("sandbox"), row.getBoolean("proofs"))))
                .list()
                .stream()
                .collect(Collectors.toMap(RegisteredClient::getClientId, Function.identity()));
    }

    /** The digest of its secret, and of the one before while that is good, as {@link SecretDigest} reads them. */
    private @Nullable String secrets(ResultSet row) throws SQLException {
        String secret = row.getString("secret_hash");
        OffsetDateTime until = row.getObject("secret_before_until", OffsetDateTime.class);
        return until != null && until.toInstant().isAfter(clock.instant())
                ? secret + " " + row.getString("secret_before")
                : secret;
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    private static @Nullable Purpose purpose(ResultSet row) throws SQLException {
        String en = row.getString("purpose_en");
        return en == null ? null : new Purpose(en, row.getString("purpose_es"), row.getInt("purpose_revision"));
    }

    private static String host(String address) {
        String host = URI.create(address).getHost();
        if (host == null) {
            throw new IllegalArgumentException(address + " is not an absolute address");
        }
        return host;
    }

    /** By its metadata only does a party have the scope with which it asks for whom people act. */
    private static void represents(Set<String> scopes, ClientMetadata metadata) {
        scopes.remove(Representing.SCOPE);
        if (metadata.representationMatter() != null) {
            scopes.add(Representing.SCOPE);
        }
    }

    private static RegisteredClient client(
            String id,
            String name,
            String sector,
            @Nullable String secretHash,
            List<String> redirectUris,
            List<String> logoutUris,
            Collection<String> scopes,
            Collection<AuthorizationGrantType> grants,
            @Nullable Purpose purpose,
            ClientMetadata metadata,
            Standing standing) {
        ClientSettings.Builder settings = ClientSettings.builder()
                .requireProofKey(metadata.requiresProofKey())
                .requireAuthorizationConsent(false)
                .setting(SECTOR, sector)
                .setting(METADATA, metadata)
                .setting(STANDING, standing);
        if (metadata.authMethod().equals(ClientMetadata.PRIVATE_KEY)) {
            // Spring tells a key from a shared secret by it; which algorithms are taken is said by ClientAssertions.
            settings.tokenEndpointAuthenticationSigningAlgorithm(SignatureAlgorithm.ES256);
        }
        if (purpose != null) {
            settings.setting(PURPOSE, purpose);
        }
        RegisteredClient.Builder client = RegisteredClient.withId(id)
                .clientId(id)
                .clientName(name)
                .clientAuthenticationMethod(new ClientAuthenticationMethod(metadata.authMethod()))
                .authorizationGrantTypes(all -> all.addAll(grants))
                .redirectUris(all -> all.addAll(redirectUris))
                .postLogoutRedirectUris(all -> all.addAll(logoutUris))
                .scopes(all -> all.addAll(scopes))
                .scopes(all -> represents(all, metadata))
                .clientSettings(settings.build())
                .tokenSettings(TokenSettings.builder()
                        .idTokenSignatureAlgorithm(Objects.requireNonNull(SignatureAlgorithm.from(
                                metadata.idTokenAlgorithm().getName())))
                        .authorizationCodeTimeToLive(Duration.ofMinutes(1))
                        .accessTokenTimeToLive(Duration.ofMinutes(5))
                        // Each is used once (RFC 9700, 4.14.2), but not where nobody else can use it (FAPI 2.0,
                        // 5.3.2.1, 9).
                        .reuseRefreshTokens(metadata.fapi2SecurityProfile())
                        .refreshTokenTimeToLive(Duration.ofDays(30))
                        .build());
        if (secretHash != null) {
            client.clientSecret(secretHash);
        }
        return client.build();
    }
}
