package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.access.ContentPolicy;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Lets the forms of sign-in, consent and sign-out lead to the relying party that asked: browsers count the redirects after a form, too
 * (Content Security Policy Level 3, form-action). Only to its registered host, and only on those pages.
 */
@Component
class PartyForms implements HandlerInterceptor, WebMvcConfigurer {
    private static final String CLIENT = "client_id";

    private final RelyingParties parties;
    private final ContentPolicy policy;

    PartyForms(RelyingParties parties, ContentPolicy policy) {
        this.parties = parties;
        this.policy = policy;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/identity/sign-in/**", "/identity/consent/**", EndSession.ASK);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        client(request)
                .map(parties::findByClientId)
                .filter(client -> !RelyingParties.isPortal(client))
                .map(PartyForms::origin)
                .ifPresent(origin -> response.setHeader("Content-Security-Policy", policy.withForms(origin)));
        return true;
    }

    private static Optional<String> client(HttpServletRequest request) {
        String direct = request.getParameter(CLIENT);
        return Optional.ofNullable(direct == null ? fromAddress(request.getParameter("continue")) : direct);
    }

    private static @Nullable String fromAddress(@Nullable String goOn) {
        if (goOn == null || !goOn.startsWith("/identity/authorize?")) {
            return null;
        }
        try {
            return UriComponentsBuilder.fromUriString(goOn)
                    .build()
                    .getQueryParams()
                    .getFirst(CLIENT);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String origin(RegisteredClient client) {
        URI address = URI.create(client.getRedirectUris().iterator().next());
        return address.getScheme() + "://" + address.getRawAuthority();
    }
}
