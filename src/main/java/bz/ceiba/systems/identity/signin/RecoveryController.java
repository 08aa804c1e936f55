package bz.ceiba.systems.identity.signin;

import static bz.ceiba.systems.identity.signin.SignInAnswers.redirect;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.PublicPage;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Where a person stops a recovery that he did not ask for: by the link in the message, or where he is signed in. */
@Controller
class RecoveryController {
    private final Recoveries recoveries;
    private final OwnAuthenticators own;

    RecoveryController(Recoveries recoveries, OwnAuthenticators own) {
        this.recoveries = recoveries;
        this.own = own;
    }

    /** Nothing happens before the button is pressed: programs that look at mail follow links. */
    @PublicPage
    @GetMapping("/identity/recovery/stop")
    Html stopPage(@RequestParam(name = "t", defaultValue = "") String token) {
        return Html.of("identity/recovery-stop")
                .with("token", token)
                .with("waits", recoveries.stoppable(token).isPresent());
    }

    @PublicPage
    @PostMapping("/identity/recovery/stop")
    Html stop(@RequestParam(name = "t", defaultValue = "") String token) {
        return Html.of("identity/recovery-stop").with("done", recoveries.stop(token));
    }

    /** Whoever is signed in, however he is: in doubt it is stopped. */
    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            audit = AuditEvent.RECOVERY_STOPPED)
    @PostMapping("/identity/recovery/stop-mine")
    Object stopMine(Actor actor) {
        recoveries.stop(own.himself(actor));
        return redirect("/identity/passkeys");
    }
}
