package bz.ceiba.systems.transport;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Makes batches for the card printer, gives out their files, and takes back what was spoilt. */
@Component
class PrintCards {
    /** A batch fits on one screen and its file into what a browser takes. */
    static final int MOST = 100;

    private final Cards cards;
    private final CardFile file;
    private final Audit audit;

    PrintCards(Cards cards, CardFile file, Audit audit) {
        this.cards = cards;
        this.file = file;
        this.audit = audit;
    }

    /**
     * Puts the cards that wait into one batch; answers its number.
     *
     * @throws Problem CONFLICT when none waits any more
     */
    @Transactional
    public int make(Actor supervisor) {
        cards.lock();
        List<Card> waiting = cards.waiting(MOST).stream().filter(file::isReady).toList();
        if (waiting.isEmpty()) {
            throw new Problem(Problem.Kind.CONFLICT, "transport.problem.no-cards");
        }
        int number = cards.batch(supervisor, waiting);
        audit.record(supervisor.doesFor(
                RegisterController.AGENCY,
                AuditEvent.CARDS_BATCHED,
                Map.of("batch", Integer.toString(number), "cards", Integer.toString(waiting.size()))));
        return number;
    }

    /**
     * Writes a batch's file, which each holder finds in his log. Not in a transaction.
     *
     * @throws Problem GONE when a photograph is no longer kept; CONFLICT when it would not be the file that was given out before
     */
    public void write(Actor supervisor, CardBatch batch, Path to) {
        List<Card> all = cards.of(batch.number());
        String sha256 = file.write(all, to);
        if (!cards.sealed(batch.number(), sha256).equals(sha256)) {
            throw new Problem(Problem.Kind.CONFLICT, "transport.problem.card-file");
        }
        for (Card card : all) {
            audit.record(supervisor.doesFor(
                    RegisterController.AGENCY,
                    AuditEvent.CARDS_READ,
                    card.holder(),
                    card.caseNumber(),
                    null,
                    Map.of("batch", Integer.toString(batch.number()), "document", card.document())));
        }
    }

    /**
     * A card came out wrong: it is in the next batch again.
     *
     * @throws Problem CONFLICT when it is not in this batch, or somebody said so before
     */
    @Transactional
    public void spoil(Actor supervisor, CardBatch batch, String document, String why) {
        cards.lock();
        if (!cards.spoil(batch.number(), document, supervisor, why)) {
            throw new Problem(Problem.Kind.CONFLICT, "transport.problem.spoilt");
        }
        audit.record(supervisor.doesFor(
                RegisterController.AGENCY,
                AuditEvent.CARD_SPOILT,
                Map.of("batch", Integer.toString(batch.number()), "document", document)));
    }
}
