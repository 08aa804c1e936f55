package bz.ceiba.platform.access;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.PublicPage;
import bz.ceiba.platform.web.Urls;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/** The one place where it is decided who may call what. What names nothing is refused to everybody. */
@Component
class AllowsInterceptor implements HandlerInterceptor {
    private final Visits visits;
    private final Visitors visitors;
    private final HeldPosts heldPosts;
    private final Refusals refusals;
    private final Audit audit;

    AllowsInterceptor(Visits visits, Visitors visitors, HeldPosts heldPosts, Refusals refusals, Audit audit) {
        this.visits = visits;
        this.visitors = visitors;
        this.heldPosts = heldPosts;
        this.refusals = refusals;
        this.audit = audit;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws IOException {
        visitors.introduce(request);
        if (isPublic(handler)) {
            return true;
        }
        Optional<Actor> actor = visits.actor(request);
        if (actor.isEmpty()) {
            askToSignIn(request, response);
            return false;
        }
        Allows allows = allows(handler);
        String reason = visits.endActing(request) ? "over" : refusal(allows, actor.get());
        if (reason == null) {
            return true;
        }
        audit.record(actor.get()
                .does(
                        AuditEvent.ACCESS_REFUSED,
                        null,
                        Map.of("action", request.getMethod() + " " + pattern(request), "reason", reason)));
        if (allows != null && reason.equals("assurance")) {
            // A program has no pages to come back to.
            String back = Refusals.isBrowser(request) ? back(request, response) : "/";
            throw new Problem(
                    Problem.Kind.FORBIDDEN,
                    "access.problem.assurance",
                    Map.of(Problem.LINK, StepUp.address(allows.assurance(), back)));
        }
        refusals.write(Problem.Kind.FORBIDDEN, "access.problem." + reason, request, response);
        return false;
    }

    private static boolean isPublic(Object handler) {
        return handler instanceof HandlerMethod method
                && !method.hasMethodAnnotation(Allows.class)
                && (method.hasMethodAnnotation(PublicPage.class)
                        || AnnotatedElementUtils.hasAnnotation(method.getBeanType(), PublicPage.class));
    }

    private static @Nullable Allows allows(Object handler) {
        return handler instanceof HandlerMethod method ? method.getMethodAnnotation(Allows.class) : null;
    }

    /** Why not, as the last word of a message key; null when allowed. */
    static @Nullable String refusal(@Nullable Allows allows, Actor actor) {
        if (allows == null) {
            return "closed";
        }
        boolean holdsOne = allows.roles().length == 0
                || Arrays.stream(allows.roles())
                        .anyMatch(role -> actor.agencyAs(role).isPresent());
        if (!holdsOne) {
            return actor.actingFor() == null ? "role" : "acting";
        }
        if (!actor.mayIn(allows.matter())) {
            return "matter-" + allows.matter().id();
        }
        return actor.assurance().reaches(allows.assurance()) ? null : "assurance";
    }

    private void askToSignIn(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!Refusals.isBrowser(request)) {
            refusals.write(Problem.Kind.SIGN_IN_NEEDED, "access.problem.sign-in-needed", request, response);
            return;
        }
        String back = back(request, response);
        response.setHeader("Cache-Control", "no-store");
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", RelyingParty.SIGN_IN + "?back=" + Urls.encode(back));
    }

    /** To the page itself, or to what was typed, which is held meanwhile. */
    private String back(HttpServletRequest request, HttpServletResponse response) {
        String query = request.getQueryString();
        return "GET".equals(request.getMethod())
                ? request.getRequestURI() + (query == null ? "" : "?" + query)
                : heldPosts.hold(request, response);
    }

    private static String pattern(HttpServletRequest request) {
        return String.valueOf(request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE));
    }
}
