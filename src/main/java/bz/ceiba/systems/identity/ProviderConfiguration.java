package bz.ceiba.systems.identity;

import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.web.Urls;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.authorization.authentication.ClientSecretAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.security.web.SecurityFilterChain;

/** The OpenID Provider: Spring's authorization server under our addresses, with our keys, tables and sign-in pages. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IdentitySettings.class)
class ProviderConfiguration {
    @Bean
    @Order(10)
    SecurityFilterChain providerChain(HttpSecurity http, ProviderSession session) {
        http.oauth2AuthorizationServer(server -> {
            http.securityMatcher(server.getEndpointsMatcher());
            server.oidc(Customizer.withDefaults())
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
    AuthorizationServerSettings providerSettings(@Value("${ceiba.base-url}") String baseUrl) {
        return AuthorizationServerSettings.builder()
                .issuer(baseUrl)
                .authorizationEndpoint("/identity/authorize")
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
    RegisteredClientRepository clients(ProviderKeys keys, @Value("${ceiba.base-url}") String baseUrl) {
        RegisteredClient portal = RegisteredClient.withId("ceiba")
                .clientId("ceiba")
                .clientName("Ceiba")
                .clientSecret(Sha256.hex(keys.clientSecret()))
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .redirectUri(baseUrl + "/access/callback")
                .postLogoutRedirectUri(baseUrl + "/")
                .scopes(scopes -> scopes.addAll(Claims.SCOPES))
                .clientSettings(ClientSettings.builder()
                        .requireProofKey(true)
                        .requireAuthorizationConsent(false)
                        .build())
                .tokenSettings(TokenSettings.builder()
                        .idTokenSignatureAlgorithm(SignatureAlgorithm.ES256)
                        .authorizationCodeTimeToLive(Duration.ofMinutes(1))
                        .accessTokenTimeToLive(Duration.ofMinutes(5))
                        .build())
                .build();
        return new InMemoryRegisteredClientRepository(portal);
    }

    @Bean
    Authorizations authorizations(JdbcClient db, RegisteredClientRepository clients, Clock clock) {
        return new Authorizations(db, clients, clock);
    }

    @Bean
    Claims claims(People people) {
        return new Claims(people);
    }

    /** The levels of eIDAS as relying parties elsewhere know them (Implementing Regulation 2015/1502). */
    static String acr(Assurance assurance) {
        return switch (assurance) {
            case LOW -> "http://eidas.europa.eu/LoA/low";
            case SUBSTANTIAL -> "http://eidas.europa.eu/LoA/substantial";
            case HIGH -> "http://eidas.europa.eu/LoA/high";
        };
    }

    /** A secret of 256 random bits needs no slow digest; a slow one would cost 300 times the sign-in itself. */
    private static final class Sha256 implements PasswordEncoder {
        static String hex(String secret) {
            return HexFormat.of().formatHex(Codes.hash(secret));
        }

        @Override
        public String encode(@org.jspecify.annotations.Nullable CharSequence raw) {
            return hex(String.valueOf(raw));
        }

        @Override
        public boolean matches(
                @org.jspecify.annotations.Nullable CharSequence raw,
                @org.jspecify.annotations.Nullable String encoded) {
            return MessageDigest.isEqual(
                    encode(raw).getBytes(StandardCharsets.US_ASCII),
                    String.valueOf(encoded).getBytes(StandardCharsets.US_ASCII));
        }
    }
}
