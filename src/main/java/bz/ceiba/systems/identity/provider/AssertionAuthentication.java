package bz.ceiba.systems.identity.provider;

import com.nimbusds.jwt.JWTParser;
import jakarta.servlet.http.HttpServletRequest;
import java.text.ParseException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.web.authentication.AuthenticationConverter;

/** Relying parties that prove themselves by a statement; it names them itself, so {@code client_id} may be left out (RFC 7521, 4.2). */
final class AssertionAuthentication implements AuthenticationConverter {
    private static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    @Override
    public @Nullable Authentication convert(HttpServletRequest request) {
        String statement = one(request, OAuth2ParameterNames.CLIENT_ASSERTION);
        String type = one(request, OAuth2ParameterNames.CLIENT_ASSERTION_TYPE);
        if (statement == null && type == null) {
            return null;
        }
        if (statement == null || !TYPE.equals(type)) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_REQUEST);
        }
        String client = one(request, OAuth2ParameterNames.CLIENT_ID);
        return new OAuth2ClientAuthenticationToken(
                client == null ? named(statement) : client,
                new ClientAuthenticationMethod(TYPE),
                statement,
                parameters(request));
    }

    private static @Nullable String one(HttpServletRequest request, String name) {
        String[] values = request.getParameterValues(name);
        if (values != null && values.length > 1) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_REQUEST);
        }
        return values == null || values[0].isEmpty() ? null : values[0];
    }

    /** Whom it names; whether he made it is found out afterwards. */
    private static String named(String statement) {
        try {
            String subject = JWTParser.parse(statement).getJWTClaimsSet().getSubject();
            if (subject != null) {
                return subject;
            }
        } catch (ParseException e) {
            // Nobody is named by what is no statement.
        }
        throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
    }

    /** What came with a request; Spring compares the verifier of a code with it. */
    static Map<String, Object> parameters(HttpServletRequest request) {
        Map<String, Object> parameters = new HashMap<>();
        request.getParameterMap()
                .forEach((name, values) -> parameters.put(name, values.length == 1 ? values[0] : values));
        parameters.remove(OAuth2ParameterNames.CLIENT_ID);
        parameters.remove(OAuth2ParameterNames.CLIENT_ASSERTION);
        return parameters;
    }
}
