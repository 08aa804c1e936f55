package bz.ceiba.platform.access;

import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.kernel.Secrets;
import bz.ceiba.platform.web.Urls;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenDecoderFactory;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;

/** The portal as a client of the OpenID Provider: it asks over real HTTP and believes only what is signed. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AccessSettings.class)
class RelyingParty {
    static final String SIGN_IN = "/access/sign-in";

    private static final Logger LOG = LoggerFactory.getLogger(RelyingParty.class);
    private static final String CLIENT = "ceiba";

    /** Pages of the provider that are of use only on the way to a relying party. */
    private static final List<String> PROVIDERS =
            List.of("/identity/sign-in", "/identity/consent?", "/identity/authorize", "/identity/logout");

    private static final String CALLBACK = "/access/callback";

    @Bean
    ClientRegistrationRepository provider(
            AccessSettings settings, Secrets secrets, @Value("${ceiba.base-url}") String baseUrl) {
        String inside = Optional.ofNullable(settings.providerUrl()).orElse(baseUrl);
        return new InMemoryClientRegistrationRepository(ClientRegistration.withRegistrationId(CLIENT)
                .clientId(CLIENT)
                // The provider reads the same secret; whichever room starts first makes it.
                .clientSecret(secrets.random("oidc-client-secret"))
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .redirectUri(baseUrl + CALLBACK)
                .scope("openid", "profile", "phone", "email", "identity_number")
                .issuerUri(baseUrl)
                .authorizationUri(baseUrl + "/identity/authorize")
                .tokenUri(inside + "/identity/token")
                .jwkSetUri(inside + "/identity/jwks")
                .userNameAttributeName("sub")
                .build());
    }

    @Bean
    JwtDecoderFactory<ClientRegistration> idTokens() {
        OidcIdTokenDecoderFactory factory = new OidcIdTokenDecoderFactory();
        factory.setJwsAlgorithmResolver(client -> SignatureAlgorithm.ES256);
        return factory;
    }

    static void configure(
            HttpSecurity http,
            ClientRegistrationRepository provider,
            SignIns signIns,
            Visits visits,
            Refusals refusals) {
        http.oauth2Login(login -> login.loginPage(SIGN_IN)
                .clientRegistrationRepository(provider)
                .authorizedClientRepository(new NoTokens())
                .authorizationEndpoint(endpoint -> endpoint.authorizationRequestResolver(new SignInRequests(provider)))
                .redirectionEndpoint(endpoint -> endpoint.baseUri(CALLBACK))
                .successHandler(signIns)
                .failureHandler((request, response, failure) -> failed(failure, visits, refusals, request, response)));
    }

    private static void failed(
            AuthenticationException failure,
            Visits visits,
            Refusals refusals,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        if (visits.of(request).isPresent()) {
            // Signed in already, in another tab.
            response.sendRedirect("/");
            return;
        }
        LOG.warn("a sign-in failed: {}", failure.getMessage());
        refusals.write(Problem.Kind.MALFORMED, "access.problem.sign-in-failed", request, response);
    }

    /** The sign-in address is itself the first step to the provider: one hop fewer on a slow network. */
    private static final class SignInRequests implements OAuth2AuthorizationRequestResolver {
        private final DefaultOAuth2AuthorizationRequestResolver requests;

        SignInRequests(ClientRegistrationRepository provider) {
            this.requests = new DefaultOAuth2AuthorizationRequestResolver(provider, "/access/authorize");
            requests.setAuthorizationRequestCustomizer(OAuth2AuthorizationRequestCustomizers.withPkce());
        }

        @Override
        public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request) {
            if (!SIGN_IN.equals(request.getRequestURI()) || !"GET".equals(request.getMethod())) {
                return null;
            }
            String back = Optional.ofNullable(request.getParameter("back")).orElse("/");
            boolean signsIn = PROVIDERS.stream().anyMatch(back::startsWith) || back.startsWith(SIGN_IN);
            request.getSession().setAttribute(SignIns.BACK, signsIn ? "/" : Urls.local(back));
            OAuth2AuthorizationRequest asked = requests.resolve(request, CLIENT);
            Optional<String> acr = StepUp.acr(request.getParameter(StepUp.LEVEL));
            return asked == null || acr.isEmpty()
                    ? asked
                    : OAuth2AuthorizationRequest.from(asked)
                            .additionalParameters(all -> all.put("acr_values", acr.get()))
                            .build();
        }

        @Override
        public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request, String client) {
            return requests.resolve(request, client);
        }
    }

    /** We want to know who it is, once; the provider's access token is of no use afterwards and is not kept. */
    private static final class NoTokens implements OAuth2AuthorizedClientRepository {
        @Override
        @SuppressWarnings("TypeParameterUnusedInFormals") // the interface is Spring's
        public <T extends OAuth2AuthorizedClient> @Nullable T loadAuthorizedClient(
                String client, Authentication who, HttpServletRequest request) {
            return null;
        }

        @Override
        public void saveAuthorizedClient(
                OAuth2AuthorizedClient client,
                Authentication who,
                HttpServletRequest request,
                HttpServletResponse response) {}

        @Override
        public void removeAuthorizedClient(
                String client, Authentication who, HttpServletRequest request, HttpServletResponse response) {}
    }
}
