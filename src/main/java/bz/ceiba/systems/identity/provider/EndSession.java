package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.web.Urls;
import bz.ceiba.systems.identity.signin.ProviderSession;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The end of a session that a relying party asks for (OpenID Connect RP-Initiated Logout 1.0). Who is signed in is asked first, unless the party
 * shows that he signed in with it: a link alone must not sign anybody out. People are led back only to addresses that the party has registered.
 */
final class EndSession extends OncePerRequestFilter {
    static final String PATH = "/identity/logout";
    static final String ASK = "/identity/sign-out";

    private static final int LONGEST = 20_000;

    private final ProviderSession session;
    private final SignOuts signOuts;
    private final RelyingParties parties;
    private final Pseudonyms pseudonyms;
    private final ProviderKeys keys;
    private final String issuer;

    EndSession(
            ProviderSession session,
            SignOuts signOuts,
            RelyingParties parties,
            Pseudonyms pseudonyms,
            ProviderKeys keys,
            String issuer) {
        this.session = session;
        this.signOuts = signOuts;
        this.parties = parties;
        this.pseudonyms = pseudonyms;
        this.keys = keys;
        this.issuer = issuer;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !PATH.equals(request.getRequestURI());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String hint = request.getParameter("id_token_hint");
        JWTClaimsSet shown = hint == null ? null : ours(hint);
        String stated = request.getParameter("client_id");
        String client = stated == null && shown != null && shown.getAudience().size() == 1
                ? shown.getAudience().getFirst()
                : stated;
        RegisteredClient party = client == null ? null : parties.findByClientId(client);
        String back = request.getParameter("post_logout_redirect_uri");
        boolean wrongBack = back != null
                && (party == null || !party.getPostLogoutRedirectUris().contains(back));
        boolean wrongHint = hint != null
                && (shown == null || party == null || !shown.getAudience().contains(party.getClientId()));
        if (wrongBack || wrongHint) {
            response.sendError(
                    HttpServletResponse.SC_BAD_REQUEST,
                    wrongBack
                            ? "post_logout_redirect_uri is not registered"
                            : "id_token_hint is not ours for this client");
            return;
        }
        String onward = onward(back, request.getParameter("state"));
        Optional<Authentication> who = session.of(request);
        if (who.isEmpty()) {
            response.sendRedirect(onward == null ? ASK : onward);
        } else if (shown != null && party != null && isHis(shown, who.get(), party)) {
            signOuts.end(who.get(), party);
            request.getSession().invalidate();
            response.sendRedirect(onward == null ? ASK : onward);
        } else {
            response.sendRedirect(ASK
                    + (party == null ? "" : "?client_id=" + Urls.encode(party.getClientId()))
                    + (onward == null ? "" : "&to=" + Urls.encode(onward)));
        }
    }

    /** Whether the very person signed in with it, be it for another. */
    private boolean isHis(JWTClaimsSet shown, Authentication who, RegisteredClient party) {
        Object signedIn = shown.getClaim("act") instanceof Map<?, ?> actor ? actor.get("sub") : shown.getSubject();
        return pseudonyms
                .of(UUID.fromString(who.getName()), RelyingParties.sector(party))
                .equals(signedIn);
    }

    static @Nullable String onward(@Nullable String back, @Nullable String state) {
        return back == null || state == null
                ? back
                : back + (back.contains("?") ? "&" : "?") + "state=" + Urls.encode(state);
    }

    /** What an ID token says that we have signed, be it expired or not (RP-Initiated Logout 1.0, 2); null if we have not. */
    private @Nullable JWTClaimsSet ours(String token) {
        if (token.length() > LONGEST) {
            return null;
        }
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            List<JWK> key = keys.published(new JWKSelector(
                    new JWKMatcher.Builder().keyID(jwt.getHeader().getKeyID()).build()));
            boolean signed = key.size() == 1
                    && ClientMetadata.SIGNING.contains(jwt.getHeader().getAlgorithm())
                    && jwt.getHeader().getType() == null
                    && jwt.verify(new DefaultJWSVerifierFactory()
                            .createJWSVerifier(jwt.getHeader(), ((AsymmetricJWK) key.getFirst()).toPublicKey()));
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            return signed && issuer.equals(claims.getIssuer()) && claims.getSubject() != null ? claims : null;
        } catch (ParseException | JOSEException e) {
            return null;
        }
    }
}
