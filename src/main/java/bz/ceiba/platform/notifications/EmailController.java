package bz.ceiba.platform.notifications;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Matter;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** A person's e-mail address: given on one page, proved on the page behind the link that is sent to it. */
@Controller
class EmailController {
    private static final int LONGEST = 254;

    private final EmailChecks checks;
    private final Contacts contacts;
    private final Messages messages;
    private final Audit audit;

    EmailController(EmailChecks checks, Contacts contacts, Messages messages, Audit audit) {
        this.checks = checks;
        this.contacts = contacts;
        this.messages = messages;
        this.audit = audit;
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.OWN,
            audit = AuditEvent.OWN_DATA_READ)
    @GetMapping("/notifications/email")
    Html show(Actor actor) {
        audit.record(actor.does(AuditEvent.OWN_DATA_READ, null, Map.of("page", "email")));
        return Html.of("notifications/email")
                .with(
                        "email",
                        contacts.of(actor.person()).map(Contact::emailUnproved).orElse(""));
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.OWN,
            audit = AuditEvent.CONTACT_CHANGED)
    @PostMapping("/notifications/email")
    @Transactional
    Html ask(@RequestParam(defaultValue = "") String email, Actor actor, Locale locale) {
        String address = email.strip();
        if (!isAddress(address)) {
            return Html.of("notifications/email")
                    .with("email", address)
                    .with("errors", Map.of("email", messages.text(locale, "notifications.email.error")))
                    .status(422);
        }
        checks.ask(actor.person(), actor.name(), address, locale);
        audit.record(actor.does(AuditEvent.CONTACT_CHANGED, null, Map.of("email", "link sent")));
        return Html.of("notifications/email-sent").with("email", address);
    }

    /** Changes nothing: mail scanners open links too. */
    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.OWN,
            audit = AuditEvent.OWN_DATA_READ)
    @GetMapping("/notifications/email/{token}")
    Html open(@PathVariable String token, Actor actor) {
        String email = checks.waiting(actor.person(), token).orElseThrow(EmailController::noLink);
        audit.record(actor.does(AuditEvent.OWN_DATA_READ, null, Map.of("page", "email")));
        return Html.of("notifications/email-prove").with("email", email).with("token", token);
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.OWN,
            audit = AuditEvent.CONTACT_CHANGED)
    @PostMapping("/notifications/email/{token}")
    @Transactional
    String prove(@PathVariable String token, Actor actor) {
        if (!checks.prove(actor.person(), token)) {
            throw noLink();
        }
        audit.record(actor.does(AuditEvent.CONTACT_CHANGED, null, Map.of("email", "proved")));
        return "redirect:/notifications/preferences?saved=true";
    }

    private static Problem noLink() {
        return new Problem(Problem.Kind.GONE, "notifications.problem.no-link");
    }

    private static boolean isAddress(String text) {
        try {
            InternetAddress address = new InternetAddress(text, true);
            return text.length() <= LONGEST
                    && address.getAddress().equals(text)
                    && text.indexOf('@') > 0
                    && text.indexOf('.', text.indexOf('@')) > 0;
        } catch (AddressException e) {
            return false;
        }
    }
}
