package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Sha256;
import bz.ceiba.platform.kernel.WriteBehind;
import bz.ceiba.systems.identity.register.People;
import bz.ceiba.systems.identity.register.Person;
import bz.ceiba.systems.identity.signin.ProviderSession;
import java.security.Principal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.Authentication;
import org.springframework.security.jackson.SecurityJacksonModules;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Authorizations of the provider in PostgreSQL, one row each, for all processes. Codes and tokens are kept as SHA-256 only, so
 * that who reads the table can use none. A row is changed only by who has read it as it is: of two requests that redeem the
 * same code or refresh token at the same time, on whichever processes, one succeeds, the other gets {@code invalid_grant},
 * and what the first one got is revoked (RFC 6749, 4.1.2; RFC 9700, 4.14.2).
 */
final class Authorizations implements OAuth2AuthorizationService {
    /** Sign-out shows the ID token as long as a session can last; it must be known until then. */
    private static final Duration KEPT = Duration.ofHours(13);

    private static final int TRIES = 10;

    /** In whose attribute an authorization carries what was read of it. */
    private static final String REVISION = Authorizations.class.getName() + ".revision";

    /** In whose attribute an authorization carries the hash of the refresh token that it had when it was read. */
    private static final String REFRESH_READ = Authorizations.class.getName() + ".refresh";

    /** In whose attribute an authorization carries the hash of the access token that was exchanged for it. */
    private static final String ORIGIN = Authorizations.class.getName() + ".origin";

    /** Stands before the hash of a token in an authorization that was found by another one. */
    private static final String HASHED = "sha256:";

    private static final String METADATA = "metadata";
    private static final String ISSUED = "issued";
    private static final String EXPIRES = "expires";
    private static final String TYPE = "type";
    private static final String SCOPES = "scopes";

    private static final String ADD = """
            insert into identity.authorization_given (id, principal, scopes, attributes, tokens, state_hash, code_hash, access_hash,
              id_hash, refresh_hash, kept_until, represented, client, grant_type, session, origin, revision)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
            """;

    private static final String SPEND =
            "insert into identity.refresh_spent (hash, authorization_id) values (?, ?) on conflict do nothing";

    private static final String CHANGE = """
            update identity.authorization_given g set revision = g.revision + 1, principal = v.principal, scopes = v.scopes,
              attributes = v.attributes, tokens = v.tokens, state_hash = v.state_hash, code_hash = v.code_hash,
              access_hash = v.access_hash, id_hash = v.id_hash, refresh_hash = v.refresh_hash, kept_until = v.kept_until,
              represented = v.represented
            from (values (?, ?, ?::text[], ?, ?, ?::bytea, ?::bytea, ?::bytea, ?::bytea, ?::bytea, ?::timestamptz, ?::uuid, ?::int))
              as v (id, principal, scopes, attributes, tokens, state_hash, code_hash, access_hash, id_hash, refresh_hash,
                kept_until, represented, revision)
            where g.id = v.id and g.revision = v.revision returning g.id
            """;

    private final JdbcClient db;
    private final WriteBehind writes;
    private final Audit audit;
    private final RegisteredClientRepository clients;
    private final People people;
    private final Representing representing;
    private final Clock clock;
    private final JsonMapper json = JsonMapper.builder()
            .addModules(SecurityJacksonModules.getModules(Authorizations.class.getClassLoader()))
            .build();

    /** What a row keeps hashes of, with its column. */
    private enum Kind {
        CODE("code_hash", OAuth2ParameterNames.CODE, OAuth2AuthorizationCode.class),
        ACCESS("access_hash", OAuth2ParameterNames.ACCESS_TOKEN, OAuth2AccessToken.class),
        ID("id_hash", OidcParameterNames.ID_TOKEN, OidcIdToken.class),
        REFRESH("refresh_hash", OAuth2ParameterNames.REFRESH_TOKEN, OAuth2RefreshToken.class);

        private final String column;
        private final String type;
        private final Class<? extends OAuth2Token> token;

