package bz.ceiba.systems.identity.provider;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationGrantAuthenticationToken;
import org.springframework.security.web.authentication.AuthenticationConverter;

/** What a party sends that asks for an exchange (RFC 8693, 2.1). */
final class ExchangeRequest extends OAuth2AuthorizationGrantAuthenticationToken {
    private static final long serialVersionUID = 1L;

    private ExchangeRequest(Authentication client, Map<String, Object> parameters) {
        super(TokenExchange.TYPE, client, parameters);
    }

    @Nullable
    Object parameter(String name) {
        return getAdditionalParameters().get(name);
    }

    /** What a parameter says, or null if it says nothing. */
    @Nullable
    String one(String name) {
        return parameter(name) instanceof String value && !value.isEmpty() ? value : null;
    }

    List<String> all(String name) {
        return switch (parameter(name)) {
            case String value -> List.of(value);
            case String[] values -> Arrays.asList(values);
            case null, default -> List.of();
        };
    }

    /** Reads a token request of this grant; only targets may be several. */
    static final class Converter implements AuthenticationConverter {
        private static final List<String> ONCE = List.of(
                OAuth2ParameterNames.SUBJECT_TOKEN,
                OAuth2ParameterNames.SUBJECT_TOKEN_TYPE,
                OAuth2ParameterNames.ACTOR_TOKEN,
                OAuth2ParameterNames.ACTOR_TOKEN_TYPE,
                OAuth2ParameterNames.REQUESTED_TOKEN_TYPE,
                OAuth2ParameterNames.SCOPE);

        @Override
        public @Nullable Authentication convert(HttpServletRequest request) {
            if (!TokenExchange.TYPE.getValue().equals(request.getParameter(OAuth2ParameterNames.GRANT_TYPE))) {
                return null;
            }
            for (String name : ONCE) {
                String[] values = request.getParameterValues(name);
                if (values != null && values.length > 1) {
                    throw new OAuth2AuthenticationException(
                            new OAuth2Error(OAuth2ErrorCodes.INVALID_REQUEST, name + " is given twice", null));
                }
            }
            return new ExchangeRequest(
                    Objects.requireNonNull(SecurityContextHolder.getContext().getAuthentication()),
                    AssertionAuthentication.parameters(request));
        }
    }

    /** An exchange that is granted, as it limits the new token. */
    static final class Granted extends OAuth2AuthorizationGrantAuthenticationToken {
        private static final long serialVersionUID = 1L;

        private final transient @Nullable Object act;
        private final Instant until;

        /**
         * @param act who acts for the person, or null
         * @param until when what was shown expires
         */
        Granted(ExchangeRequest request, Authentication client, @Nullable Object act, Instant until) {
            super(TokenExchange.TYPE, client, request.getAdditionalParameters());
            this.act = act;
            this.until = until;
        }

        /** Says who acts (4.1), and ends no later than what was shown. */
        void limit(JwtClaimsSet.Builder claims) {
            claims.claims(all -> {
                if (act != null) {
                    all.put("act", act);
                }
                all.computeIfPresent(
                        JwtClaimNames.EXP, (name, own) -> until.isBefore((Instant) own) ? until : (Instant) own);
            });
        }
    }
}
