package bz.ceiba.platform.cases;

import bz.ceiba.platform.cases.ServiceDefinition.By;
import bz.ceiba.platform.cases.ServiceDefinition.Transition;
import bz.ceiba.platform.payments.BillPaid;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.transaction.support.TransactionTemplate;

/** What moves cases besides people: payments and time. */
@Configuration(proxyBeanMethods = false)
class CaseMovers {
    private static final Duration EVERY = Duration.ofSeconds(30);
    private static final int AT_ONCE = 50;

    /** A payment moves its case in the transaction that books it. */
    @Bean
    PaymentListener paymentListener(Cases cases, Services services) {
        return new PaymentListener(cases, services);
    }

    record PaymentListener(Cases cases, Services services) {
        @EventListener
        void paid(BillPaid paid) {
            cases.find(paid.caseNumber()).ifPresent(file -> {
                String transition = services.of(file).paidBy();
                if (transition != null) {
                    cases.advance(file.number(), transition, Cases.empty());
                }
            });
        }
    }

    @Bean
    Task<Void> caseTimerTask(ObjectProvider<CaseTimers> timers) {
        return Tasks.recurring("cases.timers", FixedDelay.of(EVERY))
                .execute((instance, context) -> timers.getObject().run());
    }

    @Bean
    CaseTimers caseTimers(CaseFiles files, Cases cases, Services services, TransactionTemplate tx, Clock clock) {
        return new CaseTimers(files, cases, services, tx, clock);
    }

    /** Moves the cases whose time in a state is over, some at a time, each once however many processes look. */
    record CaseTimers(CaseFiles files, Cases cases, Services services, TransactionTemplate tx, Clock clock) {
        void run() {
            int moved;
            do {
                moved = Optional.ofNullable(tx.execute(status -> {
                            var due = files.timedOut(clock.instant(), AT_ONCE);
                            due.forEach(this::fire);
                            return due.size();
                        }))
                        .orElse(0);
            } while (moved == AT_ONCE);
        }

        private void fire(CaseFile file) {
            Transition timer = services.of(file).from(file.state()).stream()
                    .filter(t -> t.by() == By.TIMER)
                    .findFirst()
                    .orElseThrow(
                            () -> new IllegalStateException(file.number() + " has a timer and no transition for it"));
            cases.advance(file.number(), timer.id(), Cases.empty());
        }
    }
}
