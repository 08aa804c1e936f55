package bz.ceiba.platform.access;

import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Urls;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.NullSecurityContextRepository;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.header.writers.StaticHeadersWriter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * What holds for every request: headers, anti-forgery tokens, and the question who may. Who is signed in stands in the
 * session as a {@link Visit}; Spring Security's context is not kept between requests.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
    private static final String DEVICES =
            "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(),"
                    + " magnetometer=(), microphone=(), payment=(), usb=()";

    @Bean
    @Order(100)
    SecurityFilterChain applicationChain(
            HttpSecurity http,
            ContentPolicy policy,
            Refusals refusals,
            HeldPosts heldPosts,
            Visits visits,
            SignIns signIns,
            ClientRegistrationRepository provider,
            @Value("${ceiba.base-url}") String baseUrl) {
        http.csrf(csrf -> csrf.csrfTokenRepository(csrfTokens(baseUrl))
                .ignoringRequestMatchers(SecurityConfiguration::isWebhook));
        http.headers(headers -> strict(headers, policy.text()));
        http.securityContext(context -> context.securityContextRepository(new NullSecurityContextRepository()));
        http.exceptionHandling(errors -> errors.accessDeniedHandler(
                (request, response, denied) -> forged(refusals, heldPosts, visits, request, response)));
        RelyingParty.configure(http, provider, signIns, visits, refusals);
        http.requestCache(AbstractHttpConfigurer::disable);
        http.logout(AbstractHttpConfigurer::disable);
        return http.build();
    }

    /**
     * A form without the right token. If the browser says that our own page sent it, its cookies were lost meanwhile: what
     * was typed is kept and shown again. Anything else may come from another site.
     */
    private static void forged(
            Refusals refusals,
            HeldPosts heldPosts,
            Visits visits,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        if (Refusals.isBrowser(request) && heldPosts.isFromUs(request) && heldPosts.tryHold(request, response)) {
            boolean signedIn = visits.of(request).isPresent();
            response.setStatus(HttpServletResponse.SC_SEE_OTHER);
            response.setHeader(
                    "Location",
                    signedIn ? HeldPosts.PAGE : RelyingParty.SIGN_IN + "?back=" + Urls.encode(HeldPosts.PAGE));
            return;
        }
        refusals.write(Problem.Kind.FORBIDDEN, "web.problem.forgery", request, response);
    }

    private static CookieCsrfTokenRepository csrfTokens(String baseUrl) {
        CookieCsrfTokenRepository tokens = new CookieCsrfTokenRepository();
        tokens.setCookieName(SessionConfiguration.cookieName("ceiba_csrf", baseUrl));
        tokens.setCookiePath("/");
        tokens.setCookieCustomizer(cookie ->
                cookie.httpOnly(true).secure(baseUrl.startsWith("https:")).sameSite("Lax"));
        return tokens;
    }

    /** Gateways sign what they send us; they have no cookie of ours. */
    private static boolean isWebhook(HttpServletRequest request) {
        String path = request.getRequestURI();
        return path.startsWith("/payments/") && path.endsWith("/webhook");
    }

    private static void strict(HeadersConfigurer<HttpSecurity> headers, String policy) {
        headers.contentSecurityPolicy(csp -> csp.policyDirectives(policy))
                .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN))
                // A page that needs the camera or the place says so itself; then this is not set.
                .addHeaderWriter(new StaticHeadersWriter("Permissions-Policy", DEVICES))
                .crossOriginOpenerPolicy(opener -> opener.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
                .crossOriginResourcePolicy(resource -> resource.policy(CrossOriginResourcePolicy.SAME_ORIGIN))
                // Pages say no-store themselves, assets may be kept for ever.
                .cacheControl(HeadersConfigurer.CacheControlConfig::disable);
    }

    @Bean
    WebMvcConfigurer accessConfigurer(AllowsInterceptor allows, Visits visits) {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(allows).order(Ordered.HIGHEST_PRECEDENCE);
            }

            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new ActorArgument(visits));
            }
        };
    }

    /** Hands the actor to a handler; null on public pages that nobody has signed in to. */
    private record ActorArgument(Visits visits) implements HandlerMethodArgumentResolver {
        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType() == Actor.class;
        }

        @Override
        public @Nullable Object resolveArgument(
                MethodParameter parameter,
                @Nullable ModelAndViewContainer container,
                NativeWebRequest web,
                @Nullable WebDataBinderFactory binders) {
            HttpServletRequest request = web.getNativeRequest(HttpServletRequest.class);
            return request == null ? null : visits.actor(request).orElse(null);
        }
    }
}