        Kind(String column, String type, Class<? extends OAuth2Token> token) {
            this.column = column;
            this.type = type;
            this.token = token;
        }
    }

    /** Somebody else has changed the row since it was read. */
    private static final class Superseded extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Superseded() {
            super("it was used by another request", null, false, false);
        }
    }

    Authorizations(
            JdbcClient db,
            WriteBehind writes,
            Audit audit,
            RegisteredClientRepository clients,
            People people,
            Representing representing,
            Clock clock) {
        this.db = db;
        this.writes = writes;
        this.audit = audit;
        this.clients = clients;
        this.people = people;
        this.representing = representing;
        this.clock = clock;
    }

    @Override
    public void save(OAuth2Authorization authorization) {
        if (!written(authorization)) {
            revoke(authorization.getId());
            throw new OAuth2AuthenticationException(
                    new OAuth2Error(OAuth2ErrorCodes.INVALID_GRANT, "it was used by another request", null));
        }
    }

    /** One that somebody else has removed meanwhile was used by him, such as a pushed request (RFC 9126, 4). */
    @Override
    public void remove(OAuth2Authorization authorization) {
        int removed = db.sql("delete from identity.authorization_given where id = ?")
                .param(authorization.getId())
                .update();
        if (removed == 0) {
            throw new OAuth2AuthorizationCodeRequestAuthenticationException(
                    new OAuth2Error(OAuth2ErrorCodes.INVALID_REQUEST, "it was used by another request", null), null);
        }
    }

    @Override
    public @Nullable OAuth2Authorization findById(String id) {
        return find("id = :id", Map.of("id", id), null).orElse(null);
    }

    @Override
    public @Nullable OAuth2Authorization findByToken(String token, @Nullable OAuth2TokenType type) {
        String where = Stream.concat(
                        Stream.of(new OAuth2TokenType(OAuth2ParameterNames.STATE))
                                .filter(state -> type == null || type.equals(state))
                                .map(state -> "state_hash = :hash"),
                        Stream.of(Kind.values())
                                .filter(kind -> type == null || kind.type.equals(type.getValue()))
                                .map(kind -> kind.column + " = :hash"))
                .collect(Collectors.joining(" or "));
        if (where.isEmpty()) {
            return null;
        }
        OAuth2Authorization found =
                find(where, Map.of("hash", Sha256.of(token)), token).orElse(null);
        if (found == null && type != null && type.equals(OAuth2TokenType.REFRESH_TOKEN)) {
            revokeIfSpent(token);
        }
        return found;
    }

    /** Who shows a refresh token that was exchanged already has stolen it, or the one who exchanged it had (RFC 9700, 4.14.2). */
    private void revokeIfSpent(String token) {
        db.sql("select authorization_id from identity.refresh_spent where hash = ?")
                .param(Sha256.of(token))
                .query(String.class)
                .optional()
                .ifPresent(id -> {
                    OAuth2Authorization stolen = findById(id);
                    revoke(id);
                    if (stolen != null) {
                        audit.record(AuditEntry.bySystem(
                                AuditEvent.TOKEN_REUSED,
                                number(stolen.getPrincipalName()),
                                null,
                                Map.of("client", stolen.getRegisteredClientId())));
                    }
                });
    }

    /** Begins what is given for an access token that was shown; it is of use as long as that token is. */
    OAuth2Authorization.Builder exchanging(OAuth2Authorization shown, RegisteredClient party) {
        Map<String, Object> attributes = new HashMap<>(shown.getAttributes());
        List.of(REVISION, REFRESH_READ, OAuth2ParameterNames.STATE).forEach(attributes::remove);
        String token = Objects.requireNonNull(shown.getAccessToken()).getToken().getTokenValue();
        return OAuth2Authorization.withRegisteredClient(party)
                .principalName(shown.getPrincipalName())
                .authorizationGrantType(TokenExchange.TYPE)
                .attributes(all -> all.putAll(attributes))
                .attribute(ORIGIN, hash(token));
    }

    /** What was exchanged is worth no more than the token that was shown for it would be if it were shown now. */
    private boolean stands(byte @Nullable [] origin) {
        return origin == null
                || find("access_hash = :hash", Map.of("hash", origin), null)
                        .map(OAuth2Authorization::getAccessToken)
                        .filter(OAuth2Authorization.Token::isActive)
                        .isPresent();
    }

    /** Forgets those of which nothing is valid any more. */
    void forget() {
        db.sql("delete from identity.authorization_given where kept_until < ?")
                .param(clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    /** Whatever was given out of an authorization that was used twice is of no use any more. */
    private void revoke(String id) {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            OAuth2Authorization now = findById(id);
            if (now == null) {
                return;
            }
            OAuth2Authorization.Builder revoked = OAuth2Authorization.from(now);
            boolean useful = false;
            for (Kind kind : Kind.values()) {
                OAuth2Authorization.Token<? extends OAuth2Token> token = now.getToken(kind.token);
                if (token != null && kind != Kind.ID && !token.isInvalidated()) {
                    revoked.invalidate(token.getToken());
                    useful = true;
                }
            }
            // Of many who come too late the first has done it for all.
            if (!useful || written(revoked.build())) {
                return;
            }
        }
        throw new IllegalStateException("an authorization that was used twice can't be revoked");
    }

    /**
     * Commits it, with an audit entry if it holds a token that nobody has had before, together with those of other requests;
     * answers whether the row was as it had been read.
     */
    private boolean written(OAuth2Authorization authorization) {
        Map<String, Object> attributes = new HashMap<>(authorization.getAttributes());
        Integer revision = (Integer) attributes.remove(REVISION);
        byte[] refreshRead = (byte[]) attributes.remove(REFRESH_READ);
        byte[] origin = (byte[]) attributes.remove(ORIGIN);
        Object state = attributes.remove(OAuth2ParameterNames.STATE);
        Map<String, Object> tokens = new HashMap<>();
        Map<Kind, byte[]> hashes = new EnumMap<>(Kind.class);
        Instant last = clock.instant();
        for (Kind kind : Kind.values()) {
            OAuth2Authorization.Token<? extends OAuth2Token> token = authorization.getToken(kind.token);
            if (token != null) {
                hashes.put(kind, hash(token.getToken().getTokenValue()));
                tokens.put(kind.type, kept(token));
                Instant expires = token.getToken().getExpiresAt();
                last = expires != null && expires.isAfter(last) ? expires : last;
            }
        }
        List<@Nullable Object> row = new ArrayList<>(List.of(
                authorization.getId(),
                authorization.getPrincipalName(),
                authorization.getAuthorizedScopes().toArray(String[]::new),
                json.writeValueAsString(attributes),
                json.writeValueAsString(tokens),
                bytes(state == null ? null : hash(state.toString()))));
        for (Kind kind : Kind.values()) {
            row.add(bytes(hashes.get(kind)));
        }
        row.add(last.plus(origin == null ? KEPT : Duration.ZERO).atOffset(ZoneOffset.UTC));
        row.add(new SqlParameterValue(Types.OTHER, Representing.represented(authorization)));
        AuditEntry entry = issued(authorization).orElse(null);
        try {
            return writes.together(() -> {
                write(authorization, revision, row, origin);
                if (refreshRead != null && !Arrays.equals(refreshRead, hashes.get(Kind.REFRESH))) {
                    writes.add(SPEND, bytes(refreshRead), authorization.getId());
                }
                if (entry != null) {
                    audit.record(entry);
                }
                return true;
            });
        } catch (Superseded e) {
            return false;
        }
    }

    private void write(
            OAuth2Authorization authorization,
            @Nullable Integer revision,
            List<@Nullable Object> row,
            byte @Nullable [] origin) {
        List<@Nullable Object> values = new ArrayList<>(row);
        if (revision == null) {
            values.add(authorization.getRegisteredClientId());
            values.add(authorization.getAuthorizationGrantType().getValue());
            values.add(new SqlParameterValue(Types.OTHER, session(authorization)));
            values.add(bytes(origin));
            writes.add(ADD, values.toArray());
        } else {
            values.add(revision);
            writes.addFirst(authorization.getId(), Superseded::new, CHANGE, values.toArray());
        }
    }

    private static @Nullable UUID session(OAuth2Authorization authorization) {
        return authorization.getAttribute(Principal.class.getName()) instanceof Authentication who
                ? ProviderSession.key(who).orElse(null)
                : null;
    }

    private static SqlParameterValue bytes(byte @Nullable [] value) {
        return new SqlParameterValue(Types.BINARY, value);
    }

    /** What the audit log says of an access token that is given out now; nothing of one that was given before or is taken back. */
    private Optional<AuditEntry> issued(OAuth2Authorization authorization) {
        OAuth2Authorization.Token<OAuth2AccessToken> token = authorization.getAccessToken();
        if (token == null
                || token.isInvalidated()
                || token.getToken().getTokenValue().startsWith(HASHED)) {
            return Optional.empty();
        }
        Map<String, String> detail = new HashMap<>(Map.of(
                "client", authorization.getRegisteredClientId(),
                "grant", authorization.getAuthorizationGrantType().getValue(),
                "scope", String.join(" ", authorization.getAuthorizedScopes())));
        String giver = authorization.getAttribute(TokenExchange.GIVER);
        if (giver != null) {
            detail.put("giver", giver);
        }
        if (Representing.represented(authorization) != null) {
            return Optional.of(representing
                    .of(authorization, Objects.requireNonNull(clients.findById(authorization.getRegisteredClientId())))
                    .orElseThrow(() -> new OAuth2AuthenticationException(
                            new OAuth2Error(OAuth2ErrorCodes.INVALID_GRANT, "the right to act has ended", null)))
                    .did(AuditEvent.TOKEN_ISSUED, detail));
        }
        String principal = authorization.getPrincipalName();
        boolean own = AuthorizationGrantType.CLIENT_CREDENTIALS.equals(authorization.getAuthorizationGrantType());
        PersonNumber person = own ? null : number(principal);
        return Optional.of(new AuditEntry(
                AuditEvent.TOKEN_ISSUED,
                person == null ? principal : person.digits(),
                null,
                null,
                person,
                null,
                null,
                detail));
    }

    private @Nullable PersonNumber number(String principal) {
        return people.find(UUID.fromString(principal)).map(Person::number).orElse(null);
    }

    /** A token without its value. */
    private static Map<String, Object> kept(OAuth2Authorization.Token<? extends OAuth2Token> token) {
        Map<String, Object> kept = new HashMap<>();
        kept.put(METADATA, token.getMetadata());
        putIfKnown(kept, ISSUED, token.getToken().getIssuedAt());
        putIfKnown(kept, EXPIRES, token.getToken().getExpiresAt());
        if (token.getToken() instanceof OAuth2AccessToken access) {
            kept.put(TYPE, access.getTokenType().getValue());
            kept.put(SCOPES, new ArrayList<>(access.getScopes()));
        }
        return kept;
    }

    private static void putIfKnown(Map<String, Object> kept, String name, @Nullable Object value) {
        if (value != null) {
            kept.put(name, value);
        }
    }

    /** A row as it is; making an authorization of it asks the database again, and must not hold a connection meanwhile. */
    private record Row(
            String id,
            int revision,
            String client,
            String principal,
            String grant,
            List<String> scopes,
            String attributes,
            String tokens,
            byte @Nullable [] state,
            byte @Nullable [] origin,
            Map<Kind, byte[]> hashes) {}

    private Optional<OAuth2Authorization> find(String where, Map<String, ?> values, @Nullable String token) {
        return db.sql("select * from identity.authorization_given where " + where)
                .params(values)
                .query((row, n) -> row(row))
                .optional()
                .flatMap(row -> read(row, token));
    }

    private static Row row(ResultSet row) throws SQLException {
        Map<Kind, byte[]> hashes = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            byte[] hash = row.getBytes(kind.column);
            if (hash != null) {
                hashes.put(kind, hash);
            }
        }
        return new Row(
                row.getString("id"),
                row.getInt("revision"),
                row.getString("client"),
                row.getString("principal"),
                row.getString("grant_type"),
                List.of((String[]) row.getArray("scopes").getArray()),
                row.getString("attributes"),
                row.getString("tokens"),
                row.getBytes("state_hash"),
                row.getBytes("origin"),
                hashes);
    }

    /**
     * @param known the token by which it was found, or null; of the others only the hash is known
     */
    private Optional<OAuth2Authorization> read(Row row, @Nullable String known) {
        RegisteredClient client = clients.findById(row.client());
        byte[] origin = row.origin();
        if (client == null || !stands(origin)) {
            // The party was ended, and with it what it was given; or the token that was exchanged was.
            return Optional.empty();
        }
        byte[] knownHash = known == null ? null : Sha256.of(known);
        Map<String, Object> attributes = map(row.attributes());
        OAuth2Authorization.Builder authorization = OAuth2Authorization.withRegisteredClient(client)
                .id(row.id())
                .principalName(row.principal())
                .authorizationGrantType(new AuthorizationGrantType(row.grant()))
                .authorizedScopes(new LinkedHashSet<>(row.scopes()))
                .attributes(all -> all.putAll(attributes))
                .attribute(REVISION, row.revision());
        byte[] state = row.state();
        if (state != null) {
            authorization.attribute(OAuth2ParameterNames.STATE, value(state, known, knownHash));
        }
        if (origin != null) {
            authorization.attribute(ORIGIN, origin);
        }
        byte[] refresh = row.hashes().get(Kind.REFRESH);
        if (refresh != null) {
            authorization.attribute(REFRESH_READ, refresh);
        }
        Map<String, Object> tokens = map(row.tokens());
        row.hashes().forEach((kind, hash) -> {
            Map<?, ?> kept = (Map<?, ?>) Objects.requireNonNull(tokens.get(kind.type));
            Map<?, ?> metadata = (Map<?, ?>) Objects.requireNonNull(kept.get(METADATA));
            authorization.token(
                    token(kind, value(hash, known, knownHash), kept, metadata),
                    all -> metadata.forEach((name, value) -> all.put((String) name, value)));
        });
        return Optional.of(authorization.build());
    }

    private static OAuth2Token token(Kind kind, String value, Map<?, ?> kept, Map<?, ?> metadata) {
        Instant issued = (Instant) kept.get(ISSUED);
        Instant expires = (Instant) kept.get(EXPIRES);
        return switch (kind) {
            case CODE -> new OAuth2AuthorizationCode(value, known(issued), known(expires));
            case ACCESS -> {
                Set<String> scopes = new LinkedHashSet<>();
                ((Collection<?>) Objects.requireNonNull(kept.get(SCOPES))).forEach(scope -> scopes.add((String) scope));
                String type = (String) Objects.requireNonNull(kept.get(TYPE));
                yield new OAuth2AccessToken(new OAuth2AccessToken.TokenType(type), value, issued, expires, scopes);
            }
            case ID -> {
                Map<String, Object> claims = new HashMap<>();
                Object all = Objects.requireNonNull(metadata.get(OAuth2Authorization.Token.CLAIMS_METADATA_NAME));
                ((Map<?, ?>) all).forEach((name, claim) -> claims.put((String) name, claim));
                yield new OidcIdToken(value, issued, expires, claims);
            }
            case REFRESH -> new OAuth2RefreshToken(value, known(issued), expires);
        };
    }

    private static Instant known(@Nullable Instant time) {
        return Objects.requireNonNull(time);
    }

    private Map<String, Object> map(String written) {
        return json.readValue(written, new TypeReference<>() {});
    }

    /** The token itself if it is the one by which its row was found, else what says its hash. */
    private static String value(byte[] hash, @Nullable String found, byte @Nullable [] foundHash) {
        return found != null && Arrays.equals(hash, foundHash)
                ? found
                : HASHED + Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    }

    private static byte[] hash(String value) {
        return value.startsWith(HASHED)
                ? Base64.getUrlDecoder().decode(value.substring(HASHED.length()))
                : Sha256.of(value);
    }
}
