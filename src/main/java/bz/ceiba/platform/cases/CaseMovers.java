package bz.ceiba.platform.cases;

import bz.ceiba.platform.cases.ServiceDefinition.Transition;
import bz.ceiba.platform.payments.BillSettled;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** What moves cases besides people: payments and time. */
@Configuration(proxyBeanMethods = false)
class CaseMovers {
    private static final Logger LOG = LoggerFactory.getLogger(CaseMovers.class);
    private static final Duration AGAIN = Duration.ofMinutes(15);
    private static final int AT_ONCE = 50;

    /** A payment moves its case in the transaction that books it. */
    @Bean
    PaymentListener paymentListener(Cases cases, Services services) {
        return new PaymentListener(cases, services);
    }

    record PaymentListener(Cases cases, Services services) {
        @EventListener
        void paid(BillSettled paid) {
            cases.find(paid.caseNumber()).ifPresent(file -> {
                String transition = services.of(file).paidBy();
                if (transition != null) {
                    cases.advance(file.number(), transition, Cases.empty());
                }
            });
        }
    }

    @Bean
    CaseTimers caseTimers(
            CaseFiles files,
            Cases cases,
            Services services,
            Escalations escalations,
            TransactionTemplate tx,
            Clock clock) {
        return new CaseTimers(files, cases, services, escalations, tx, clock);
    }

    @Bean
    TimerWatch timerWatch(
            CaseTimers timers,
            @Value("${ceiba.jobs:true}") boolean start,
            @Value("${ceiba.timers-every:30s}") Duration every) {
        return new TimerWatch(timers, start, every);
    }

    /**
     * Every process looks for itself, so that none waits for one that died with the work in hand: its transaction ends
     * with it, and the others find what it left.
     */
    static final class TimerWatch {
        private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name("case-timers").factory());
        private final CaseTimers timers;
        private final boolean start;
        private final Duration every;

        TimerWatch(CaseTimers timers, boolean start, Duration every) {
            this.timers = timers;
            this.start = start;
            this.every = every;
        }

        @EventListener(ApplicationReadyEvent.class)
        void begin() {
            if (start) {
                var _ = watch.scheduleWithFixedDelay(this::look, 0, every.toMillis(), TimeUnit.MILLISECONDS);
            }
        }

        private void look() {
            try {
                timers.run();
            } catch (RuntimeException e) {
                // A look that fails as a whole, such as while the database restarts, must not be the last one.
                LOG.error("the cases' timers could not be looked at; the next look is in {}", every, e);
            }
        }

        @EventListener(ContextClosedEvent.class)
        void end() {
            watch.shutdownNow();
        }
    }

    /** Does what time does to cases, some at a time, each once however many processes look. */
    static final class CaseTimers {
        private final CaseFiles files;
        private final Cases cases;
        private final Services services;
        private final Escalations escalations;
        private final TransactionTemplate batch;
        private final TransactionTemplate single;
        private final Clock clock;

        CaseTimers(
                CaseFiles files,
                Cases cases,
                Services services,
                Escalations escalations,
                TransactionTemplate tx,
                Clock clock) {
            this.files = files;
            this.cases = cases;
            this.services = services;
            this.escalations = escalations;
            this.batch = tx;
            this.single = new TransactionTemplate(
                    Objects.requireNonNull(tx.getTransactionManager()),
                    new DefaultTransactionDefinition(TransactionDefinition.PROPAGATION_NESTED));
            this.clock = clock;
        }

        void run() {
            all(files::timedOut, this::fire);
            all(files::overdue, escalations::climb);
        }

        private void all(BiFunction<Instant, Integer, List<CaseFile>> find, Consumer<CaseFile> act) {
            int found;
            do {
                found = Optional.ofNullable(batch.execute(status -> {
                            List<CaseFile> due = find.apply(clock.instant(), AT_ONCE);
                            due.forEach(file -> one(file, act));
                            return due.size();
                        }))
                        .orElse(0);
            } while (found == AT_ONCE && !Thread.currentThread().isInterrupted());
        }

        /** What fails in one case is undone and tried again later; the others of the batch go on. */
        private void one(CaseFile file, Consumer<CaseFile> act) {
            try {
                single.executeWithoutResult(status -> act.accept(file));
            } catch (RuntimeException e) {
                LOG.error("{}: what time was to do failed, will be tried again in {}", file.number(), AGAIN, e);
                files.putOff(file.number(), clock.instant().plus(AGAIN));
            }
        }

        private void fire(CaseFile file) {
            Transition timer = services.of(file)
                    .timer(file.state())
                    .orElseThrow(
                            () -> new IllegalStateException(file.number() + " has a timer and no transition for it"));
            cases.advance(file.number(), timer.id(), Cases.empty());
        }
    }
}
