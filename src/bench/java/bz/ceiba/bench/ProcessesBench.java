package bz.ceiba.bench;

import bz.ceiba.ServerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.util.FileSystemUtils;

/** How far applications grow when three processes share one PostgreSQL, on this machine. */
final class ProcessesBench {
    private static final int OTHERS = 2;
    private static final Duration MEASURED = Duration.ofSeconds(10);

    private ProcessesBench() {}

    static void run(int port, String owner, int connections, Load.Requests applications, double alone, Report report)
            throws Exception {
        Path data = Files.createTempDirectory("ceiba-bench-processes");
        List<ServerProcess> others = new ArrayList<>();
        List<Integer> ports = new ArrayList<>(List.of(port));
        try {
            for (int i = 0; i < OTHERS; i++) {
                int another = CasesBench.freePort();
                others.add(ServerProcess.start(
                        owner,
                        data,
                        another,
                        Map.of(),
                        List.of("-Xmx512m", "-XX:+UseParallelGC", "-XX:+UseCompactObjectHeaders"),
                        List.of("--no-demo")));
                ports.add(another);
            }
            Load.warm(ports, connections, 201, applications);
            double together =
                    Load.run(ports, connections, MEASURED, 201, applications).perSecond();
            report.add("(8) the same applications to three processes on one PostgreSQL", together, "per s");
            report.add("(8) to (2), client and all processes on the same cores", together / alone, "times");
        } finally {
            others.forEach(ServerProcess::close);
            FileSystemUtils.deleteRecursively(data);
        }
    }
}
