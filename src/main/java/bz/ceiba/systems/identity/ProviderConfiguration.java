package bz.ceiba.systems.identity;

import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.kernel.WriteBehind;
import bz.ceiba.platform.web.Urls;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.core.session.SessionRegistry;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.authorization.authentication.ClientSecretAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.web.SecurityFilterChain;

/** The OpenID Provider: Spring's authorization server under our addresses, with our keys, tables and sign-in pages. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IdentitySettings.class)
class ProviderConfiguration {
    /** That answers to authorization requests carry {@code iss} (RFC 9207, 3). */
    private static final String NAMES_ISSUER = "authorization_response_iss_parameter_supported";

    @Bean
    @Order(10)
    SecurityFilterChain providerChain(
            HttpSecurity http, ProviderSession session, @Value("${ceiba.base-url}") String baseUrl) {
        AuthorizationResponses responses = new AuthorizationResponses(baseUrl);
        http.oauth2AuthorizationServer(server -> {
            http.securityMatcher(server.getEndpointsMatcher());
            server.oidc(oidc -> oidc.providerConfigurationEndpoint(endpoint ->
                            endpoint.providerConfigurationCustomizer(metadata -> metadata.subjectTypes(types -> {
                                        types.clear();
                                        types.add("pairwise");
                                    })
                                    .idTokenSigningAlgorithms(algorithms -> {
                                        algorithms.clear();
                                        algorithms.add(SignatureAlgorithm.ES256.getName());
                                    })
                                    .scopes(scopes -> scopes.addAll(Claims.SCOPES))
                                    .claim(NAMES_ISSUER, true))))
                    .authorizationServerMetadataEndpoint(endpoint -> endpoint.authorizationServerMetadataCustomizer(
                            metadata -> metadata.claim(NAMES_ISSUER, true)))
                    .authorizationEndpoint(endpoint -> endpoint.authorizationResponseHandler(responses::granted)
                            .errorResponseHandler(responses::refused))
                    .pushedAuthorizationRequestEndpoint(Customizer.withDefaults())
                    .clientAuthentication(client -> client.authenticationProviders(providers -> providers.stream()
                            .filter(ClientSecretAuthenticationProvider.class::isInstance)
                            .map(ClientSecretAuthenticationProvider.class::cast)
                            .forEach(provider -> provider.setPasswordEncoder(new Sha256()))));
        });
        http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated());
        http.securityContext(context -> context.securityContextRepository(session.contexts()));
        http.exceptionHandling(errors -> errors.authenticationEntryPoint((request, response, refused) -> {
            String query = request.getQueryString();
            String here = request.getRequestURI() + (query == null ? "" : "?" + query);
            response.sendRedirect("/identity/sign-in?continue=" + Urls.encode(here));
        }));
        http.requestCache(AbstractHttpConfigurer::disable);
        return http.build();
    }

    @Bean
    SessionRegistry noSessions() {
        return new NoSessionRegistry();
    }

    @Bean
    AuthorizationServerSettings providerSettings(@Value("${ceiba.base-url}") String baseUrl) {
        return AuthorizationServerSettings.builder()
                .issuer(baseUrl)
                .authorizationEndpoint("/identity/authorize")
                .pushedAuthorizationRequestEndpoint("/identity/par")
                .tokenEndpoint("/identity/token")
                .tokenIntrospectionEndpoint("/identity/introspect")
                .tokenRevocationEndpoint("/identity/revoke")
                .jwkSetEndpoint("/identity/jwks")
                .oidcUserInfoEndpoint("/identity/userinfo")
                .oidcLogoutEndpoint("/identity/logout")
                .build();
    }

    @Bean
    JWKSource<SecurityContext> providerKeySource(ProviderKeys keys) {
        return new ImmutableJWKSet<>(keys.signing());
    }

    @Bean
    JwtDecoder providerTokens(JWKSource<SecurityContext> keys) {
        return org.springframework.security.oauth2.jwt.NimbusJwtDecoder.withJwkSource(keys)
                .jwsAlgorithm(SignatureAlgorithm.ES256)
                .build();
    }

    @Bean
    RelyingParties clients(JdbcClient db, Clock clock, ProviderKeys keys, @Value("${ceiba.base-url}") String baseUrl) {
        return new RelyingParties(db, clock, baseUrl, keys.clientSecret());
    }

    @Bean
    Authorizations authorizations(
            JdbcClient db, WriteBehind writes, Audit audit, RegisteredClientRepository clients, Clock clock) {
        return new Authorizations(db, writes, audit, clients, clock);
    }

    @Bean
    Claims claims(People people, Pseudonyms pseudonyms) {
        return new Claims(people, pseudonyms);
    }

    /** The levels of eIDAS as relying parties elsewhere know them (Implementing Regulation 2015/1502). */
    static String acr(Assurance assurance) {
        return switch (assurance) {
            case LOW -> "http://eidas.europa.eu/LoA/low";
            case SUBSTANTIAL -> "http://eidas.europa.eu/LoA/substantial";
            case HIGH -> "http://eidas.europa.eu/LoA/high";
        };
    }
}
