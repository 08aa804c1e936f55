package bz.ceiba.systems.transport;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** A person has looked at what could not be accepted. */
@Component
class CloseHeldTicket {
    private final Tickets tickets;
    private final Audit audit;

    CloseHeldTicket(Tickets tickets, Audit audit) {
        this.tickets = tickets;
        this.audit = audit;
    }

    /** Answers whether it was still open. */
    @Transactional
    public boolean close(Actor officer, UUID id, String note) {
        if (!tickets.close(id, officer.number(), note)) {
            return false;
        }
        audit.record(officer.doesFor(
                RegisterController.AGENCY,
                AuditEvent.HELD_TICKET_CLOSED,
                null,
                null,
                null,
                Map.of("ticket", id.toString())));
        return true;
    }
}
