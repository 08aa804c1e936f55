package bz.ceiba.systems.identity.provider;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2ErrorAuthenticationFailureHandler;

/** Tells a party that it did today as much as it may: 429 with {@code Retry-After} (RFC 6585, 4). */
final class Quotas {
    private static final int TOO_MANY = 429;
    private static final OAuth2ErrorAuthenticationFailureHandler OTHERS = new OAuth2ErrorAuthenticationFailureHandler();

    private Quotas() {}

    static OAuth2AuthenticationException refused(PartyUse.Spent spent) {
        return new OAuth2AuthenticationException(
                new OAuth2Error(OAuth2ErrorCodes.TEMPORARILY_UNAVAILABLE, spent.getMessage(), null), spent);
    }

    static void refused(HttpServletRequest request, HttpServletResponse response, AuthenticationException refused)
            throws IOException, ServletException {
        if (refused.getCause() instanceof PartyUse.Spent spent) {
            tell(response, spent);
        } else {
            OTHERS.onAuthenticationFailure(request, response, refused);
        }
    }

    static void tell(HttpServletResponse response, PartyUse.Spent spent) throws IOException {
        response.setHeader("Retry-After", String.valueOf(spent.retryAfter()));
        Answers.error(response, TOO_MANY, OAuth2ErrorCodes.TEMPORARILY_UNAVAILABLE, spent.getMessage());
    }
}
