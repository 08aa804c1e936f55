package bz.ceiba.systems.portal;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.audit.Disclosures;
import bz.ceiba.platform.cases.Services;
import bz.ceiba.platform.exchange.Agreements;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.web.Html;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Who has looked at my data: every look by every office, and every refusal, with its reason. */
@Controller
class DisclosuresController {
    private final Disclosures disclosures;
    private final Agreements agreements;
    private final Services services;
    private final Country country;
    private final Audit audit;

    DisclosuresController(
            Disclosures disclosures, Agreements agreements, Services services, Country country, Audit audit) {
        this.disclosures = disclosures;
        this.agreements = agreements;
        this.services = services;
        this.country = country;
        this.audit = audit;
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            audit = AuditEvent.OWN_DATA_READ)
    @GetMapping("/portal/disclosures")
    Html disclosures(Actor actor, @RequestParam(defaultValue = "1") int page) {
        int shown = Math.max(page, 1);
        audit.record(actor.does(AuditEvent.OWN_DATA_READ, null, Map.of("page", "disclosures")));
        return Html.of("portal/disclosures")
                .with("excerpt", disclosures.about(actor.subject(), shown - 1))
                .with("words", new DisclosureWords(agreements, services, country))
                .with("number", shown);
    }
}
