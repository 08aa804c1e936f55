package bz.ceiba.bench;

import bz.ceiba.platform.xroad.NodesLoad;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * What bodies of 1 KB to 10 MB cost that a member's own system answers: over X-Road's REST protocol, and between two nodes over TLS; each against the raw
 * handler that answers the same bytes over the same connection.
 */
final class BodiesBench {
    private static final int CONNECTIONS = 8;
    private static final int ROUNDS = 3;
    private static final Duration ROUND = Duration.ofSeconds(3);
    private static final int KILO = 1_000;
    private static final int[] SIZES = {KILO, 100 * KILO, KILO * KILO, 10 * KILO * KILO};

    private BodiesBench() {}

    static void run(Report report, int port, NodesLoad node, String subject) throws Exception {
        for (int size : SIZES) {
            byte[] raw = Load.get("/bench/bytes/" + size, List.of());
            byte[] rest = Load.get(
                    "/r1/BZ/GOV/social-security/socialsecurity/contributions/" + size,
                    Stream.concat(
                                    NodesLoad.headers().stream().filter(one -> !one.startsWith("X-Road-Client")),
                                    Stream.of(
                                            "X-Road-Client: BZ/GOV/tax-service",
                                            "Ceiba-Purpose: tax-audit",
                                            "Ceiba-Subject: " + subject))
                            .toList());
            String what = size < KILO * KILO ? size / KILO + " KB" : size / KILO / KILO + " MB";
            compare(
                    report,
                    what + " over REST",
                    size,
                    () -> Load.run(port, CONNECTIONS, ROUND, 200, connection -> raw),
                    () -> Load.run(port, CONNECTIONS, ROUND, 200, connection -> rest));
            compare(
                    report,
                    what + " between nodes",
                    size,
                    () -> calls(() -> node.fetchRaw(size)),
                    () -> calls(() -> node.fetch(size)));
        }
    }

    private interface Round {
        Load.Result run();
    }

    /** By turns, so that a machine that others use too is as slow for both. */
    private static void compare(Report report, String what, int size, Round raw, Round ours) {
        raw.run();
        ours.run();
        List<Load.Result> limits = new ArrayList<>();
        List<Load.Result> results = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            limits.add(raw.run());
            results.add(ours.run());
        }
        Load.Result limit = median(limits);
        Load.Result result = median(results);
        double share = 100 * result.perSecond() / limit.perSecond();
        report.add(what, result.perSecond(), "/s");
        report.add(what, result.perSecond() * size / KILO / KILO, "MB/s");
        report.add(what + ": of the raw handler", share, "%", "50 %", share >= 50);
        report.add(what + ": added, median", result.milliseconds(0.5) - limit.milliseconds(0.5), "ms");
        report.add(what + ": added, p99", result.milliseconds(0.99) - limit.milliseconds(0.99), "ms");
    }

    private static Load.Result median(List<Load.Result> results) {
        return results.stream()
                .sorted((one, other) -> Double.compare(one.perSecond(), other.perSecond()))
                .toList()
                .get(ROUNDS / 2);
    }

    private static Load.Result calls(Runnable call) {
        long begin = System.nanoTime();
        long end = begin + ROUND.toNanos();
        try (ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS)) {
            List<Future<long[]>> all = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                all.add(threads.submit(() -> {
                    long[] nanos = new long[1 << 16];
                    int count = 0;
                    for (long now = System.nanoTime(); now < end && count < nanos.length; now = System.nanoTime()) {
                        call.run();
                        nanos[count++] = System.nanoTime() - now;
                    }
                    return Arrays.copyOf(nanos, count);
                }));
            }
            List<long[]> done = new ArrayList<>();
            for (Future<long[]> one : all) {
                done.add(one.get());
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            long[] nanos = done.stream().flatMapToLong(Arrays::stream).sorted().toArray();
            return new Load.Result(nanos.length, seconds, nanos);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
