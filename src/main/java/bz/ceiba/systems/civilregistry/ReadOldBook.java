package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.cases.CaseEvent;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.systems.civilregistry.OldBooks.OldEntry;
import bz.ceiba.systems.civilregistry.OldBooks.OldPage;
import bz.ceiba.systems.civilregistry.OldBooks.Transcription;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes an index of old books: two officers read a line without seeing what the other one read; where they differ a third decides. With
 * the first certificate that an officer allows, the line becomes an entry of the register, under the number that it has in the index.
 */
@Component
class ReadOldBook {
    private static final int READERS = 2;

    private final OldBooks books;
    private final Entries entries;
    private final Cases cases;
    private final Audit audit;
    private final TransactionTemplate transaction;
    private final Clock clock;

    /** What is left to do on a line, for one officer. */
    enum Task {
        READ,
        /** Two read it differently, and he is neither. */
        DECIDE,
        /** He has read it, and others have to. */
        WAIT,
        DONE
    }

    ReadOldBook(
            OldBooks books, Entries entries, Cases cases, Audit audit, TransactionTemplate transaction, Clock clock) {
        this.books = books;
        this.entries = entries;
        this.cases = cases;
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
    }

    Task task(Actor officer, OldPage page, int line) {
        if (books.of(page.id(), line).isPresent()) {
            return Task.DONE;
        }
        List<Transcription> read = books.transcriptions(page.id(), line);
        if (read.stream().anyMatch(one -> one.officer().equals(officer.person()))) {
            return Task.WAIT;
        }
        return read.size() < READERS ? Task.READ : Task.DECIDE;
    }

    /**
     * Keeps what an officer read; with the second that agrees, or the third, the line is in the index.
     *
     * @throws Problem CONFLICT when he has read it already or it is done
     */
    void read(Actor officer, OldPage page, int line, Facts facts) {
        transaction.executeWithoutResult(status -> {
            books.lock(page.id(), line);
            Task task = task(officer, page, line);
            if (task != Task.READ && task != Task.DECIDE) {
                throw new Problem(Problem.Kind.CONFLICT, "civilregistry.problem.read-already");
            }
            boolean decides = task == Task.DECIDE;
            List<Transcription> before = books.transcriptions(page.id(), line);
            books.add(
                    page.id(),
                    line,
                    new Transcription(officer.person(), officer.name(), facts, decides),
                    clock.instant());
            boolean agreed = !before.isEmpty() && before.getFirst().facts().equals(facts);
            if (decides || agreed) {
                settle(officer, page, line, facts);
            }
        });
    }

    private void settle(Actor officer, OldPage page, int line, Facts facts) {
        int year = facts.on(page.event()).getYear();
        Reference reference = entries.next(page.event().oldBook().orElseThrow() + year);
        String where = page.title() + ", " + page.folio()
                + (facts.has(Field.OLD_NUMBER) ? ", " + facts.get(Field.OLD_NUMBER) : "");
        books.settle(
                new OldEntry(reference, page.id(), line, page.event().oldKind(), facts.with(Field.OLD_BOOK, where)),
                clock.instant());
        audit.record(officer.doesFor(
                RegisterEntry.AGENCY,
                AuditEvent.REGISTER_CHANGED,
                Map.of("record", reference.text(), "change", "indexed")));
    }

    /**
     * The entry of a line of the index, made now if it is not in the register yet, for the case in which an officer allowed a
     * certificate of it; empty when the index has no such line.
     */
    Optional<Entry> enter(CaseFile file, Reference reference) {
        return transaction.execute(status -> {
            entries.lock();
            Optional<Entry> there = entries.find(reference);
            if (there.isPresent()) {
                return there;
            }
            return books.find(reference).map(old -> {
                CaseEvent allowed = cases.last(file.number(), List.of("allow"))
                        .orElseThrow(() -> new IllegalStateException(file.number() + " was not allowed"));
                // At least two read it, so one of them is not who allowed it.
                Transcription reader = books.transcriptions(old.page(), old.line()).stream()
                        .filter(one -> !one.officer().digits().equals(allowed.actor()))
                        .findFirst()
                        .orElseThrow();
                entries.enter(
                        new Entries.New(
                                old.kind(),
                                Timing.DELAYED,
                                old.facts(),
                                file.number(),
                                clock.instant(),
                                allowed.actor(),
                                allowed.actorName(),
                                reader.officer().digits(),
                                reader.officerName()),
                        reference);
                return entries.find(reference).orElseThrow();
            });
        });
    }
}
