package bz.ceiba.platform.notifications;

import bz.ceiba.platform.notifications.Channel.Undelivered;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Sends what is queued. One loop makes deliveries of notices and each channel has a loop of its own, so that a dead SMS
 * centre holds up no e-mail. A loop that finds nothing sleeps until it is woken or half a second has passed.
 */
class Sender implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);
    private static final int BATCH = 20;
    private static final Duration IDLE = Duration.ofMillis(500);
    /** Notices that come one after another are spread in one go. */
    private static final Duration GATHERING = Duration.ofMillis(100);

    private static final Duration AFTER_ERROR = Duration.ofSeconds(5);
    private static final Duration FORGET_EVERY = Duration.ofHours(1);
    /** A message that ends the process each time must not do so for ever. */
    private static final int MOST_UNANSWERED = 10;

    private final Deliveries deliveries;
    private final Spreading spreading;
    private final Bounces bounces;
    private final Channels channels;
    private final List<Duration> retries;
    private final Duration keepTrying;
    private final Clock clock;
    private final List<Thread> loops = new ArrayList<>();
    private final List<Semaphore> bells = new ArrayList<>();
    private volatile boolean running;
    private Instant nextForget = Instant.EPOCH;

    Sender(
            Deliveries deliveries,
            Spreading spreading,
            Bounces bounces,
            Channels channels,
            List<Duration> retries,
            Duration keepTrying,
            Clock clock) {
        this.deliveries = deliveries;
        this.spreading = spreading;
        this.bounces = bounces;
        this.channels = channels;
        this.retries = List.copyOf(retries);
        this.keepTrying = keepTrying;
        this.clock = clock;
    }

    @Override
    public synchronized void start() {
        running = true;
        begin("notices", this::spread, Spreading.BATCH, GATHERING);
        for (Channel channel : channels.all()) {
            begin(channel.name(), () -> sendRound(channel), 1, Duration.ZERO);
        }
    }

    /**
     * @param full when a round held that many there may be more, and the next follows at once
     * @param gathering how long to wait for company after the bell
     */
    private void begin(String name, IntSupplier round, int full, Duration gathering) {
        Semaphore bell = new Semaphore(0);
        bells.add(bell);
        loops.add(
                Thread.ofVirtual().name("notifications-" + name).start(() -> loop(name, round, full, gathering, bell)));
    }

    private void loop(String name, IntSupplier round, int full, Duration gathering, Semaphore bell) {
        while (running) {
            Duration pause = IDLE;
            try {
                if (round.getAsInt() >= full) {
                    continue;
                }
            } catch (RuntimeException e) {
                if (!running) {
                    return;
                }
                LOG.error("sending {} failed and goes on in {} s", name, AFTER_ERROR.toSeconds(), e);
                pause = AFTER_ERROR;
            }
            try {
                if (bell.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    Thread.sleep(gathering);
                    bell.drainPermits();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Something was queued: don't wait for the next look. */
    synchronized void wake() {
        bells.forEach(Semaphore::release);
    }

    private int spread() {
        int count = spreading.round();
        if (count > 0) {
            wake();
        }
        if (clock.instant().isAfter(nextForget)) {
            deliveries.forgetOld();
            nextForget = clock.instant().plus(FORGET_EVERY);
        }
        return count;
    }

    /** Sends one batch on a channel; answers how many messages it held. */
    private int sendRound(Channel channel) {
        int matched = channel.name().equals(SmsChannel.NAME) ? deliveries.matchReceipts() : 0;
        List<Delivery> batch = deliveries.claim(channel.name(), BATCH);
        if (batch.isEmpty()) {
            return matched;
        }
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Void>> tasks = new ArrayList<>();
            batch.forEach(delivery -> tasks.add(() -> {
                send(channel, delivery);
                return null;
            }));
            // What takes longer is broken off, well within the lease.
            List<Future<Void>> ended =
                    executor.invokeAll(tasks, deliveries.lease().toMillis() / 2, TimeUnit.MILLISECONDS);
            for (int i = 0; i < batch.size(); i++) {
                settle(channel, batch.get(i), ended.get(i));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return batch.size();
    }

    private void settle(Channel channel, Delivery delivery, Future<Void> task) {
        switch (task.state()) {
            case SUCCESS, RUNNING -> {
                // It has said itself what became of it.
            }
            case CANCELLED -> notTaken(channel, delivery, new Undelivered("it took too long", false, null));
            case FAILED ->
                LOG.error(
                        "sending by {} failed; it is tried again after its lease", channel.name(), task.exceptionNow());
        }
    }

    private void send(Channel channel, Delivery delivery) {
        Instant expiry = delivery.expiresAt();
        if (expiry != null && !clock.instant().isBefore(expiry)) {
            deliveries.failed(delivery, "expired");
            return;
        }
        if (delivery.unanswered() > MOST_UNANSWERED) {
            LOG.error(
                    "message {} by {} is given up: the process that sent it ended each time",
                    delivery.id(),
                    channel.name());
            deliveries.failed(delivery, "given up: the sending process was ended each time");
            return;
        }
        try {
            deliveries.sent(delivery, channel.send(delivery));
        } catch (Undelivered e) {
            notTaken(channel, delivery, e);
        }
    }

    /** An outage delays a message, however long it lasts within reason; only a refusal for good ends it at once. */
    private void notTaken(Channel channel, Delivery delivery, Undelivered why) {
        String error = String.valueOf(why.getMessage());
        boolean tooOld = !clock.instant().isBefore(delivery.queuedAt().plus(keepTrying));
        if (!why.forGood() && !tooOld) {
            deliveries.later(delivery, retries.get(Math.min(delivery.attempt(), retries.size()) - 1), error);
            return;
        }
        LOG.warn(
                "message {} by {} is given up after try {}: {}",
                delivery.id(),
                channel.name(),
                delivery.attempt(),
                error);
        deliveries.failed(delivery, error);
        if (why.isWrongAddress()) {
            bounces.refused(delivery.address(), delivery.reference(), error);
        }
    }

    @Override
    public void stop() {
        List<Thread> ending;
        synchronized (this) {
            running = false;
            wake();
            ending = List.copyOf(loops);
            loops.clear();
            bells.clear();
        }
        channels.all().forEach(Channel::close);
        for (Thread loop : ending) {
            try {
                if (!loop.join(Duration.ofSeconds(5))) {
                    loop.interrupt();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
