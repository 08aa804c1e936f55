package bz.ceiba.platform.access;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.PublicPage;
import bz.ceiba.platform.web.Urls;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/** Signing out, and finding again what one had typed. The way to sign in begins in a filter. */
@Controller
class AccessController {
    private final Visits visits;
    private final HeldPosts heldPosts;
    private final ActForSomebody acting;
    private final Audit audit;
    private final ApplicationEventPublisher events;
    private final String baseUrl;

    AccessController(
            Visits visits,
            HeldPosts heldPosts,
            ActForSomebody acting,
            Audit audit,
            ApplicationEventPublisher events,
            @Value("${ceiba.base-url}") String baseUrl) {
        this.visits = visits;
        this.heldPosts = heldPosts;
        this.acting = acting;
        this.audit = audit;
        this.events = events;
        this.baseUrl = baseUrl;
    }

    /** Asks, because a link alone must not sign anybody out: any page on the net could hold it. */
    @GetMapping("/access/sign-out")
    @PublicPage
    Object signOutPage(HttpServletRequest request) {
        return visits.of(request).isPresent() ? Html.of("access/sign-out") : redirect("/");
    }

    @PostMapping("/access/sign-out")
    @PublicPage
    ResponseEntity<Void> signOut(HttpServletRequest request) {
        Optional<Visit> visit = visits.of(request);
        if (visit.isEmpty()) {
            return redirect("/");
        }
        Actor actor = visit.get().actor();
        Actor.Represented represented = actor.actingFor();
        if (represented != null) {
            acting.end(actor, represented);
            audit.record(actor.does(AuditEvent.ACTING_STOPPED, null, Map.of()));
        }
        Actor himself = new Actor(actor.number(), actor.name(), actor.assurance(), actor.roles(), null);
        audit.record(himself.does(AuditEvent.SIGNED_OUT, null, Map.of()));
        events.publishEvent(new SigningOut(request));
        visits.end(request);
        String token = visit.get().idToken();
        return redirect(
                token.isEmpty()
                        ? "/"
                        : "/identity/logout?id_token_hint=" + token + "&client_id=ceiba&post_logout_redirect_uri="
                                + Urls.encode(baseUrl + "/"));
    }

    @GetMapping(HeldPosts.PAGE)
    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.ANY,
            audit = AuditEvent.OWN_DATA_READ)
    Object held(Actor actor, HttpServletRequest request, HttpServletResponse response) {
        Optional<HeldPost> held = heldPosts.of(request);
        if (held.isEmpty()) {
            return redirect("/");
        }
        HeldPost post = held.get();
        if (!post.person().equals(actor.number())) {
            heldPosts.drop(request, response);
            return redirect("/");
        }
        Actor.Represented represented = actor.actingFor();
        boolean forTheSame = Objects.equals(post.represented(), represented == null ? null : represented.number());
        audit.record(actor.does(AuditEvent.OWN_DATA_READ, null, Map.of("what", "held form", "path", post.path())));
        return Html.of("access/held")
                .with("path", post.path())
                .with("fields", post.fields())
                .with("ready", forTheSame);
    }

    private static ResponseEntity<Void> redirect(String path) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .header(HttpHeaders.LOCATION, path)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
