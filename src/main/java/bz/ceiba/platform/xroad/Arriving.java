package bz.ceiba.platform.xroad;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The body that another machine answers, read as it comes. The stream of the JDK's client hands over every 16 KB to the reader before it takes the next,
 * and waits for a machine that falls silent without end; this one takes some ahead, and is given up when not all is here in time.
 */
final class Arriving extends InputStream implements BodySubscriber<Arriving> {
    private static final int AHEAD = 16;
    private static final List<ByteBuffer> END = List.of();

    private final Duration time;
    private final long begin = System.nanoTime();
    private final BlockingQueue<List<ByteBuffer>> came = new LinkedBlockingQueue<>();
    private final CompletableFuture<Arriving> body = CompletableFuture.completedFuture(this);
    private Iterator<ByteBuffer> next = Collections.emptyIterator();
    private ByteBuffer now = ByteBuffer.allocate(0);
    private boolean ended;
    private volatile @Nullable Subscription subscription;
    private volatile @Nullable Throwable failure;

    private Arriving(Duration time) {
        this.time = time;
    }

    /**
     * @param time how long a body of so many bytes may take; 0 where nobody knows
     */
    static BodyHandler<Arriving> within(LongFunction<Duration> time) {
        return answer -> new Arriving(
                time.apply(answer.headers().firstValueAsLong("Content-Length").orElse(0)));
    }

    @Override
    public CompletionStage<Arriving> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Subscription made) {
        subscription = made;
        made.request(AHEAD);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        if (!buffers.isEmpty()) {
            came.add(buffers);
        }
    }

    @Override
    public void onError(Throwable thrown) {
        failure = thrown;
        came.add(END);
    }

    @Override
    public void onComplete() {
        came.add(END);
    }

    @Override
    public int read() throws IOException {
        return fill() ? now.get() & 0xFF : -1;
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
        if (most == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int read = 0;
        // What is here goes into one piece: fewer and larger writes for whoever takes it.
        while (read < most && (now.hasRemaining() || next.hasNext() || (!came.isEmpty() && fill()))) {
            if (!now.hasRemaining()) {
                now = next.next();
            }
            int count = Math.min(most - read, now.remaining());
            now.get(into, from + read, count);
            read += count;
        }
        return read;
    }

    /** Waits until there is something to read; false at the end. */
    private boolean fill() throws IOException {
        while (!now.hasRemaining()) {
            if (next.hasNext()) {
                now = next.next();
            } else if (ended) {
                return false;
            } else {
                take();
            }
        }
        return true;
    }

    private void take() throws IOException {
        List<ByteBuffer> taken;
        try {
            taken = came.poll(time.toNanos() - (System.nanoTime() - begin), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        if (taken == null) {
            throw new HttpTimeoutException("not all of it came within " + time);
        }
        ended = taken.isEmpty();
        Throwable broken = failure;
        if (ended && broken != null) {
            throw new IOException(String.valueOf(broken.getMessage()), broken);
        }
        next = taken.iterator();
        Subscription from = subscription;
        if (!ended && from != null) {
            from.request(1);
        }
    }

    @Override
    public void close() {
        Subscription from = subscription;
        if (!ended && from != null) {
            from.cancel();
        }
    }
}
