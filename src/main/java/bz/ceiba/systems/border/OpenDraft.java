package bz.ceiba.systems.border;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.RateLimits;
import bz.ceiba.platform.kernel.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;
import org.springframework.web.util.WebUtils;

/**
 * Opens what somebody works on, for him alone. The code in the link is not enough once a traveller is named: links are forwarded and mistyped.
 * The browser with which it was begun has a proof; another one gets it for the number of a traveller's document.
 */
@Component
class OpenDraft {
    private static final String COOKIE = "ceiba_declaration";
    private static final Duration WINDOW = Duration.ofMinutes(10);
    private static final int MOST_UNKNOWN = 20;
    private static final int MOST_NUMBERS = 5;

    private final Drafts drafts;
    private final Sealed sealed;
    private final RateLimits limits;
    private final boolean secure;

    OpenDraft(Drafts drafts, Sealed sealed, RateLimits limits, @Value("${ceiba.base-url}") String baseUrl) {
        this.drafts = drafts;
        this.sealed = sealed;
        this.limits = limits;
        this.secure = baseUrl.startsWith("https:");
    }

    /**
     * What can be a code.
     *
     * @throws Problem NOT_FOUND when it can't; one that is unknown gets the same answer
     */
    ReturnCode code(String typed, HttpServletRequest request) {
        return ReturnCode.parse(typed).orElseThrow(() -> unknown(request));
    }

    private Problem unknown(HttpServletRequest request) {
        limits.count("border-code:" + RateLimits.address(request.getRemoteAddr()), MOST_UNKNOWN, WINDOW);
        return new Problem(Problem.Kind.NOT_FOUND, "border.problem.no-declaration");
    }

    /**
     * The draft, whoever asks.
     *
     * @throws Problem NOT_FOUND when there is none
     */
    Draft any(ReturnCode code, HttpServletRequest request) {
        return drafts.find(code).orElseThrow(() -> unknown(request));
    }

    /**
     * The draft, if this browser or person may see it; empty when the number of a document is to be asked for first.
     *
     * @throws Problem NOT_FOUND when there is none
     */
    Optional<Draft> opened(
            ReturnCode code, HttpServletRequest request, HttpServletResponse response, @Nullable Actor actor) {
        Draft draft = any(code, request);
        boolean own = actor != null && actor.subject().digits().equals(draft.person());
        boolean empty = draft.content().travellers().isEmpty();
        if (isProved(draft, request)) {
            return Optional.of(draft);
        }
        if (own || empty) {
            prove(draft, request, response);
            return Optional.of(draft);
        }
        return Optional.empty();
    }

    /**
     * The same, for a page that only who has the proof can have come from.
     *
     * @throws Problem NOT_FOUND when there is none, FORBIDDEN with where to give the number of a document
     */
    Draft own(ReturnCode code, HttpServletRequest request, HttpServletResponse response, @Nullable Actor actor) {
        return opened(code, request, response, actor)
                .orElseThrow(() -> new Problem(
                        Problem.Kind.FORBIDDEN,
                        "border.problem.locked",
                        Map.of(Problem.LINK, DeclareController.PATH + "/" + code.text())));
    }

    private boolean isProved(Draft draft, HttpServletRequest request) {
        var cookie = WebUtils.getCookie(request, COOKIE);
        return cookie != null && sealed.isProof(draft, cookie.getValue());
    }

    /** Whether the number is that of a traveller's document; then this browser may see the draft. */
    boolean unlock(Draft draft, String number, HttpServletRequest request, HttpServletResponse response) {
        limits.count("border-unlock:" + draft.id(), MOST_NUMBERS, WINDOW);
        String plain = Traveller.plain(number);
        boolean right = draft.content().travellers().stream()
                .anyMatch(one -> Traveller.plain(one.number()).equals(plain));
        if (right) {
            prove(draft, request, response);
        }
        return right;
    }

    /** Gives this browser the proof. */
    void prove(Draft draft, HttpServletRequest request, HttpServletResponse response) {
        ResponseCookie cookie = ResponseCookie.from(COOKIE, sealed.proof(draft))
                .path(DeclareController.PATH)
                .maxAge(Drafts.KEPT)
                .sameSite("Lax")
                .httpOnly(true)
                .secure(secure || request.isSecure())
                .build();
        response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
    }
}
