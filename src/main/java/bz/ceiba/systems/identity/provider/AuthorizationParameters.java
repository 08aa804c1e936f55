package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.web.Urls;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.stereotype.Component;

/** What an authorization request says: itself, or where it was pushed before (RFC 9126, 4). */
@Component
class AuthorizationParameters {
    static final String REQUEST_URI = "request_uri";

    private static final String PUSHED = "urn:ietf:params:oauth:request_uri:";

    /** After this stands in the name of a pushed request until when it is good, in milliseconds. */
    private static final String UNTIL = "___";

    private static final String READ = AuthorizationParameters.class.getName();
    private static final OAuth2TokenType STATE = new OAuth2TokenType(OAuth2ParameterNames.STATE);

    private final Authorizations authorizations;
    private final Clock clock;

    AuthorizationParameters(Authorizations authorizations, Clock clock) {
        this.authorizations = authorizations;
        this.clock = clock;
    }

    /** Whether it is somebody's answer to the question for consent, not a party's request. */
    static boolean isAnswer(HttpServletRequest http) {
        return "POST".equals(http.getMethod())
                && Stream.of("response_type", REQUEST_URI, "redirect_uri", "code_challenge", "code_challenge_method")
                        .allMatch(name -> http.getParameter(name) == null);
    }

    /** The only value of a parameter; null if it is missing, empty or given twice. */
    static @Nullable String one(HttpServletRequest http, String name) {
        String[] values = http.getParameterValues(name);
        return values == null || values.length != 1 || values[0].isBlank() ? null : values[0];
    }

    /** Whether this is the name of a pushed request, be there one or not. */
    static boolean isPushed(String uri) {
        return uri.startsWith(PUSHED);
    }

    /** The request that was pushed under this name, if it is still good. */
    Optional<OAuth2AuthorizationRequest> pushed(String uri) {
        int until = uri.lastIndexOf(UNTIL) + UNTIL.length();
        if (!isPushed(uri) || until < PUSHED.length() || !uri.substring(until).matches("[0-9]{1,18}")) {
            return Optional.empty();
        }
        return Instant.ofEpochMilli(Long.parseLong(uri.substring(until))).isAfter(clock.instant())
                ? kept(uri.substring(PUSHED.length()))
                : Optional.empty();
    }

    /** The request about which a person is asked, by the state of the question. */
    Optional<OAuth2AuthorizationRequest> kept(String state) {
        OAuth2Authorization kept = authorizations.findByToken(state, STATE);
        return Optional.ofNullable(kept == null ? null : kept.getAttribute(OAuth2AuthorizationRequest.class.getName()));
    }

    /** All that it says; empty when what was pushed is not there any more. */
    Map<String, Object> of(HttpServletRequest http) {
        Map<?, ?> read = (Map<?, ?>) http.getAttribute(READ);
        Map<String, Object> parameters = new HashMap<>();
        if (read == null) {
            parameters.putAll(read(http));
            http.setAttribute(READ, parameters);
        } else {
            read.forEach((name, value) -> parameters.put((String) name, value));
        }
        return parameters;
    }

    private Map<String, Object> read(HttpServletRequest http) {
        String uri = one(http, REQUEST_URI);
        Map<String, Object> parameters = new HashMap<>();
        if (uri == null) {
            http.getParameterMap().forEach((name, values) -> parameters.put(name, values[0]));
            return parameters;
        }
        pushed(uri).ifPresent(request -> {
            parameters.putAll(request.getAdditionalParameters());
            parameters.put(OAuth2ParameterNames.REDIRECT_URI, Objects.requireNonNull(request.getRedirectUri()));
            parameters.put(OAuth2ParameterNames.STATE, Objects.requireNonNullElse(request.getState(), ""));
            parameters.put(REQUEST_URI, uri);
        });
        return parameters;
    }

    /** The address of a request by which one comes back to it, also where it was sent by a form. */
    static String address(HttpServletRequest request) {
        if ("GET".equals(request.getMethod())) {
            String query = request.getQueryString();
            return request.getRequestURI() + (query == null ? "" : "?" + query);
        }
        return request.getRequestURI()
                + request.getParameterMap().entrySet().stream()
                        .flatMap(entry -> Arrays.stream(entry.getValue())
                                .map(value -> Urls.encode(entry.getKey()) + "=" + Urls.encode(value)))
                        .collect(Collectors.joining("&", "?", ""));
    }
}
