package bz.ceiba.platform.insight;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.audit.AuditSearch;
import bz.ceiba.platform.audit.Disclosures;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The auditors' way into the log. What they look for is itself in the log, and the person looked for can read it. */
@Controller
class AuditSearchController {
    private final Disclosures disclosures;
    private final Audit audit;
    private final Country country;
    private final Messages messages;
    private final Clock clock;

    AuditSearchController(Disclosures disclosures, Audit audit, Country country, Messages messages, Clock clock) {
        this.disclosures = disclosures;
        this.audit = audit;
        this.country = country;
        this.messages = messages;
        this.clock = clock;
    }

    @Allows(roles = Role.AUDITOR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.AUDIT_READ)
    @GetMapping("/insight/audit")
    Html search(Actor actor, @RequestParam Map<String, String> typed, Locale locale) {
        AuditSearchForm form = AuditSearchForm.of(typed, key -> messages.text(locale, key));
        LocalDate today = Country.today(clock);
        Html html = Html.of("insight/audit")
                .with("form", form)
                .with("country", country)
                .with("today", today);
        AuditSearch search = form.search();
        if (search == null) {
            return html.status(422);
        }
        String agency = actor.agencyAs(Role.AUDITOR).orElseThrow();
        audit.record(actor.doesFor(
                agency, AuditEvent.AUDIT_READ, search.subject(), search.caseNumber(), null, form.looked()));
        return html.with("excerpt", disclosures.search(search, form.page() - 1));
    }
}
