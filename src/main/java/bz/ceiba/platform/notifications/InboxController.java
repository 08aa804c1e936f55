package bz.ceiba.platform.notifications;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Matter;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The inbox of the one at the keyboard: who acts for another reads his own, but for a child's, a ward's or a company's, which nobody else
 * reads. Another's notice does not exist for him.
 */
@Controller
class InboxController {
    private final Inbox inbox;
    private final Contacts contacts;
    private final Audit audit;

    InboxController(Inbox inbox, Contacts contacts, Audit audit) {
        this.inbox = inbox;
        this.contacts = contacts;
        this.audit = audit;
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.ANY,
            audit = AuditEvent.NOTICE_READ)
    @GetMapping("/notifications/inbox")
    Html list(@RequestParam @Nullable Long before, Actor actor, Locale locale) {
        audit.record(actor.does(AuditEvent.NOTICE_READ, null, Map.of("notice", "list")));
        List<InboxLine> lines = inbox.before(actor.inbox(), before == null ? Long.MAX_VALUE : before, locale);
        boolean more = lines.size() > Inbox.PAGE;
        List<InboxLine> shown = more ? lines.subList(0, Inbox.PAGE) : lines;
        Optional<Contact> contact = contacts.of(actor.inbox());
        return Html.of("notifications/inbox")
                .with("lines", shown)
                .with("unread", inbox.unread(actor.inbox()))
                .with(
                        "refused",
                        contact.filter(known -> known.emailRefusedAt() != null)
                                .map(Contact::email)
                                .orElse(null))
                .with("unproved", contact.map(Contact::emailUnproved).orElse(null))
                .with("first", before == null)
                .with("older", more ? shown.getLast().id() : null);
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.ANY,
            audit = AuditEvent.NOTICE_READ)
    @GetMapping("/notifications/inbox/{id}")
    @Transactional
    Html read(@PathVariable long id, Actor actor, Locale locale) {
        InboxLine line = inbox.open(actor.inbox(), id, locale)
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "notifications.problem.no-notice"));
        String about = line.caseNumber();
        audit.record(actor.does(
                AuditEvent.NOTICE_READ,
                about == null ? null : new CaseNumber(about),
                Map.of("notice", String.valueOf(id))));
        return Html.of("notifications/notice").with("line", line);
    }
}
