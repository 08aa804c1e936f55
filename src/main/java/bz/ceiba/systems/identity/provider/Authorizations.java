package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Sha256;
import bz.ceiba.platform.kernel.WriteBehind;
import bz.ceiba.systems.identity.provider.AuthorizationRow.Kind;
import bz.ceiba.systems.identity.register.People;
import bz.ceiba.systems.identity.register.Person;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

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
                                .filter(kind -> type == null || kind.type().equals(type.getValue()))
                                .map(kind -> kind.column() + " = :hash"))
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
        return AuthorizationRow.exchanging(shown, party);
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
                OAuth2Authorization.Token<? extends OAuth2Token> token = kind.of(now);
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
        AuthorizationRow row = AuthorizationRow.of(authorization);
        byte[] spent = row.refreshSpent();
        AuditEntry entry = issued(authorization).orElse(null);
        try {
            return writes.together(() -> {
                write(authorization, row);
                if (spent != null) {
                    writes.add(SPEND, AuthorizationRow.bytes(spent), row.id());
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

    private void write(OAuth2Authorization authorization, AuthorizationRow row) {
        Instant last = Stream.of(Kind.values())
                .map(kind -> kind.of(authorization))
                .filter(Objects::nonNull)
                .map(token -> token.getToken().getExpiresAt())
                .filter(Objects::nonNull)
                .reduce(clock.instant(), (one, other) -> other.isAfter(one) ? other : one);
        List<@Nullable Object> values = row.values(
                last.plus(row.origin() == null ? KEPT : Duration.ZERO).atOffset(ZoneOffset.UTC),
                Representing.represented(authorization));
        if (row.revision() == null) {
            values.add(row.client());
            values.add(row.grant());
            values.add(new SqlParameterValue(Types.OTHER, AuthorizationRow.session(authorization)));
            values.add(AuthorizationRow.bytes(row.origin()));
            writes.add(ADD, values.toArray());
        } else {
            values.add(row.revision());
            writes.addFirst(row.id(), Superseded::new, CHANGE, values.toArray());
        }
    }

    /** What the audit log says of an access token that is given out now; nothing of one that was given before or is taken back. */
    private Optional<AuditEntry> issued(OAuth2Authorization authorization) {
        OAuth2Authorization.Token<OAuth2AccessToken> token = authorization.getAccessToken();
        if (token == null || token.isInvalidated() || !AuthorizationRow.isNew(token.getToken())) {
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

    private Optional<OAuth2Authorization> find(String where, Map<String, ?> values, @Nullable String token) {
        return db.sql("select * from identity.authorization_given where " + where)
                .params(values)
                .query((row, n) -> AuthorizationRow.read(row))
                .optional()
                .flatMap(row -> read(row, token));
    }

    /** Nothing when the party was ended, and with it what it was given; or the token that was exchanged was. */
    private Optional<OAuth2Authorization> read(AuthorizationRow row, @Nullable String known) {
        return Optional.ofNullable(clients.findById(row.client()))
                .filter(client -> stands(row.origin()))
                .map(client -> row.authorization(client, known));
    }
}
