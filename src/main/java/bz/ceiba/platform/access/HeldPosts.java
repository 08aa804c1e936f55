package bz.ceiba.platform.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.web.util.WebUtils;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps a form that arrived after its sender's session had ended, so that nothing typed is lost. Phones are shared: what
 * one person typed is given back to him only, and not kept at all when we do not know whose it was.
 */
@Component
class HeldPosts {
    static final String PAGE = "/access/held";

    private static final String COOKIE = "ceiba_held";
    private static final Duration KEPT = Duration.ofHours(1);
    private static final int MOST_CHARACTERS = 256 * 1024;
    private static final int MOST_FIELDS = 1_000;
    /** What is as good as cash or a signature is typed again; by these names, in every room's forms. */
    private static final Set<String> SECRET = Set.of("_csrf", "code", "password");

    private static final TypeReference<Map<String, List<String>>> FIELDS = new TypeReference<>() {};

    private final JdbcClient db;
    private final PastSessions pastSessions;
    private final Visits visits;
    private final JsonMapper json;
    private final Clock clock;
    private final String baseUrl;
    private final SecureRandom random = new SecureRandom();

    HeldPosts(
            JdbcClient db,
            PastSessions pastSessions,
            Visits visits,
            JsonMapper json,
            Clock clock,
            @Value("${ceiba.base-url}") String baseUrl) {
        this.db = db;
        this.pastSessions = pastSessions;
        this.visits = visits;
        this.json = json;
        this.clock = clock;
        this.baseUrl = baseUrl;
    }

    /** Holds the request's fields and answers where to go after sign-in: to them, else to where the form was. */
    String hold(HttpServletRequest request, HttpServletResponse response) {
        return tryHold(request, response) ? PAGE : page(request);
    }

    /** Holds the request's fields if it is a form of ours without files and we know who sent it. */
    boolean tryHold(HttpServletRequest request, HttpServletResponse response) {
        Optional<PastSessions.Owner> owner = owner(request);
        String type = request.getContentType();
        boolean form = "POST".equals(request.getMethod())
                && type != null
                && type.startsWith("application/x-www-form-urlencoded");
        if (owner.isEmpty() || !form) {
            return false;
        }
        Map<String, List<String>> fields = new TreeMap<>();
        request.getParameterMap().forEach((name, values) -> fields.put(name, List.of(values)));
        fields.keySet().removeAll(SECRET);
        String written = json.writeValueAsString(fields);
        if (written.length() > MOST_CHARACTERS || fields.size() > MOST_FIELDS) {
            return false;
        }
        byte[] bytes = new byte[24];
        random.nextBytes(bytes);
        String cookie = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        db.sql("""
                        insert into access.held_post (cookie_hash, person, represented, path, fields, until)
                        values (:cookie, :person, :represented, :path, cast(:fields as jsonb), :until)
                        """)
                .param("cookie", PastSessions.hash(cookie))
                .param("person", owner.get().person())
                .param("represented", owner.get().represented())
                .param("path", request.getRequestURI())
                // jsonb knows no NUL; no form of ours has one.
                .param("fields", written.replace("\\u0000", ""))
                .param("until", clock.instant().plus(KEPT).atOffset(ZoneOffset.UTC))
                .update();
        response.addHeader(HttpHeaders.SET_COOKIE, cookie(cookie, KEPT));
        return true;
    }

    private Optional<PastSessions.Owner> owner(HttpServletRequest request) {
        Optional<Actor> actor = visits.actor(request);
        if (actor.isPresent()) {
            Actor.Represented represented = actor.get().actingFor();
            return Optional.of(
                    new PastSessions.Owner(actor.get().number(), represented == null ? null : represented.number()));
        }
        return Optional.ofNullable(request.getRequestedSessionId()).flatMap(pastSessions::owner);
    }

    /** What this browser's last form held, if there is any and it has not become too old. */
    Optional<HeldPost> of(HttpServletRequest request) {
        return cookieHash(request).flatMap(hash -> db.sql("""
                                select person, represented, path, fields::text as fields from access.held_post
                                where cookie_hash = :cookie and until > :now
                                """)
                .param("cookie", hash)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .query((row, n) -> new HeldPost(
                        row.getString("person"),
                        row.getString("represented"),
                        row.getString("path"),
                        json.readValue(row.getString("fields"), FIELDS)))
                .optional());
    }

    void drop(HttpServletRequest request, HttpServletResponse response) {
        cookieHash(request).ifPresent(hash -> db.sql("delete from access.held_post where cookie_hash = :cookie")
                .param("cookie", hash)
                .update());
        response.addHeader(HttpHeaders.SET_COOKIE, cookie("", Duration.ZERO));
    }

    int deleteOld() {
        return db.sql("delete from access.held_post where until < :now")
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    private static Optional<byte[]> cookieHash(HttpServletRequest request) {
        return Optional.ofNullable(WebUtils.getCookie(request, COOKIE))
                .map(cookie -> PastSessions.hash(cookie.getValue()));
    }

    private String cookie(String value, Duration age) {
        return ResponseCookie.from(COOKIE, value)
                .path("/access")
                .httpOnly(true)
                .secure(baseUrl.startsWith("https:"))
                .sameSite("Lax")
                .maxAge(age)
                .build()
                .toString();
    }

    /** The page the form was on. */
    private String page(HttpServletRequest request) {
        @Nullable String referer = request.getHeader(HttpHeaders.REFERER);
        return referer != null && referer.startsWith(baseUrl + "/") ? referer.substring(baseUrl.length()) : "/";
    }

    /** Whether the browser says that a page of ours sent this; another site can't make it say so. */
    boolean isFromUs(HttpServletRequest request) {
        return baseUrl.equals(request.getHeader(HttpHeaders.ORIGIN));
    }
}
