package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.web.Urls;
import bz.ceiba.systems.identity.provider.IdTokenHints.Hint;
import bz.ceiba.systems.identity.signin.ProviderSession;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
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

    private final ProviderSession session;
    private final SignOuts signOuts;
    private final RelyingParties parties;
    private final Pseudonyms pseudonyms;
    private final IdTokenHints hints;

    EndSession(
            ProviderSession session,
            SignOuts signOuts,
            RelyingParties parties,
            Pseudonyms pseudonyms,
            IdTokenHints hints) {
        this.session = session;
        this.signOuts = signOuts;
        this.parties = parties;
        this.pseudonyms = pseudonyms;
        this.hints = hints;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !PATH.equals(request.getRequestURI());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String hint = request.getParameter("id_token_hint");
        Hint shown = hint == null ? null : hints.read(hint).orElse(null);
        String stated = request.getParameter("client_id");
        String client = stated == null && shown != null && shown.audience().size() == 1
                ? shown.audience().getFirst()
                : stated;
        RegisteredClient party = client == null ? null : parties.findByClientId(client);
        String back = request.getParameter("post_logout_redirect_uri");
        boolean wrongBack = back != null
                && (party == null || !party.getPostLogoutRedirectUris().contains(back));
        boolean wrongHint = hint != null
                && (shown == null || party == null || !shown.audience().contains(party.getClientId()));
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
        if (who.isEmpty() && "POST".equals(request.getMethod())) {
            // Browsers send no cookie with a form of another site, but do so when that is led on to an address.
            Answers.seeOther(response, AuthorizationParameters.address(request));
            return;
        }
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

    private boolean isHis(Hint shown, Authentication who, RegisteredClient party) {
        return shown.isOf(who.getName(), pseudonyms.of(UUID.fromString(who.getName()), RelyingParties.sector(party)));
    }

    static @Nullable String onward(@Nullable String back, @Nullable String state) {
        return back == null || state == null
                ? back
                : back + (back.contains("?") ? "&" : "?") + "state=" + Urls.encode(state);
    }
}
