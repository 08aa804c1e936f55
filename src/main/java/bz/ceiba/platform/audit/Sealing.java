package bz.ceiba.platform.audit;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Seals every second while the process runs, and once more when it stops. */
final class Sealing implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Sealing.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Sealer sealer;
    private @Nullable ScheduledExecutorService timer;
    private @Nullable String lastTrouble;

    Sealing(Sealer sealer) {
        this.sealer = sealer;
    }

    @Override
    public synchronized void start() {
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name("audit-sealing").factory());
        var _ = started.scheduleAtFixedRate(this::seal, 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
        timer = started;
    }

    /** A timer that meets an exception stops for good, so trouble is told here, once for each kind, and tried again. */
    private void seal() {
        try {
            sealer.seal();
            if (lastTrouble != null) {
                LOG.warn("the audit log is being sealed again");
                lastTrouble = null;
            }
        } catch (SQLException | IOException | RuntimeException e) {
            String trouble = String.valueOf(e.getMessage());
            if (!trouble.equals(lastTrouble)) {
                LOG.error("the audit log is NOT being sealed: {}", trouble, e);
                lastTrouble = trouble;
            }
        }
    }

    @Override
    public synchronized void stop() {
        ScheduledExecutorService running = timer;
        if (running == null) {
            return;
        }
        timer = null;
        running.shutdown();
        try {
            if (running.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                seal();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return timer != null;
    }
}
