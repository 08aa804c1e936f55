package bz.ceiba.platform.exchange;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * Gives work up that takes too long: it runs in the thread that asks, which is interrupted. To hand it to a thread of its own costs more than
 * most questions do.
 */
final class Patience implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(100);

    private static final class Running {
        private final Thread thread = Thread.currentThread();
        private final long until;
        private boolean givenUp;
        private boolean ended;

        Running(long until) {
            this.until = until;
        }

        synchronized void giveUp() {
            if (!ended && !givenUp) {
                givenUp = true;
                thread.interrupt();
            }
        }

        synchronized boolean isGivenUp() {
            return givenUp;
        }

        /** From here on nobody interrupts the thread, and what it does next is not the one that was given up. */
        synchronized void end() {
            ended = true;
            if (givenUp) {
                Thread.interrupted();
            }
        }
    }

    private final Duration most;
    private final Set<Running> running = ConcurrentHashMap.newKeySet();
    private final Thread watch =
            Thread.ofPlatform().daemon().name("exchange-patience").unstarted(this::watch);
    private volatile boolean closed;

    /** @param most how long work may take; that it is over is noticed up to 100 ms later */
    Patience(Duration most) {
        this.most = most;
        watch.start();
    }

    /**
     * @return what the work returns
     * @throws TimeoutException when it was given up
     * @throws Exception what it throws
     */
    <T> T call(Callable<T> work) throws Exception {
        Running one = new Running(System.nanoTime() + most.toNanos());
        running.add(one);
        try {
            return work.call();
        } catch (Exception e) {
            if (one.isGivenUp()) {
                TimeoutException late = new TimeoutException("not within " + most);
                late.initCause(e);
                throw late;
            }
            throw e;
        } finally {
            running.remove(one);
            one.end();
        }
    }

    private void watch() {
        while (!closed) {
            LockSupport.parkNanos(LOOK.toNanos());
            for (Running one : running) {
                if (one.until - System.nanoTime() < 0) {
                    one.giveUp();
                }
            }
        }
    }

    /** Gives up all that runs, and ends with its thread: a server that stops complains of those that are left. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(watch);
        running.forEach(Running::giveUp);
        try {
            watch.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
