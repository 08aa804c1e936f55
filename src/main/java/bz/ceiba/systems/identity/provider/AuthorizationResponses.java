package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.web.Urls;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;

/**
 * Leads people back from the provider, and says whose answer it is (RFC 9207), so that nobody can mix up two providers: by an address, or by a
 * form for a party that wants that (OAuth 2.0 Form Post Response Mode).
 */
final class AuthorizationResponses {
    /** By which parameter a party says how it wants its answers. */
    static final String MODE = "response_mode";

    static final String FORM_POST = "form_post";
    static final List<String> MODES = List.of("query", FORM_POST);

    private static final String ISS = "iss";
    private static final String WANTED = AuthorizationResponses.class.getName();

    private final String issuer;

    AuthorizationResponses(String issuer) {
        this.issuer = issuer;
    }

    /** How the answer to this request is wanted. */
    static void note(HttpServletRequest request, @Nullable Object mode) {
        request.setAttribute(WANTED, mode);
    }

    void granted(HttpServletRequest request, HttpServletResponse response, Authentication authentication)
            throws IOException, ServletException {
        OAuth2AuthorizationCodeRequestAuthenticationToken granted =
                (OAuth2AuthorizationCodeRequestAuthenticationToken) authentication;
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put(
                OAuth2ParameterNames.CODE,
                Objects.requireNonNull(granted.getAuthorizationCode()).getTokenValue());
        back(request, response, Objects.requireNonNull(granted.getRedirectUri()), granted.getState(), parameters);
    }

    /** Who asked with an address that is not his gets no answer there; the person is told. */
    void refused(HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException, ServletException {
        OAuth2Error error = ((OAuth2AuthenticationException) failure).getError();
        OAuth2AuthorizationCodeRequestAuthenticationToken asked =
                failure instanceof OAuth2AuthorizationCodeRequestAuthenticationException of
                        ? of.getAuthorizationCodeRequestAuthentication()
                        : null;
        if (asked == null || asked.getRedirectUri() == null) {
            response.sendError(HttpServletResponse.SC_BAD_REQUEST, error.toString());
            return;
        }
        if (Sandbox.CLOSED.equals(error.getDescription())
                && !"none".equals(asked.getAdditionalParameters().get("prompt"))) {
            String state = asked.getState();
            Answers.seeOther(
                    response,
                    SandboxController.PATH + "?client_id=" + Urls.encode(asked.getClientId())
                            + "&redirect_uri=" + Urls.encode(asked.getRedirectUri())
                            + (state == null ? "" : "&state=" + Urls.encode(state)));
            return;
        }
        refused(
                request,
                response,
                error.getErrorCode(),
                error.getDescription(),
                asked.getRedirectUri(),
                asked.getState());
    }

    /**
     * Tells a party an error.
     *
     * @param why null where it finds itself what to do about it
     * @param redirectUri one of its own
     */
    void refused(
            HttpServletRequest request,
            HttpServletResponse response,
            String error,
            @Nullable String why,
            String redirectUri,
            @Nullable String state)
            throws IOException, ServletException {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put(OAuth2ParameterNames.ERROR, error);
        if (why != null) {
            parameters.put(OAuth2ParameterNames.ERROR_DESCRIPTION, Answers.printable(why));
        }
        back(request, response, redirectUri, state == null || state.isEmpty() ? null : state, parameters);
    }

    /** By which address somebody goes back to a party to which he can't sign in yet. */
    String closed(String redirectUri, String state) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put(OAuth2ParameterNames.ERROR, OAuth2ErrorCodes.ACCESS_DENIED);
        parameters.put(OAuth2ParameterNames.ERROR_DESCRIPTION, Sandbox.CLOSED);
        return address(redirectUri, state.isEmpty() ? null : state, parameters);
    }

    private void back(
            HttpServletRequest request,
            HttpServletResponse response,
            String to,
            @Nullable String state,
            Map<String, String> parameters)
            throws IOException, ServletException {
        if (FORM_POST.equals(request.getAttribute(WANTED))) {
            FormPostController.send(request, response, to, all(state, parameters));
        } else {
            response.sendRedirect(address(to, state, parameters));
        }
    }

    private Map<String, String> all(@Nullable String state, Map<String, String> parameters) {
        Map<String, String> all = new LinkedHashMap<>(parameters);
        if (state != null) {
            all.put(OAuth2ParameterNames.STATE, state);
        }
        all.put(ISS, issuer);
        return all;
    }

    private String address(String to, @Nullable String state, Map<String, String> parameters) {
        String query = all(state, parameters).entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + Urls.encode(parameter.getValue()))
                .collect(Collectors.joining("&"));
        return to + (to.contains("?") ? "&" : "?") + query;
    }
}
