package bz.ceiba.systems.identity.provider;

import bz.ceiba.systems.identity.provider.DpopProofs.Refused;
import com.nimbusds.jose.JWSAlgorithm;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.databind.json.JsonMapper;

/**
 * The UserInfo endpoint (OpenID Connect Core 1.0, 5.3). An access token is one that the table knows and nobody has ended; what it is bound to
 * has to be shown with it (RFC 9449, 7; RFC 8705, 3).
 */
final class UserInfo extends OncePerRequestFilter {
    static final String PATH = "/identity/userinfo";

    private static final String BEARER = "bearer";
    private static final String DPOP = "dpop";
    private static final int LONGEST = 8_000;

    private final Authorizations authorizations;
    private final RelyingParties parties;
    private final Claims claims;
    private final ToldClaims toldClaims;
    private final DpopProofs proofs;
    private final ClientCertificates certificates;
    private final Signer signer;
    private final String baseUrl;
    private final JsonMapper json = new JsonMapper();

    UserInfo(
            Authorizations authorizations,
            RelyingParties parties,
            Claims claims,
            ToldClaims toldClaims,
            DpopProofs proofs,
            ClientCertificates certificates,
            Signer signer,
            String baseUrl) {
        this.authorizations = authorizations;
        this.parties = parties;
        this.claims = claims;
        this.toldClaims = toldClaims;
        this.proofs = proofs;
        this.certificates = certificates;
        this.signer = signer;
        this.baseUrl = baseUrl;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !PATH.equals(request.getRequestURI());
    }

