package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.web.Urls;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
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

/** Leads people back from the provider, and says whose answer it is (RFC 9207), so that nobody can mix up two providers. */
final class AuthorizationResponses {
    private static final String ISS = "iss";

    private final String issuer;

    AuthorizationResponses(String issuer) {
        this.issuer = issuer;
    }

    void granted(HttpServletRequest request, HttpServletResponse response, Authentication authentication)
            throws IOException {
        OAuth2AuthorizationCodeRequestAuthenticationToken granted =
                (OAuth2AuthorizationCodeRequestAuthenticationToken) authentication;
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put(
                OAuth2ParameterNames.CODE,
                Objects.requireNonNull(granted.getAuthorizationCode()).getTokenValue());
        back(response, Objects.requireNonNull(granted.getRedirectUri()), granted.getState(), parameters);
    }

    /** Who asked with an address that is not his gets no answer there; the person is told. */
    void refused(HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
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
            response.sendRedirect(SandboxController.PATH + "?client_id=" + Urls.encode(asked.getClientId())
                    + "&redirect_uri=" + Urls.encode(asked.getRedirectUri())
                    + (state == null ? "" : "&state=" + Urls.encode(state)));
            return;
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put(OAuth2ParameterNames.ERROR, error.getErrorCode());
        if (error.getDescription() != null) {
            parameters.put(OAuth2ParameterNames.ERROR_DESCRIPTION, error.getDescription());
        }
        back(response, asked.getRedirectUri(), asked.getState(), parameters);
    }

    /** Tells a party an error that it finds itself what to do about. */
    void refused(HttpServletResponse response, String error, String redirectUri, @Nullable String state)
            throws IOException {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put(OAuth2ParameterNames.ERROR, error);
        back(response, redirectUri, state == null || state.isEmpty() ? null : state, parameters);
    }

    /** By which address somebody goes back to a party to which he can't sign in yet. */
    String closed(String redirectUri, String state) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put(OAuth2ParameterNames.ERROR, OAuth2ErrorCodes.ACCESS_DENIED);
        parameters.put(OAuth2ParameterNames.ERROR_DESCRIPTION, Sandbox.CLOSED);
        return address(redirectUri, state.isEmpty() ? null : state, parameters);
    }

    private void back(HttpServletResponse response, String to, @Nullable String state, Map<String, String> parameters)
            throws IOException {
        response.sendRedirect(address(to, state, parameters));
    }

    private String address(String to, @Nullable String state, Map<String, String> parameters) {
        if (state != null) {
            parameters.put(OAuth2ParameterNames.STATE, state);
        }
        parameters.put(ISS, issuer);
        String query = parameters.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + Urls.encode(parameter.getValue()))
                .collect(Collectors.joining("&"));
        return to + (to.contains("?") ? "&" : "?") + query;
    }
}
