package bz.ceiba.systems.transport;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.documents.Files;
import bz.ceiba.platform.kernel.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** A person has looked at what could not be accepted: it comes to nothing, or is accepted for whom he found out. */
@Component
class CloseHeldTicket {
    private final Tickets tickets;
    private final TakeTicket take;
    private final Files files;
    private final Audit audit;
    private final TransactionTemplate transaction;

    CloseHeldTicket(Tickets tickets, TakeTicket take, Files files, Audit audit, TransactionTemplate transaction) {
        this.tickets = tickets;
        this.take = take;
        this.files = files;
        this.audit = audit;
        this.transaction = transaction;
    }

    /**
     * Closes it.
     *
     * @param liability for whom it is accepted; null when it comes to nothing
     * @throws Problem CONFLICT when it was closed before, or can't be accepted even so; then it stays open
     */
    void close(Actor officer, UUID id, String note, @Nullable Liability liability) {
        HeldTicket held = tickets.held().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(CloseHeldTicket::closed);
        if (liability != null) {
            take.assign(
                    new BroughtTicket(held.signed(), content(held.photo()), content(held.signature()), Duration.ZERO),
                    liability);
        }
        // Accepted again is accepted still, so that it does not matter when this fails.
        transaction.executeWithoutResult(status -> {
            if (!tickets.close(id, officer.number(), note)) {
                throw closed();
            }
            audit.record(officer.doesFor(
                    RegisterController.AGENCY,
                    AuditEvent.HELD_TICKET_CLOSED,
                    liability == null ? null : liability.person(),
                    null,
                    null,
                    Map.of("ticket", id.toString(), "accepted", Boolean.toString(liability != null))));
        });
    }

    private static Problem closed() {
        return new Problem(Problem.Kind.CONFLICT, "transport.problem.held-closed");
    }

    private byte @Nullable [] content(@Nullable UUID file) {
        return Optional.ofNullable(file).flatMap(files::find).map(this::read).orElse(null);
    }

    private byte[] read(bz.ceiba.platform.documents.UploadedFile file) {
        try (InputStream in = files.open(file)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
