package bz.ceiba.platform.exchange;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.web.Html;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** Where a person lets an office be told what only he can allow, and takes that back. */
@Controller
class ConsentController {
    private final Consents consents;
    private final Agreements agreements;
    private final Country country;
    private final Audit audit;
    private final Clock clock;

    ConsentController(Consents consents, Agreements agreements, Country country, Audit audit, Clock clock) {
        this.consents = consents;
        this.agreements = agreements;
        this.country = country;
        this.audit = audit;
        this.clock = clock;
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            audit = AuditEvent.OWN_DATA_READ)
    @GetMapping("/exchange/consents")
    Html list(Actor actor) {
        audit.record(actor.does(AuditEvent.OWN_DATA_READ, null, Map.of("page", "exchange-consents")));
        LocalDate today = Country.today(clock);
        return Html.of("exchange/consents")
                .with("agreements", agreements)
                .with("country", country)
                .with("mine", consents.of(actor.subject()))
                .with(
                        "asked",
                        agreements.inForce(today).stream()
                                .filter(one -> one.basis() == Agreement.Basis.CONSENT)
                                .toList());
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            audit = AuditEvent.CONSENT_GIVEN)
    @PostMapping("/exchange/consents/{id}/{version}")
    String give(@PathVariable String id, @PathVariable int version, Actor actor) {
        consents.give(actor, id, version);
        return "redirect:/exchange/consents";
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            audit = AuditEvent.CONSENT_WITHDRAWN)
    @PostMapping("/exchange/consents/{id}/withdraw")
    String withdraw(@PathVariable String id, Actor actor) {
        consents.withdraw(actor, id);
        return "redirect:/exchange/consents";
    }
}
