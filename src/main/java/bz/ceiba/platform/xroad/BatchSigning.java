package bz.ceiba.platform.xroad;

import bz.ceiba.platform.xroad.HashTree.Leaf;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Signs messages for members. What waits while one signature is made is signed with the next one, together: under load a key signs
 * once for many messages, and a message alone waits for nobody.
 */
final class BatchSigning implements AutoCloseable {
    private static final int MOST = 512;

    /**
     * Where two wait more are on their way. Whoever receives them verifies each signature, which takes longer than to make it, so fewer signatures
     * are worth a short wait.
     */
    private static final Duration GATHERING = Duration.ofMillis(3);

    private final Standing standing;
    private final Clock clock;
    private final Map<MemberKeys.Key, BlockingQueue<Waiting>> queues = new ConcurrentHashMap<>();
    private final List<Thread> threads = new ArrayList<>();

    private record Waiting(List<Leaf> parts, byte @Nullable [] statement, CompletableFuture<Signed> signed) {}

    BatchSigning(Standing standing, Clock clock) {
        this.standing = standing;
        this.clock = clock;
    }

    /**
     * Signs, and waits until it is done.
     *
     * @throws XroadError when nobody has said lately that the certificate stands
     */
    Signed sign(MemberKeys.Key key, List<Leaf> parts) {
        Waiting waiting = new Waiting(parts, standing.statement(key.certificate()), new CompletableFuture<>());
        queues.computeIfAbsent(key, this::begin).add(waiting);
        return waiting.signed().join();
    }

    private BlockingQueue<Waiting> begin(MemberKeys.Key key) {
        BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
        synchronized (threads) {
            threads.add(Thread.ofVirtual().name("xroad-signing").start(() -> run(key, queue)));
        }
        return queue;
    }

    private void run(MemberKeys.Key key, BlockingQueue<Waiting> queue) {
        List<Waiting> batch = new ArrayList<>();
        try {
            while (true) {
                batch.clear();
                batch.add(queue.take());
                queue.drainTo(batch, MOST - 1);
                if (batch.size() > 1) {
                    Thread.sleep(GATHERING);
                    queue.drainTo(batch, MOST - batch.size());
                }
                signAll(key, batch);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void signAll(MemberKeys.Key key, List<Waiting> batch) {
        try {
            HashTree tree = new HashTree(batch.stream().map(Waiting::parts).toList());
            byte[] result = tree.result(Parts.SIGNED_CHAIN);
            byte[] signature =
                    CanonicalSignature.sign(key, result, batch.getLast().statement(), clock.instant());
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).signed().complete(new Signed(signature, result, tree.chain(i)));
            }
        } catch (RuntimeException e) {
            batch.forEach(waiting -> waiting.signed().completeExceptionally(e));
        }
    }

    @Override
    public void close() {
        synchronized (threads) {
            threads.forEach(Thread::interrupt);
        }
        queues.values()
                .forEach(queue -> queue.forEach(waiting -> waiting.signed().cancel(false)));
    }
}
