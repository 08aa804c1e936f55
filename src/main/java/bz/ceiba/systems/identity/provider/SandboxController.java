package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.PublicPage;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Tells somebody that a service is not open yet, and leads back to it with {@code access_denied}. */
@Controller
class SandboxController {
    static final String PATH = "/identity/sandbox";

    private final RelyingParties parties;
    private final AuthorizationResponses responses;

    SandboxController(RelyingParties parties, AuthorizationResponses responses) {
        this.parties = parties;
        this.responses = responses;
    }

    /** Only to an address that the party registered: nobody is led elsewhere by this page. */
    @PublicPage
    @GetMapping(PATH)
    Html closed(
            @RequestParam(name = "client_id", defaultValue = "") String client,
            @RequestParam(name = "redirect_uri", defaultValue = "") String redirectUri,
            @RequestParam(defaultValue = "") String state) {
        RegisteredClient party = parties.findByClientId(client);
        if (party == null
                || !RelyingParties.standing(party).sandbox()
                || !party.getRedirectUris().contains(redirectUri)) {
            throw new Problem(Problem.Kind.NOT_FOUND, "web.problem.not-found");
        }
        return Html.of("identity/sandbox")
                .with("party", party.getClientName())
                .with("host", RelyingParties.pages(party))
                .with("back", responses.closed(redirectUri, state));
    }
}
