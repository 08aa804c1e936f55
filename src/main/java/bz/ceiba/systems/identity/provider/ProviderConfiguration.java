package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.access.RateLimits;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.kernel.WriteBehind;
import bz.ceiba.platform.notifications.Notices;
import bz.ceiba.systems.identity.register.IdentitySettings;
import bz.ceiba.systems.identity.register.People;
import bz.ceiba.systems.identity.register.VirtualNumbers;
import bz.ceiba.systems.identity.signin.Authenticators;
import bz.ceiba.systems.identity.signin.ProviderSession;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.time.Clock;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.core.session.SessionRegistry;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsent;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2TokenExchangeAuthenticationConverter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.preauth.AbstractPreAuthenticatedProcessingFilter;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The OpenID Provider: Spring's authorization server under our addresses, with our keys, tables and sign-in pages. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({IdentitySettings.class, ProviderSettings.class})
class ProviderConfiguration {
    @Bean
    @Order(10)
    SecurityFilterChain providerChain(
            HttpSecurity http,
            ProviderSession session,
            AuthorizationRequests requests,
            ClientAuthentication clients,
            ProviderMetadata metadata,
            AuthorizationResponses responses,
            Grants grants,
            Authorizations authorizations,
            Representing representing,
            Filters filters) {
        http.oauth2AuthorizationServer(server -> {
            RequestMatcher backchannel =
                    PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.POST, BackchannelAuthentication.PATH);
            http.securityMatcher(new OrRequestMatcher(server.getEndpointsMatcher(), backchannel));
            http.csrf(csrf -> csrf.ignoringRequestMatchers(backchannel));
            server.oidc(oidc -> oidc.providerConfigurationEndpoint(
                            endpoint -> endpoint.providerConfigurationCustomizer(metadata::openId)))
                    .authorizationServerMetadataEndpoint(
                            endpoint -> endpoint.authorizationServerMetadataCustomizer(metadata::oauth))
                    .authorizationEndpoint(endpoint -> endpoint.authorizationResponseHandler(responses::granted)
                            .errorResponseHandler(responses::refused)
                            .authenticationProviders(requests::into)
                            .consentPage(ConsentController.QUESTION))
                    .pushedAuthorizationRequestEndpoint(
                            endpoint -> endpoint.authenticationProviders(requests::intoPushed))
                    .tokenEndpoint(endpoint -> endpoint.accessTokenRequestConverter(new BackchannelGrant.Converter())
                            .authenticationProvider(grants.backchannel())
                            .accessTokenRequestConverter(new ExchangeRequest.Converter())
                            .authenticationProvider(grants.exchange())
                            // Spring's would give whoever shows a token one with more scopes, bound to nobody.
                            .accessTokenRequestConverters(
                                    all -> all.removeIf(OAuth2TokenExchangeAuthenticationConverter.class::isInstance))
                            .errorResponseHandler(Quotas::refused))
                    .tokenIntrospectionEndpoint(endpoint -> endpoint.authenticationProviders(
                            all -> Introspection.into(all, authorizations, representing)))
                    .clientAuthentication(client -> client.authenticationProviders(clients::into)
                            .authenticationConverters(clients::intoConverters)
                            .errorResponseHandler(clients::refused));
        });
        http.authorizeHttpRequests(all -> all.anyRequest().authenticated());
        http.securityContext(context -> context.securityContextRepository(session.contexts()));
        http.exceptionHandling(errors -> errors.authenticationEntryPoint((request, response, refused) -> {
            if (request.getRequestURI().equals(AuthorizationRequests.PATH)) {
                filters.signIns().signIn(request, response);
            } else {
                clients.refused(request, response, refused);
            }
        }));
        http.requestCache(AbstractHttpConfigurer::disable);
        http.addFilterBefore(filters.possession(), AbstractPreAuthenticatedProcessingFilter.class);
        http.addFilterBefore(filters.userInfo(), AbstractPreAuthenticatedProcessingFilter.class);
        http.addFilterAfter(filters.unfit(), SecurityContextHolderFilter.class);
        http.addFilterAfter(filters.signIns(), SecurityContextHolderFilter.class);
        http.addFilterAfter(filters.endSession(), SecurityContextHolderFilter.class);
        http.addFilterAfter(filters.backchannel(), AuthorizationFilter.class);
        return http.build();
    }

    @Bean
    ClientAuthentication clientAuthentication(
            RelyingParties parties,
            ClientKeys keys,
            ClientCertificates certificates,
            UsedOnce used,
            Clock clock,
            @Value("${ceiba.base-url}") String baseUrl) {
        Set<String> endpoints = Stream.of("/identity/token", "/identity/par", "/identity/bc-authorize")
                .map(path -> baseUrl + path)
                .collect(Collectors.toSet());
        return new ClientAuthentication(
                new ClientAssertions(keys, used, clock, baseUrl, endpoints),
                new CertificateAuthentication(certificates, parties));
    }

    /** Grants of our own; as beans of their own Spring would ask them a second time, for the whole application. */
    record Grants(BackchannelGrant backchannel, TokenExchange exchange) {}

    @Bean
    Grants providerGrants(
            BackchannelRequests requested,
            Authorizations authorizations,
            RelyingParties parties,
            People people,
            Sandbox sandbox,
            Tokens tokens,
            Clock clock,
            @Value("${ceiba.base-url}") String baseUrl) {
        return new Grants(
                new BackchannelGrant(requested, authorizations, tokens, clock),
                new TokenExchange(authorizations, parties, people, sandbox, tokens, clock, baseUrl));
    }

    /** In the provider's chain only: as beans of their own Spring Boot would put them before all requests. */
    record Filters(
            UnfitRequests unfit,
            DemandedSignIns signIns,
            Possession possession,
            UserInfo userInfo,
            EndSession endSession,
            BackchannelAuthentication backchannel) {}

    @Bean
    Filters providerFilters(
            AuthorizationParameters parameters,
            AuthorizationResponses responses,
            Authenticators authenticators,
            Authorizations authorizations,
            RelyingParties parties,
            Claims claims,
            ToldClaims toldClaims,
            DpopProofs proofs,
            ClientCertificates certificates,
            Signer signer,
            ProviderSession session,
            SignOuts signOuts,
            Pseudonyms pseudonyms,
            IdTokenHints hints,
            SignedRequests signedRequests,
            BackchannelRequests requests,
            People people,
            Sandbox sandbox,
            VirtualNumbers virtualNumbers,
            Notices notices,
            RateLimits limits,
            ProviderSettings settings,
            PlatformTransactionManager transactions,
            Clock clock,
            @Value("${ceiba.base-url}") String baseUrl) {
        return new Filters(
                new UnfitRequests(parameters, parties, responses),
                new DemandedSignIns(parameters, responses, hints, parties, people, authenticators, pseudonyms, clock),
                new Possession(proofs, certificates, baseUrl),
                new UserInfo(authorizations, parties, claims, toldClaims, proofs, certificates, signer, baseUrl),
                new EndSession(session, signOuts, parties, pseudonyms, hints),
                new BackchannelAuthentication(
                        requests,
                        signedRequests,
                        authorizations,
                        people,
                        sandbox,
                        virtualNumbers,
                        notices,
                        limits,
                        settings.askedAnHour(),
                        new TransactionTemplate(transactions),
                        clock));
    }

    @Bean
    Tokens tokens(Signer signer, Claims claims, Clock clock) {
        return new Tokens(signer, claims, clock);
    }

    @Bean
    AuthorizationRequests authorizationRequests(
            IdTokenHints hints,
            Consents consents,
            Representing representing,
            Sandbox sandbox,
            People people,
            Authenticators authenticators,
            Pseudonyms pseudonyms) {
        return new AuthorizationRequests(hints, consents, representing, sandbox, people, authenticators, pseudonyms);
    }

    @Bean
    AuthorizationResponses authorizationResponses(@Value("${ceiba.base-url}") String baseUrl) {
        return new AuthorizationResponses(baseUrl);
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
                // There is no device grant here: by this setting Spring authenticates clients at the backchannel
                // endpoint.
                .deviceAuthorizationEndpoint(BackchannelAuthentication.PATH)
                .build();
    }

    @Bean
    JWKSource<SecurityContext> providerKeySource(ProviderKeys keys) {
        return (selector, context) -> keys.published(selector);
    }

    /** Spring asks for one, to read access tokens at userinfo; ours are read by {@link UserInfo}. */
    @Bean
    JwtDecoder noTokens() {
        return token -> {
            throw new BadJwtException("access tokens are not read here");
        };
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
            Representing representing,
            Clock clock) {
        return new Authorizations(db, writes, audit, clients, people, representing, clock);
    }

    @Bean
    Claims claims(
            People people,
            Authenticators authenticators,
            Consents consents,
            Representing representing,
            Pseudonyms pseudonyms,
            ToldProofs proofs,
            PartyUse use,
            @Value("${ceiba.base-url}") String baseUrl) {
        return new Claims(people, authenticators, consents, representing, pseudonyms, proofs, use, baseUrl);
    }
}
