package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.kernel.WriteBehind;
import bz.ceiba.systems.identity.register.Acr;
import bz.ceiba.systems.identity.register.IdentitySettings;
import bz.ceiba.systems.identity.register.People;
import bz.ceiba.systems.identity.signin.Authenticators;
import bz.ceiba.systems.identity.signin.ProviderSession;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.core.session.SessionRegistry;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsent;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.authentication.ClientSecretAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.SecurityContextHolderFilter;

/** The OpenID Provider: Spring's authorization server under our addresses, with our keys, tables and sign-in pages. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IdentitySettings.class)
class ProviderConfiguration {
    /** That answers to authorization requests carry {@code iss} (RFC 9207, 3). */
    private static final String NAMES_ISSUER = "authorization_response_iss_parameter_supported";

    private static final List<String> ACRS =
            Arrays.stream(Assurance.values()).map(Acr::of).toList();
    private static final List<String> CLAIMS = Stream.concat(
                    Stream.of("iss", "sub", "acr", "auth_time"),
                    Arrays.stream(PersonClaim.values()).map(PersonClaim::id))
            .toList();

    @Bean
    @Order(10)
    SecurityFilterChain providerChain(
            HttpSecurity http,
            ProviderSession session,
            AuthorizationRequests requests,
            Claims claims,
            @Value("${ceiba.base-url}") String baseUrl) {
        AuthorizationResponses responses = new AuthorizationResponses(baseUrl);
        http.oauth2AuthorizationServer(server -> {
            http.securityMatcher(server.getEndpointsMatcher());
            server.oidc(oidc -> oidc.providerConfigurationEndpoint(endpoint -> endpoint.providerConfigurationCustomizer(
                                    metadata -> metadata.subjectTypes(types -> {
                                                types.clear();
                                                types.add("pairwise");
                                            })
                                            .idTokenSigningAlgorithms(algorithms -> {
                                                algorithms.clear();
                                                algorithms.add(SignatureAlgorithm.ES256.getName());
                                            })
                                            .scopes(scopes -> scopes.addAll(PersonClaim.scopes()))
                                            .claim("claims_supported", CLAIMS)
                                            .claim("claims_parameter_supported", true)
                                            .claim("acr_values_supported", ACRS)
                                            .claim("prompt_values_supported", List.of("none", "login", "consent"))
                                            .claim(NAMES_ISSUER, true)))
                            .userInfoEndpoint(endpoint -> endpoint.userInfoMapper(claims::userInfo)))
                    .authorizationServerMetadataEndpoint(endpoint -> endpoint.authorizationServerMetadataCustomizer(
                            metadata -> metadata.claim(NAMES_ISSUER, true)))
                    .authorizationEndpoint(endpoint -> endpoint.authorizationResponseHandler(responses::granted)
                            .errorResponseHandler(responses::refused)
                            .authenticationProviders(requests::into)
                            .consentPage("/identity/consent"))
                    .pushedAuthorizationRequestEndpoint(
                            endpoint -> endpoint.authenticationProviders(requests::intoPushed))
                    .clientAuthentication(client -> client.authenticationProviders(providers -> providers.stream()
                            .filter(ClientSecretAuthenticationProvider.class::isInstance)
                            .map(ClientSecretAuthenticationProvider.class::cast)
                            .forEach(provider -> provider.setPasswordEncoder(new SecretDigest()))));
        });
        http.authorizeHttpRequests(all -> all.anyRequest().authenticated());
        http.securityContext(context -> context.securityContextRepository(session.contexts()));
        http.exceptionHandling(errors -> errors.authenticationEntryPoint((request, response, refused) -> {
            requests.signIn(request, response, responses);
        }));
        http.requestCache(AbstractHttpConfigurer::disable);
        http.addFilterAfter(requests.signedInAsDemanded(), SecurityContextHolderFilter.class);
        return http.build();
    }

    @Bean
    AuthorizationRequests authorizationRequests(
            Authorizations authorizations,
            RelyingParties parties,
            Consents consents,
            People people,
            Authenticators authenticators,
            Pseudonyms pseudonyms,
            Clock clock) {
        return new AuthorizationRequests(authorizations, parties, consents, people, authenticators, pseudonyms, clock);
    }

    /** Consents are kept by {@link Consents}, claim by claim; Spring knows scopes only. */
    @Bean
    OAuth2AuthorizationConsentService consentOfScopes() {
        return new NoConsentOfScopes();
    }

    private static final class NoConsentOfScopes implements OAuth2AuthorizationConsentService {
        @Override
        public void save(OAuth2AuthorizationConsent consent) {}

        @Override
        public void remove(OAuth2AuthorizationConsent consent) {}

        @Override
        public @Nullable OAuth2AuthorizationConsent findById(String client, String principal) {
            return null;
        }
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
            JdbcClient db,
            WriteBehind writes,
            Audit audit,
            RegisteredClientRepository clients,
            People people,
            Clock clock) {
        return new Authorizations(db, writes, audit, clients, people, clock);
    }

    @Bean
    Claims claims(
            People people,
            Authenticators authenticators,
            Consents consents,
            RelyingParties parties,
            Pseudonyms pseudonyms) {
        return new Claims(people, authenticators, consents, parties, pseudonyms);
    }
}
