package bz.ceiba.platform.xroad;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What another machine sends, given up when all of it is not here in time: the client of the JDK waits for a body without end. */
final class Timely extends FilterInputStream {
    private final CompletableFuture<Boolean> done = new CompletableFuture<>();
    private final Duration time;

    Timely(InputStream in, Duration time) {
        super(in);
        this.time = time;
        var _ = done.completeOnTimeout(false, time.toMillis(), TimeUnit.MILLISECONDS)
                .thenAccept(inTime -> {
                    if (!inTime) {
                        giveUp();
                    }
                });
    }

    private void giveUp() {
        try {
            in.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int read() throws IOException {
        try {
            return super.read();
        } catch (IOException e) {
            throw late(e);
        }
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
        try {
            return super.read(into, from, most);
        } catch (IOException e) {
            throw late(e);
        }
    }

    private IOException late(IOException e) {
        return done.getNow(true) ? e : new HttpTimeoutException("not all of it came within " + time);
    }

    @Override
    public void close() throws IOException {
        done.complete(true);
        super.close();
    }
}
