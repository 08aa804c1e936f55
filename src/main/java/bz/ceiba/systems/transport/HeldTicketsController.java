package bz.ceiba.systems.transport;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The Ministry's page of what phones brought and could not be accepted: a person looks at each and says what became of it. */
@Controller
class HeldTicketsController {
    static final String PATH = "/transport/held";
    private static final int SHORTEST_NOTE = 10;
    private static final int LONGEST_NOTE = 500;
    private static final int LONGEST_NAME = 120;

    private final Tickets tickets;
    private final CloseHeldTicket close;
    private final Audit audit;
    private final Messages messages;
    private final HeldWords words = new HeldWords();

    HeldTicketsController(Tickets tickets, CloseHeldTicket close, Audit audit, Messages messages) {
        this.tickets = tickets;
        this.close = close;
        this.audit = audit;
        this.messages = messages;
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.REGISTER_READ)
    @GetMapping(PATH)
    Html list(Actor actor) {
        TransportNavigation.requireDesk(actor);
        audit.record(
                actor.doesFor(RegisterController.AGENCY, AuditEvent.REGISTER_READ, Map.of("record", "held-tickets")));
        return page(Map.of(), "");
    }

    private Html page(Map<String, String> errors, String at) {
        return Html.of("transport/held")
                .with("held", tickets.held())
                .with("words", words)
                .with("at", at)
                .errors(errors);
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.HELD_TICKET_CLOSED)
    @PostMapping(PATH + "/{id}")
    Object close(@PathVariable UUID id, @RequestParam Map<String, String> posted, Actor actor, Locale locale) {
        TransportNavigation.requireDesk(actor);
        String said = posted.getOrDefault("note", "").strip();
        Map<String, String> errors = new LinkedHashMap<>();
        if (said.length() < SHORTEST_NOTE || said.length() > LONGEST_NOTE) {
            errors.put("note-" + id, messages.text(locale, "transport.wrong.note"));
        }
        Liability liability = null;
        if (posted.getOrDefault("accept", "").equals("true")) {
            PersonNumber person =
                    PersonNumber.parse(posted.getOrDefault("person", "")).orElse(null);
            String name = posted.getOrDefault("name", "").strip();
            if (person == null) {
                errors.put("person-" + id, messages.text(locale, "transport.wrong.number"));
            } else if (name.isEmpty() || name.length() > LONGEST_NAME) {
                errors.put("name-" + id, messages.text(locale, "transport.wrong.name"));
            } else {
                liability = new Liability(person, name);
            }
        }
        if (!errors.isEmpty()) {
            return page(errors, id.toString());
        }
        close.close(actor, id, said, liability);
        return "redirect:" + PATH;
    }
}
