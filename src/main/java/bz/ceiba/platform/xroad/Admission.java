package bz.ceiba.platform.xroad;

import bz.ceiba.platform.xroad.XroadSettings.Peer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets only so many messages of a peer be answered at once, so that one in haste takes nothing from the others; more wait a second. */
final class Admission {
    private static final Duration WAIT = Duration.ofSeconds(1);

    private final int most;
    private final Map<Peer, Semaphore> byPeer = new ConcurrentHashMap<>();

    Admission(int most) {
        this.most = most;
    }

    /** Given back when the message is answered. */
    interface Place extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * @throws XroadError which says that it is to be asked again later
     */
    Place enter(Peer peer) {
        Semaphore places = byPeer.computeIfAbsent(peer, p -> new Semaphore(most, true));
        try {
            if (places.tryAcquire(WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                return places::release;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw XroadError.serviceFailed(most + " messages of yours are being answered; send this one again later.");
    }
}
