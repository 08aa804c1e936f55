package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.web.AskedLanguage;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Tells parties of authorization requests that no sign-in can make good, before anybody is asked to sign in (RFC 6749, 4.1.2.1; OpenID Connect
 * Core 1.0, 3.1.2.6); Spring's authorization server shows people a page for some of these. Where the address is not the party's, people do see one.
 */
final class UnfitRequests extends OncePerRequestFilter {
    /** What may stand in a request several times (RFC 8707, 2; RFC 8693, 2.1). */
    private static final Set<String> REPEATED = Set.of("resource", "audience");

    private final AuthorizationParameters parameters;
    private final RelyingParties parties;
    private final AuthorizationResponses responses;

    UnfitRequests(AuthorizationParameters parameters, RelyingParties parties, AuthorizationResponses responses) {
        this.parameters = parameters;
        this.parties = parties;
        this.responses = responses;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !AuthorizationRequests.PATH.equals(request.getRequestURI());
    }

    /** What is wrong with a request. */
    private record Unfit(String error, String why) {}

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (AuthorizationParameters.isAnswer(request)) {
            String question = AuthorizationParameters.one(request, OAuth2ParameterNames.STATE);
            AuthorizationResponses.note(
                    request,
                    question == null
                            ? null
                            : parameters
                                    .kept(question)
                                    .map(asked ->
                                            asked.getAdditionalParameters().get(AuthorizationResponses.MODE))
                                    .orElse(null));
            chain.doFilter(request, response);
            return;
        }
        String client = AuthorizationParameters.one(request, OAuth2ParameterNames.CLIENT_ID);
        RegisteredClient party = client == null ? null : parties.findByClientId(client);
        String uri = AuthorizationParameters.one(request, AuthorizationParameters.REQUEST_URI);
        if (party != null && uri != null && AuthorizationParameters.isPushed(uri) && !isOf(party, uri)) {
            response.sendError(
                    HttpServletResponse.SC_BAD_REQUEST, "request_uri is not of this client, was used or is too old");
            return;
        }
        if (party != null && uri == null && RelyingParties.metadata(party).pushesRequests()) {
            response.sendError(
                    HttpServletResponse.SC_BAD_REQUEST, "this service has to push its requests (RFC 9126, 5)");
            return;
        }
        Map<String, Object> said = parameters.of(request);
        AuthorizationResponses.note(request, said.get(AuthorizationResponses.MODE));
        String back = AuthorizationParameters.one(request, OAuth2ParameterNames.REDIRECT_URI);
        boolean leadsBack =
                party != null && back != null && party.getRedirectUris().contains(back);
        Unfit unfit = leadsBack ? unfit(request, uri) : null;
        if (unfit != null) {
            String state = AuthorizationParameters.one(request, OAuth2ParameterNames.STATE);
            responses.refused(request, response, unfit.error(), unfit.why(), String.valueOf(back), state);
            return;
        }
        if (said.get("ui_locales") instanceof String languages) {
            AskedLanguage.note(request, languages);
        }
        if ("POST".equals(request.getMethod()) && !isSignedIn()) {
            // Browsers send no cookie with a form of another site, but do so when that is led on to an address.
            Answers.seeOther(response, AuthorizationParameters.address(request));
            return;
        }
        chain.doFilter(request, response);
    }

    private boolean isOf(RegisteredClient party, String uri) {
        return parameters
                .pushed(uri)
                .map(OAuth2AuthorizationRequest::getClientId)
                .filter(party.getClientId()::equals)
                .isPresent();
    }

    private static boolean isSignedIn() {
        Authentication who = SecurityContextHolder.getContext().getAuthentication();
        return who != null && who.isAuthenticated();
    }

    private static @Nullable Unfit unfit(HttpServletRequest request, @Nullable String uri) {
        Optional<String> wrong = wrong(request);
        if (wrong.isPresent()) {
            return new Unfit(OAuth2ErrorCodes.INVALID_REQUEST, wrong.get());
        }
        if (uri != null) {
            return AuthorizationParameters.isPushed(uri)
                    ? null
                    : new Unfit("request_uri_not_supported", "requests are pushed to us, not fetched by us");
        }
        String type = request.getParameter(OAuth2ParameterNames.RESPONSE_TYPE);
        if (type == null || type.isBlank()) {
            return new Unfit(OAuth2ErrorCodes.INVALID_REQUEST, "response_type is missing");
        }
        return type.equals("code")
                ? null
                : new Unfit(OAuth2ErrorCodes.UNSUPPORTED_RESPONSE_TYPE, "response_type is code here");
    }

    private static Optional<String> wrong(HttpServletRequest request) {
        return twice(request).or(() -> request.getParameterMap().entrySet().stream()
                .filter(one -> Arrays.stream(one.getValue())
                        .anyMatch(value -> value.chars().anyMatch(UnfitRequests::isControl)))
                .findFirst()
                .map(one -> name(one.getKey()) + " holds control characters"));
    }

    /** What is wrong if a parameter stands in a request twice (RFC 6749, 3.1 and 3.2). */
    static Optional<String> twice(HttpServletRequest request) {
        return request.getParameterMap().entrySet().stream()
                .filter(one -> one.getValue().length > 1 && !REPEATED.contains(one.getKey()))
                .findFirst()
                .map(one -> name(one.getKey()) + " is given twice");
    }

    private static String name(String parameter) {
        return parameter.replaceAll("[^A-Za-z0-9_.-]", "?");
    }

    /** Spaces of all kinds may stand between the members of JSON. */
    private static boolean isControl(int character) {
        return Character.isISOControl(character) && !Character.isWhitespace(character);
    }
}
