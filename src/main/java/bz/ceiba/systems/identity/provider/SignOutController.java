package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.PublicPage;
import bz.ceiba.systems.identity.signin.ProviderSession;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Asks whether somebody wants to sign out whom a relying party has sent here for that, and says when he is. */
@Controller
class SignOutController {
    private final ProviderSession session;
    private final SignOuts signOuts;
    private final RelyingParties parties;

    SignOutController(ProviderSession session, SignOuts signOuts, RelyingParties parties) {
        this.session = session;
        this.signOuts = signOuts;
        this.parties = parties;
    }

    @GetMapping(EndSession.ASK)
    @PublicPage
    Html ask(
            @RequestParam(name = "client_id", defaultValue = "") String client,
            @RequestParam(defaultValue = "") String to,
            HttpServletRequest request) {
        RegisteredClient party = parties.findByClientId(client);
        return session.of(request).isEmpty()
                ? Html.of("identity/signed-out")
                : Html.of("identity/sign-out")
                        .with("client", client)
                        .with("party", party == null ? "" : party.getClientName())
                        .with("to", isRegistered(party, to) ? to : "");
    }

    @PostMapping(EndSession.ASK)
    @PublicPage
    Object signOut(
            @RequestParam(name = "client_id", defaultValue = "") String client,
            @RequestParam(defaultValue = "") String to,
            HttpServletRequest request) {
        RegisteredClient party = parties.findByClientId(client);
        Optional<Authentication> who = session.of(request);
        who.ifPresent(person -> {
            signOuts.end(person, party);
            request.getSession().invalidate();
        });
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .header(HttpHeaders.LOCATION, isRegistered(party, to) ? to : EndSession.ASK)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    /** An address of the party's, with or without the state that it sent along. */
    private static boolean isRegistered(@Nullable RegisteredClient party, String to) {
        return party != null
                && party.getPostLogoutRedirectUris().stream()
                        .anyMatch(known -> to.equals(known)
                                || to.startsWith(known + (known.contains("?") ? "&" : "?") + "state="));
    }
}
