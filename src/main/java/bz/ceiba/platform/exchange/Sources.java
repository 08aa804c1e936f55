package bz.ceiba.platform.exchange;

import bz.ceiba.platform.kernel.Problem;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The services that the rooms of this process offer. Each question is answered in a transaction of its own that reads
 * only, and is given up when it takes too long: as it will be across the network.
 */
final class Sources implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sources.class);

    private final ObjectProvider<Source> beans;
    private final ObjectProvider<Elsewhere> elsewhere;
    private final TransactionTemplate reading;
    private final Patience patience;
    private volatile @Nullable Map<String, Source> byService;

    Sources(
            ObjectProvider<Source> beans,
            ObjectProvider<Elsewhere> elsewhere,
            PlatformTransactionManager transactions,
            Duration patience) {
        this.beans = beans;
        this.elsewhere = elsewhere;
        this.patience = new Patience(patience);
        this.reading = new TransactionTemplate(transactions);
        this.reading.setReadOnly(true);
        this.reading.setTimeout((int) Math.max(1, patience.toSeconds()));
    }

    /**
     * @return the whole answer, an object, not yet cut
     * @param claim what lets it be asked
     * @throws Problem INVALID with what the source finds wrong with the question; FORBIDDEN when another node refuses it
     * @throws NoAnswer when there is no such source here, or it fails, or it takes longer than the patience
     */
    Answered ask(Question question, Claim claim) throws NoAnswer {
        @Nullable Source source = byService().get(question.service());
        if (source == null) {
            throw new NoAnswer("nobody offers " + question.service());
        }
        Answered answered = answer(source, question, claim);
        if (!answered.body().isObject()) {
            throw new NoAnswer(question.service() + " answered something else than an object");
        }
        return answered;
    }

    private Answered answer(Source source, Question question, Claim claim) throws NoAnswer {
        try {
            return patience.call(() -> source.isElsewhere()
                    ? source.answer(question, claim)
                    : Objects.requireNonNull(reading.execute(status -> source.answer(question, claim)), "an answer"));
        } catch (Problem problem) {
            if (problem.kind() == Problem.Kind.INVALID
                    || (source.isElsewhere() && problem.kind() == Problem.Kind.FORBIDDEN)) {
                throw problem;
            }
            throw failed(question, problem);
        } catch (TimeoutException e) {
            LOG.error("{} did not answer in time", question.service(), e);
            throw new NoAnswer(question.service() + " did not answer in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoAnswer("interrupted while waiting for " + question.service(), e);
        } catch (Exception e) {
            if (source.isElsewhere()) {
                // A node that is away is asked often, and its line in the log says all that is known here.
                LOG.warn("{} of another node did not answer: {}", question.service(), e.toString());
                throw new NoAnswer(question.service() + " failed", e);
            }
            throw failed(question, e);
        }
    }

    private static NoAnswer failed(Question question, Exception e) {
        LOG.error("{} failed to answer for case {}", question.service(), question.caseNumber(), e);
        return new NoAnswer(question.service() + " failed", e);
    }

    /** Whether another node offers it. */
    boolean isElsewhere(String service) {
        Source source = byService().get(service);
        return source != null && source.isElsewhere();
    }

    /** Looked up late: a source may itself ask the exchange. */
    private Map<String, Source> byService() {
        Map<String, Source> known = byService;
        if (known == null) {
            Map<String, Source> found = new HashMap<>();
            for (Source source : beans.stream().toList()) {
                if (found.put(source.service(), source) != null) {
                    throw new IllegalStateException("two sources offer " + source.service());
                }
            }
            // An agency that has a node of its own is asked there, although its room is in this program.
            elsewhere.forEach(nodes -> nodes.sources().forEach(source -> found.put(source.service(), source)));
            known = Map.copyOf(found);
            byService = known;
        }
        return known;
    }

    @Override
    public void close() {
        patience.close();
    }
}