    /** A token as it is shown. */
    private record Shown(String scheme, String token) {}

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!"GET".equals(request.getMethod()) && !"POST".equals(request.getMethod())) {
            response.setHeader("Allow", "GET, POST");
            response.setStatus(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
            return;
        }
        Shown shown = shown(request);
        if (shown == null) {
            // Who shows nothing is told how to, and no error (RFC 6750, 3.1).
            response.addHeader("WWW-Authenticate", "Bearer");
            response.addHeader("WWW-Authenticate", "DPoP algs=\"ES256 PS256\"");
            response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
            return;
        }
        OAuth2Authorization authorization = shown.token().length() > LONGEST
                ? null
                : authorizations.findByToken(shown.token(), OAuth2TokenType.ACCESS_TOKEN);
        OAuth2Authorization.Token<OAuth2AccessToken> token =
                authorization == null ? null : authorization.getAccessToken();
        if (authorization == null || token == null || !token.isActive()) {
            refuse(response, shown, "invalid_token", "it is not valid, or not any more");
            return;
        }
        String unbound = unbound(request, shown, token);
        if (unbound != null) {
            refuse(response, shown, shown.scheme().equals(DPOP) ? "invalid_dpop_proof" : "invalid_token", unbound);
            return;
        }
        if (!token.getToken().getScopes().contains("openid")) {
            refuse(response, shown, "insufficient_scope", "it is not of a sign-in");
            return;
        }
        RegisteredClient client = Objects.requireNonNull(parties.findById(authorization.getRegisteredClientId()));
        Optional<Subject> subject = claims.subject(authorization, client);
        if (subject.isEmpty()) {
            refuse(response, shown, "invalid_token", "the right to act has ended");
            return;
        }
        answer(response, authorization, client, subject.get());
    }

    private static @Nullable Shown shown(HttpServletRequest request) {
        List<String> headers = Collections.list(request.getHeaders("Authorization"));
        if (headers.size() > 1) {
            return new Shown(BEARER, "");
        }
        if (!headers.isEmpty()) {
            String[] parts = headers.getFirst().strip().split(" +", 2);
            String scheme = parts[0].toLowerCase(Locale.ROOT);
            return parts.length == 2 && (scheme.equals(BEARER) || scheme.equals(DPOP))
                    ? new Shown(scheme, parts[1])
                    : null;
        }
        boolean form = "POST".equals(request.getMethod())
                && String.valueOf(request.getContentType()).startsWith("application/x-www-form-urlencoded")
                && request.getQueryString() == null;
        String token = form ? request.getParameter("access_token") : null;
        return token == null ? null : new Shown(BEARER, token);
    }

    /** Why who shows the token is not the one to whom it was given; null if he is, or if it is bound to nothing. */
    private @Nullable String unbound(
            HttpServletRequest request, Shown shown, OAuth2Authorization.Token<OAuth2AccessToken> token) {
        Map<?, ?> bound = (Map<?, ?>) Objects.requireNonNullElse(
                Objects.requireNonNull(token.getClaims()).get("cnf"), Map.of());
        Object key = bound.get("jkt");
        if ((key != null) != shown.scheme().equals(DPOP)) {
            return key == null ? "the token is not bound to a key" : "the token is bound to a key; show it as DPoP";
        }
        if (key != null) {
            List<String> proof = Collections.list(request.getHeaders(Possession.PROOF));
            if (proof.size() != 1) {
                return "one proof is needed";
            }
            try {
                if (!key.equals(proofs.verify(proof.getFirst(), request.getMethod(), baseUrl + PATH, shown.token()))) {
                    return "the proof is of another key";
                }
            } catch (Refused e) {
                return e.getMessage();
            }
        }
        Object certificate = bound.get("x5t#S256");
        boolean shows = certificate == null
                || certificates
                        .of(request)
                        .map(chain -> ClientCertificates.thumbprint(chain.getFirst()))
                        .filter(certificate::equals)
                        .isPresent();
        return shows ? null : "the token is bound to a certificate that was not shown";
    }

    private static void refuse(HttpServletResponse response, Shown shown, String error, @Nullable String why)
            throws IOException {
        boolean scope = error.equals("insufficient_scope");
        response.setHeader(
                "WWW-Authenticate",
                (shown.scheme().equals(DPOP) ? "DPoP algs=\"ES256 PS256\", " : "Bearer ")
                        + "error=\"" + error + "\""
                        + (scope ? ", scope=\"openid\"" : ""));
        Answers.error(
                response, scope ? HttpServletResponse.SC_FORBIDDEN : HttpServletResponse.SC_UNAUTHORIZED, error, why);
    }

    private void answer(
            HttpServletResponse response, OAuth2Authorization authorization, RegisteredClient client, Subject subject)
            throws IOException {
        String first = authorization.getAttribute(TokenExchange.CONSENTED);
        RegisteredClient consented = first == null ? client : Objects.requireNonNull(parties.findById(first));
        ClientMetadata metadata = RelyingParties.metadata(client);
        Map<String, Object> told;
        try {
            told = claims.userInfo(client, consented, authorization, subject);
        } catch (OAuth2AuthenticationException e) {
            if (e.getCause() instanceof PartyUse.Spent spent) {
                Quotas.tell(response, spent);
                return;
            }
            throw e;
        }
        toldClaims.note(client, subject, told.keySet());
        String signing = metadata.userinfoSignedResponseAlg();
        if (signing == null && metadata.userinfoEncryptedResponseAlg() == null) {
            Answers.json(response, HttpServletResponse.SC_OK, told);
            return;
        }
        String content;
        if (signing == null) {
            content = json.writeValueAsString(told);
        } else {
            Map<String, Object> all = new LinkedHashMap<>(told);
            all.put("iss", baseUrl);
            all.put("aud", client.getClientId());
            content = signer.sign(all, JWSAlgorithm.parse(signing), null);
        }
        Answers.write(
                response,
                HttpServletResponse.SC_OK,
                "application/jwt",
                signer.encrypt(
                        content,
                        signing != null,
                        metadata,
                        metadata.userinfoEncryptedResponseAlg(),
                        metadata.userinfoEncryptedResponseEnc()));
    }
}
