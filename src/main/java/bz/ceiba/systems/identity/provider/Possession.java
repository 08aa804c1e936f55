package bz.ceiba.systems.identity.provider;

import bz.ceiba.systems.identity.provider.DpopProofs.Refused;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Finds out, before anybody looks at a request for tokens, which key and which certificate its sender holds, and says so in parameters that
 * nobody can send: tokens are bound to them (RFC 9449, 5 and 10; RFC 8705, 3). Spring's own check knows proofs of its own process only.
 */
final class Possession extends OncePerRequestFilter {
    /** The thumbprint of the key of which the sender has given proof. */
    static final String KEY = "ceiba_jkt";

    /** The thumbprint of the sender's certificate. */
    static final String CERTIFICATE = "ceiba_x5t";

    /** To which key a code is to be bound, as the authorization request has it (RFC 9449, 10). */
    static final String CODE_KEY = "dpop_jkt";

    static final String PROOF = "DPoP";

    private static final String TOKEN = "/identity/token";
    private static final String PUSH = "/identity/par";
    private static final String CIBA = "/identity/bc-authorize";
    private static final Set<String> PATHS = Set.of(TOKEN, PUSH, CIBA);

    private final DpopProofs proofs;
    private final ClientCertificates certificates;
    private final String baseUrl;

    Possession(DpopProofs proofs, ClientCertificates certificates, String baseUrl) {
        this.proofs = proofs;
        this.certificates = certificates;
        this.baseUrl = baseUrl;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !PATHS.contains(request.getRequestURI());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<String> wrong = UnfitRequests.twice(request);
        if (wrong.isPresent()) {
            Answers.error(response, 400, "invalid_request", wrong.get());
            return;
        }
        Map<String, String> found = new HashMap<>();
        try {
            String key = key(request);
            if (key != null && request.getRequestURI().equals(PUSH)) {
                String asked = request.getParameter(CODE_KEY);
                if (asked != null && !asked.equals(key)) {
                    Answers.error(response, 400, "invalid_dpop_proof", "dpop_jkt is another key than the proof's");
                    return;
                }
                found.put(CODE_KEY, key);
            }
            if (key != null) {
                found.put(KEY, key);
            }
        } catch (Refused e) {
            Answers.error(response, 400, "invalid_dpop_proof", e.getMessage());
            return;
        }
        certificates
                .of(request)
                .ifPresent(shown -> found.put(CERTIFICATE, ClientCertificates.thumbprint(shown.getFirst())));
        chain.doFilter(new Known(request, found), response);
    }

    private @Nullable String key(HttpServletRequest request) throws Refused {
        List<String> shown = Collections.list(request.getHeaders(PROOF));
        if (shown.isEmpty()) {
            return null;
        }
        return shown.size() == 1
                ? proofs.verify(shown.getFirst(), request.getMethod(), baseUrl + request.getRequestURI(), null)
                : proofs.verify("", request.getMethod(), baseUrl, null);
    }

    /** A request with what was found out about its sender, and without what he says himself of that. */
    private static final class Known extends HttpServletRequestWrapper {
        private final Map<String, String[]> parameters;

        private Known(HttpServletRequest request, Map<String, String> found) {
            super(request);
            parameters = new HashMap<>(request.getParameterMap());
            parameters.keySet().removeAll(new HashSet<>(List.of(KEY, CERTIFICATE)));
            found.forEach((name, value) -> parameters.put(name, new String[] {value}));
        }

        @Override
        public @Nullable String getParameter(String name) {
            String[] values = parameters.get(name);
            return values == null ? null : values[0];
        }

        @Override
        public Map<String, String[]> getParameterMap() {
            return Collections.unmodifiableMap(parameters);
        }

        @Override
        public Enumeration<String> getParameterNames() {
            return Collections.enumeration(parameters.keySet());
        }

        @Override
        public String @Nullable [] getParameterValues(String name) {
            return parameters.get(name);
        }

        @Override
        public @Nullable String getHeader(String name) {
            return PROOF.equalsIgnoreCase(name) ? null : super.getHeader(name);
        }

        @Override
        public Enumeration<String> getHeaders(String name) {
            return PROOF.equalsIgnoreCase(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
        }
    }
}
