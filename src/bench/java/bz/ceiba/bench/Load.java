package bz.ceiba.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.DoubleSupplier;

/**
 * A load over HTTP/1.1 with keep-alive: so little work per request that on a small machine the server, not the client,
 * is measured.
 */
final class Load {
    /** Makes the requests of one connection, one after another. */
    interface Requests {
        /** The next request's bytes, or null when there are no more. */
        byte @org.jspecify.annotations.Nullable [] next(int connection);
    }

    /**
     * What came of it.
     *
     * @param nanos how long each answer took, sorted
     */
    record Result(int answers, double seconds, long[] nanos) {
        double perSecond() {
            return answers / seconds;
        }

        double milliseconds(double quantile) {
            return nanos[(int) Math.min(nanos.length - 1L, Math.round(nanos.length * quantile))] / 1e6;
        }
    }

    static final Duration ROUND = Duration.ofSeconds(6);
    private static final int MOST_ROUNDS = 12;

    private Load() {}

    /** Sends requests until the compiler has done its work: until two rounds in a row are hardly faster than the best. */
    static void warm(int port, int connections, int expected, Requests requests) {
        warm(List.of(port), connections, expected, requests);
    }

    static void warm(List<Integer> ports, int connections, int expected, Requests requests) {
        warm(() -> run(ports, connections, ROUND, expected, requests).perSecond());
    }

    /** Likewise for what is no request; {@code round} answers how fast it was. */
    static void warm(DoubleSupplier round) {
        double best = 0;
        int flat = 0;
        for (int i = 0; i < MOST_ROUNDS && flat < 2; i++) {
            double now = round.getAsDouble();
            flat = now < 1.04 * best ? flat + 1 : 0;
            best = Math.max(best, now);
        }
    }

    /**
     * Sends requests over some connections for a time.
     *
     * @param expected the status that each answer must have
     * @throws IllegalStateException when an answer has another
     */
    static Result run(int port, int connections, Duration time, int expected, Requests requests) {
        return run(List.of(port), connections, time, expected, requests);
    }

    /** The same with the connections spread evenly over several processes. */
    static Result run(List<Integer> ports, int connections, Duration time, int expected, Requests requests) {
        return walk(ports, connections, time, (line, connection) -> {
            byte[] request = requests.next(connection);
            if (request == null) {
                return false;
            }
            int status = line.send(request).status();
            if (status != expected) {
                throw new IllegalStateException("answered " + status + " instead of " + expected);
            }
            return true;
        });
    }

    /** Several requests that belong together, such as signing in, one such walk after another. */
    interface Walk {
        /** Goes once from the beginning to the end; answers false when there are no more. */
        boolean once(Line line, int connection) throws IOException;
    }

    /** Walks over some connections for a time; a walk counts as one answer. */
    static Result walk(List<Integer> ports, int connections, Duration time, Walk walk) {
        long end = System.nanoTime() + time.toNanos();
        long begin = System.nanoTime();
        List<long[]> all = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(connections)) {
            List<Future<long[]>> futures = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                int connection = i;
                futures.add(pool.submit(() -> drive(ports.get(connection % ports.size()), connection, end, walk)));
            }
            for (Future<long[]> future : futures) {
                all.add(future.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        long[] nanos = all.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        return new Result(nanos.length, seconds, nanos);
    }

    private static long[] drive(int port, int connection, long end, Walk walk) {
        long[] nanos = new long[1 << 20];
        int count = 0;
        try (Line line = new Line(port)) {
            boolean more = true;
            while (more && System.nanoTime() < end && count < nanos.length) {
                long start = System.nanoTime();
                more = walk.once(line, connection);
                if (more) {
                    nanos[count++] = System.nanoTime() - start;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Arrays.copyOf(nanos, count);
    }

    /** A POST's bytes. */
    static byte[] post(String path, String type, List<String> headers, String body) {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type
                + "\r\nContent-Length: " + content.length + "\r\n");
        headers.forEach(header -> head.append(header).append("\r\n"));
        byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(start, start.length + content.length);
        System.arraycopy(content, 0, all, start.length, content.length);
        return all;
    }

    /** A GET's bytes. */
    static byte[] get(String path, List<String> headers) {
        StringBuilder head = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n");
        headers.forEach(header -> head.append(header).append("\r\n"));
        return head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }
}
