package bz.ceiba.platform.xroad;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The way to another machine. Only so many messages are on it at once. When half of the last twenty did not get through, the machine is left in peace
 * for ten seconds, and whoever asks meanwhile hears so at once.
 */
final class Line {
    private static final Duration PEACE = Duration.ofSeconds(10);
    private static final int LAST = 20;
    private static final int AT_LEAST = 10;
    private static final int TRIALS = 3;

    private final String host;
    private final Duration patience;
    private final CircuitBreaker circuit;
    private final Semaphore places;

    Line(String host, int mostAtOnce, Duration patience, Clock clock) {
        this.host = host;
        this.patience = patience;
        this.places = new Semaphore(mostAtOnce, true);
        this.circuit = CircuitBreaker.of(
                host,
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(LAST)
                        .minimumNumberOfCalls(AT_LEAST)
                        .permittedNumberOfCallsInHalfOpenState(TRIALS)
                        .waitDurationInOpenState(PEACE)
                        .recordException(e -> e instanceof XroadError error && error.isNetwork())
                        .clock(clock)
                        .currentTimestampFunction(Clock::millis, TimeUnit.MILLISECONDS)
                        .build());
    }

    /**
     * Sends something, and waits for what comes back.
     *
     * @param away makes the error for a machine that is left in peace or has no place free
     */
    <T> T call(Function<String, XroadError> away, Supplier<T> sending) {
        try {
            if (!places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw away.apply("too many messages wait for " + host);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw away.apply("interrupted while waiting for " + host);
        }
        try {
            return circuit.executeSupplier(sending);
        } catch (CallNotPermittedException e) {
            throw away.apply(host + " did not answer lately; it is asked again in some seconds.");
        } finally {
            places.release();
        }
    }
}
