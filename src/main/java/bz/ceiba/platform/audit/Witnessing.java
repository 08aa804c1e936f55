package bz.ceiba.platform.audit;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Asks the configured witnesses for their cosignatures while the process runs. Each has a thread of its own, so that one that
 * is silent delays neither sealing nor the others; one that fails is asked less and less often, at last every five minutes.
 */
final class Witnessing implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Witnessing.class);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final List<WitnessClient> witnesses;
    private final Duration every;
    private @Nullable ScheduledExecutorService timer;

    Witnessing(List<WitnessClient> witnesses, Duration every) {
        this.witnesses = List.copyOf(witnesses);
        this.every = every;
    }

    @Override
    public synchronized void start() {
        if (witnesses.isEmpty()) {
            return;
        }
        ScheduledExecutorService started = Executors.newScheduledThreadPool(
                witnesses.size(), Thread.ofVirtual().name("audit-witness-", 0).factory());
        timer = started;
        new ArrayList<>(witnesses).forEach(witness -> schedule(started, witness, every, null));
    }

    private void schedule(
            ScheduledExecutorService on, WitnessClient witness, Duration pause, @Nullable String lastTrouble) {
        if (!on.isShutdown()) {
            var _ = on.schedule(() -> ask(on, witness, pause, lastTrouble), pause.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Trouble is told here, once for each kind, and tried again. */
    private void ask(ScheduledExecutorService on, WitnessClient witness, Duration pause, @Nullable String lastTrouble) {
        try {
            witness.submit();
            if (lastTrouble != null) {
                LOG.warn("the witness {} cosigns again", witness.name());
            }
            schedule(on, witness, every, null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            String trouble = String.valueOf(e.getMessage());
            if (!trouble.equals(lastTrouble)) {
                LOG.error("the witness {} does not cosign: {}", witness.name(), trouble);
            }
            Duration longer = pause.multipliedBy(2);
            schedule(on, witness, longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer, trouble);
        }
    }

    @Override
    public synchronized void stop() {
        ScheduledExecutorService running = timer;
        if (running != null) {
            timer = null;
            running.shutdownNow();
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return timer != null;
    }
}
