package bz.ceiba.systems.transport;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a ticket that a phone brought. Either way it is kept here, and the phone may forget it.
 *
 * @param number as the ticket has it, or empty when it can't be read
 * @param reason why it is held for a person to look at, the last word of a message key; null when it is accepted
 * @param flags of an accepted one
 */
record TakenTicket(
        String number, boolean accepted, @Nullable String reason, List<String> flags) {
    TakenTicket {
        flags = List.copyOf(flags);
    }

    static TakenTicket accepted(Ticket ticket) {
        return new TakenTicket(ticket.number().text(), true, null, ticket.flags());
    }

    static TakenTicket held(String number, String reason) {
        return new TakenTicket(number, false, reason, List.of());
    }
}
