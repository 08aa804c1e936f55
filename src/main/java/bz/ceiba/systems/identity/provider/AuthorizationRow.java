package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.kernel.Sha256;
import bz.ceiba.systems.identity.signin.ProviderSession;
import java.security.Principal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
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
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.security.core.Authentication;
import org.springframework.security.jackson.SecurityJacksonModules;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * An authorization as its row has it: codes and tokens as SHA-256 only. Making an authorization of it asks the database again, and must not
 * hold a connection meanwhile.
 *
 * @param revision as which it was read, or null for one that is new
 * @param attributes what Spring keeps with it, as JSON
 * @param tokens what is known of each token besides its value, as JSON
 * @param state the hash by which a request that waits for an answer is found, or null
 * @param origin the hash of the access token that was exchanged for it, or null
 * @param refreshRead the hash of the refresh token that it had when it was read, or null
 */
record AuthorizationRow(
        String id,
        @Nullable Integer revision,
        String client,
        String principal,
        String grant,
        List<String> scopes,
        String attributes,
        String tokens,
        byte @Nullable [] state,
        byte @Nullable [] origin,
        byte @Nullable [] refreshRead,
        Map<Kind, byte[]> hashes) {
    /** In whose attribute an authorization carries what was read of it. */
    private static final String REVISION = AuthorizationRow.class.getName() + ".revision";

    /** In whose attribute an authorization carries the hash of the refresh token that it had when it was read. */
    private static final String REFRESH_READ = AuthorizationRow.class.getName() + ".refresh";

    /** In whose attribute an authorization carries the hash of the access token that was exchanged for it. */
    private static final String ORIGIN = AuthorizationRow.class.getName() + ".origin";

    /** Stands before the hash of a token in an authorization that was found by another one. */
    private static final String HASHED = "sha256:";

    private static final String METADATA = "metadata";
    private static final String ISSUED = "issued";
    private static final String EXPIRES = "expires";
    private static final String TYPE = "type";
    private static final String SCOPES = "scopes";

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModules(SecurityJacksonModules.getModules(AuthorizationRow.class.getClassLoader()))
            .build();

    /** What a row keeps hashes of, with its column. */
    enum Kind {
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

        String column() {
            return column;
        }

        String type() {
            return type;
        }

        OAuth2Authorization.@Nullable Token<? extends OAuth2Token> of(OAuth2Authorization authorization) {
            return authorization.getToken(token);
        }
    }

    /** As it is to be written. */
    static AuthorizationRow of(OAuth2Authorization authorization) {
        Map<String, Object> attributes = new HashMap<>(authorization.getAttributes());
        Integer revision = (Integer) attributes.remove(REVISION);
        byte[] refreshRead = (byte[]) attributes.remove(REFRESH_READ);
        byte[] origin = (byte[]) attributes.remove(ORIGIN);
        Object state = attributes.remove(OAuth2ParameterNames.STATE);
        Map<String, Object> tokens = new HashMap<>();
        Map<Kind, byte[]> hashes = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            OAuth2Authorization.Token<? extends OAuth2Token> token = kind.of(authorization);
            if (token != null) {
                hashes.put(kind, hash(token.getToken().getTokenValue()));
                tokens.put(kind.type, kept(token));
            }
        }
        return new AuthorizationRow(
                authorization.getId(),
                revision,
                authorization.getRegisteredClientId(),
                authorization.getPrincipalName(),
                authorization.getAuthorizationGrantType().getValue(),
                List.copyOf(authorization.getAuthorizedScopes()),
                JSON.writeValueAsString(attributes),
                JSON.writeValueAsString(tokens),
                state == null ? null : hash(state.toString()),
                origin,
                refreshRead,
                hashes);
    }

    static AuthorizationRow read(ResultSet row) throws SQLException {
        Map<Kind, byte[]> hashes = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            byte[] hash = row.getBytes(kind.column);
            if (hash != null) {
                hashes.put(kind, hash);
            }
        }
        return new AuthorizationRow(
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
                hashes.get(Kind.REFRESH),
                hashes);
    }

    /**
     * What is written of it at first and with each change.
     *
     * @param keptUntil when it is forgotten
     * @param represented for whom who signed in acts, or null
     */
    List<@Nullable Object> values(OffsetDateTime keptUntil, @Nullable UUID represented) {
        List<@Nullable Object> values = new ArrayList<>(
                List.of(id, principal, scopes.toArray(String[]::new), attributes, tokens, bytes(state)));
        for (Kind kind : Kind.values()) {
            values.add(bytes(hashes.get(kind)));
        }
        values.add(keptUntil);
        values.add(new SqlParameterValue(Types.OTHER, represented));
        return values;
    }

    static SqlParameterValue bytes(byte @Nullable [] value) {
        return new SqlParameterValue(Types.BINARY, value);
    }

    /** The hash of the refresh token that was exchanged for another one, or null. */
    byte @Nullable [] refreshSpent() {
        return Arrays.equals(refreshRead, hashes.get(Kind.REFRESH)) ? null : refreshRead;
    }

    /** By which session it was given, if by one. */
    static @Nullable UUID session(OAuth2Authorization authorization) {
        return authorization.getAttribute(Principal.class.getName()) instanceof Authentication who
                ? ProviderSession.key(who).orElse(null)
                : null;
    }

    /** Whether a token is given out now: of those that were given before only the hash is known. */
    static boolean isNew(OAuth2Token token) {
        return !token.getTokenValue().startsWith(HASHED);
    }

    /** Begins what is given for an access token that was shown. */
    static OAuth2Authorization.Builder exchanging(OAuth2Authorization shown, RegisteredClient party) {
        Map<String, Object> attributes = new HashMap<>(shown.getAttributes());
        List.of(REVISION, REFRESH_READ, OAuth2ParameterNames.STATE).forEach(attributes::remove);
        String token = Objects.requireNonNull(shown.getAccessToken()).getToken().getTokenValue();
        return OAuth2Authorization.withRegisteredClient(party)
                .principalName(shown.getPrincipalName())
                .authorizationGrantType(TokenExchange.TYPE)
                .attributes(all -> all.putAll(attributes))
                .attribute(ORIGIN, hash(token));
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

    /**
     * @param registered the party to which it was given
     * @param known the token by which it was found, or null; of the others only the hash is known
     */
    OAuth2Authorization authorization(RegisteredClient registered, @Nullable String known) {
        byte[] knownHash = known == null ? null : Sha256.of(known);
        Map<String, Object> all = map(attributes);
        OAuth2Authorization.Builder authorization = OAuth2Authorization.withRegisteredClient(registered)
                .id(id)
                .principalName(principal)
                .authorizationGrantType(new AuthorizationGrantType(grant))
                .authorizedScopes(new LinkedHashSet<>(scopes))
                .attributes(own -> own.putAll(all))
                .attribute(REVISION, Objects.requireNonNull(revision));
        if (state != null) {
            authorization.attribute(OAuth2ParameterNames.STATE, value(state, known, knownHash));
        }
        if (origin != null) {
            authorization.attribute(ORIGIN, origin);
        }
        if (refreshRead != null) {
            authorization.attribute(REFRESH_READ, refreshRead);
        }
        Map<String, Object> written = map(tokens);
        hashes.forEach((kind, hash) -> {
            Map<?, ?> kept = (Map<?, ?>) Objects.requireNonNull(written.get(kind.type));
            Map<?, ?> metadata = (Map<?, ?>) Objects.requireNonNull(kept.get(METADATA));
            authorization.token(
                    token(kind, value(hash, known, knownHash), kept, metadata),
                    own -> metadata.forEach((name, value) -> own.put((String) name, value)));
        });
        return authorization.build();
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

    private static Map<String, Object> map(String written) {
        return JSON.readValue(written, new TypeReference<>() {});
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
