package bz.ceiba.platform.documents;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What the state hands out: signed, verifiable, revocable. */
@Component
public class Documents {
    /** The reason of a document in whose place another one was issued. */
    static final String REPLACED = "replaced";

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int TRIES = 8;
    private static final int LOCKS = 64;

    /** Of a batch; each holds a PDF and waits for a token or an authority most of the time. */
    static final int AT_ONCE = 2 * Runtime.getRuntime().availableProcessors();

    private final DocumentMaking making;
    private final IssuedDocuments issued;
    private final Contents contents;
    private final Audit audit;
    private final TransactionTemplate transaction;
    private final Clock clock;

    /** So that this process signs an order once, however often it is asked at the same time. */
    private final List<ReentrantLock> locks =
            IntStream.range(0, LOCKS).mapToObj(i -> new ReentrantLock()).toList();

    Documents(
            DocumentMaking making,
            IssuedDocuments issued,
            Contents contents,
            Audit audit,
            TransactionTemplate transaction,
            Clock clock) {
        this.making = making;
        this.issued = issued;
        this.contents = contents;
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * Renders, signs and stores a document. Slow (a signature, a time-stamp): never call it in a transaction. With a key
     * used before it answers the document that is there, also when the first try stopped half-way or is still running.
     *
     * <p>The document is printed in English unless the model has another {@code language}. A document that
     * {@code replaces} another one revokes that in the same step.
     *
     * @throws IllegalStateException within a transaction
     * @throws IllegalArgumentException when {@code replaces} is no document of the same holder
     */
    public IssuedDocument issue(IssueOrder order) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("a document must not be signed in a transaction");
        }
        ReentrantLock lock = locks.get(Math.floorMod(order.key().hashCode(), LOCKS));
        lock.lock();
        try {
            Optional<IssuedDocument> there = issued.byKey(order.key());
            return there.orElseGet(() -> make(order));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Issues many documents, several at a time. Orders are taken one by one as there is room, so that memory holds a handful
     * of documents however many there are; called again with the same orders after a crash, it goes on where it stopped.
     *
     * @param done told of each document, from the calling thread's helpers, in no order
     * @throws IllegalStateException within a transaction, or when an order fails; no further order is begun then
     */
    public void issueAll(Iterator<IssueOrder> orders, Consumer<IssuedDocument> done) {
        AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
        Semaphore room = new Semaphore(AT_ONCE);
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            while (failure.get() == null && orders.hasNext()) {
                room.acquire();
                IssueOrder order = orders.next();
                executor.execute(() -> {
                    try {
                        done.accept(issue(order));
                    } catch (RuntimeException e) {
                        failure.compareAndSet(
                                null, new IllegalStateException("order " + order.key() + " could not be issued", e));
                    } finally {
                        room.release();
                    }
                });
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped before all orders were issued", e);
        }
        RuntimeException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
    }

    private IssuedDocument make(IssueOrder order) {
        requireReplaceable(order);
        Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
        String number = reserve(order, at);
        byte[] pdf = making.make(order, number, at);
        try (Gathered gathered = Gathered.from(new ByteArrayInputStream(pdf), pdf.length, contents)) {
            contents.keep(gathered.sha256(), gathered.path());
            IssuedDocument document = new IssuedDocument(
                    number,
                    order.type(),
                    order.title(),
                    order.agency(),
                    order.holder(),
                    order.holderName(),
                    order.caseNumber(),
                    at,
                    order.validUntil(),
                    gathered.sha256(),
                    null,
                    null);
            transaction.executeWithoutResult(status -> enter(order, document, pdf));
        } catch (IOException e) {
            throw new UncheckedIOException("document " + number + " could not be stored", e);
        }
        // Another process may have been faster; then its document counts and ours was never seen.
        return issued.byKey(order.key()).orElseThrow();
    }

    private void requireReplaceable(IssueOrder order) {
        String replaces = order.replaces();
        if (replaces != null
                && issued.byNumber(replaces)
                        .filter(lost -> lost.holder().equals(order.holder()))
                        .isEmpty()) {
            throw new IllegalArgumentException("no document " + replaces + " of this holder can be replaced");
        }
    }

    /** The number is kept before anything is signed: a second try after a crash gets the same one. */
    private String reserve(IssueOrder order, Instant at) {
        int year = LocalDate.ofInstant(at, Country.ZONE).getYear();
        for (int i = 0; i < TRIES; i++) {
            Optional<String> number = issued.reservedNumber(order.key());
            if (number.isPresent()) {
                return number.get();
            }
            issued.reserve(
                    order.key(), CaseNumber.random(order.prefix(), year, RANDOM).text(), at);
        }
        throw new IllegalStateException("no free number with the prefix " + order.prefix());
    }

    private void enter(IssueOrder order, IssuedDocument document, byte[] pdf) {
        if (!issued.insert(order, document, pdf.length)) {
            return;
        }
        if (order.documentClass() == DocumentClass.LONG_TERM) {
            issued.revise(
                    document.number(), document.sha256(), pdf.length, document.issuedAt(), PdfSigning.stampUntil(pdf));
        }
        audit.record(AuditEntry.bySystem(
                AuditEvent.DOCUMENT_ISSUED,
                document.holder(),
                document.caseNumber(),
                Map.of("number", document.number(), "type", document.type(), "sha256", document.sha256())));
        String replaces = order.replaces();
        if (replaces != null) {
            if (issued.revoke(replaces, REPLACED, document.issuedAt())) {
                audit.record(AuditEntry.bySystem(
                        AuditEvent.DOCUMENT_REVOKED,
                        document.holder(),
                        document.caseNumber(),
                        Map.of("number", replaces, "reason", REPLACED, "by", document.number())));
            }
            issued.replace(replaces, document.number());
        }
    }

    /**
     * Revokes a document from now on, in the caller's transaction if there is one; one that is revoked already stays as
     * it was and nothing is logged.
     *
     * @param reason as the public may read it, or the last word of a message key {@code documents.reason.*}
     * @param by the audit entry, with event DOCUMENT_REVOKED
     * @throws Problem NOT_FOUND when there is no such document
     */
    @Transactional
    public void revoke(String number, String reason, AuditEntry by) {
        if (issued.byNumber(number).isEmpty()) {
            throw new Problem(Problem.Kind.NOT_FOUND, "documents.problem.not-found");
        }
        if (issued.revoke(number, reason, clock.instant().truncatedTo(ChronoUnit.MICROS))) {
            audit.record(by);
        }
    }

    /**
     * What the code on a document says, for other things that carry it, such as a card of plastic: signed anew, so never call it in a
     * transaction.
     */
    public String code(IssueOrder order, IssuedDocument document) {
        return making.code(order, document.number(), document.issuedAt());
    }

    /** The document that was issued under a key, if it has been. */
    public Optional<IssuedDocument> findByKey(String key) {
        return issued.byKey(key);
    }

    public Optional<IssuedDocument> find(String number) {
        return issued.byNumber(number);
    }

    /** What was issued in a case, oldest first, without receipts. */
    public List<IssuedDocument> of(CaseNumber caseNumber) {
        return issued.byCase(caseNumber);
    }

    /**
     * The signed PDF; the caller closes it, after having checked who may read it.
     *
     * @throws Problem GONE when its time was over and it was destroyed
     */
    public InputStream open(IssuedDocument document) {
        if (issued.isDestroyed(document.number())) {
            throw new Problem(Problem.Kind.GONE, "documents.problem.destroyed");
        }
        try {
            return contents.open(issued.current(document));
        } catch (IOException e) {
            throw new UncheckedIOException("the PDF of document " + document.number() + " can't be read", e);
        }
    }
}
