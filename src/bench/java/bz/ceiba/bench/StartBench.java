package bz.ceiba.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.springframework.util.FileSystemUtils;

/** Time from the command to the first page, and the memory of the server then: a fresh start, then later ones. */
final class StartBench {
    private static final int PORT = 18_484;
    private static final int LATER_STARTS = 5;

    private record Start(double seconds, double megabytes) {}

    private StartBench() {}

    static void run() throws Exception {
        Path data = Files.createTempDirectory("ceiba-start");
        Report report = new Report("start");
        try {
            Start first = start(data);
            report.add("first start with 20,000 demo people, to the first page", first.seconds(), "s");
            List<Start> later = new ArrayList<>();
            for (int i = 0; i < LATER_STARTS; i++) {
                later.add(start(data));
            }
            List<Double> seconds =
                    new ArrayList<>(later.stream().map(Start::seconds).toList());
            Collections.sort(seconds);
            double median = seconds.get(LATER_STARTS / 2);
            report.add("later starts, median, to the first page", median, "s", "under 8 s", median < 8);
            report.add("later starts, slowest", seconds.getLast(), "s");
            report.add(
                    "memory of the server process after the first page",
                    later.getLast().megabytes(),
                    "MB");
        } finally {
            FileSystemUtils.deleteRecursively(data);
        }
        report.keep();
    }

    private static Start start(Path data) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        Process process = new ProcessBuilder(
                        "./ceiba", "run", "--port", Integer.toString(PORT), "--data", data.toString())
                .redirectOutput(Path.of("target/bench-start.log").toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest page = HttpRequest.newBuilder(URI.create("http://localhost:" + PORT + "/"))
                .build();
        try {
            while (true) {
                if (!process.isAlive()) {
                    throw new IllegalStateException("the server ended; target/bench-start.log says why");
                }
                try {
                    if (client.send(page, HttpResponse.BodyHandlers.discarding())
                                    .statusCode()
                            == 200) {
                        break;
                    }
                } catch (IOException e) {
                    TimeUnit.MILLISECONDS.sleep(20);
                }
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            return new Start(seconds, Memory.resident(process.pid()));
        } finally {
            process.destroy();
            process.waitFor(60, TimeUnit.SECONDS);
        }
    }
}
