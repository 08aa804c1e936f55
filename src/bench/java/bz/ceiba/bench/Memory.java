package bz.ceiba.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a process has of the machine's memory. */
final class Memory {
    private Memory() {}

    /** The resident set now, in MB. */
    static double resident(long pid) throws IOException {
        return of(pid, "VmRSS:");
    }

    /** The largest that it has been, in MB. */
    static double most(long pid) throws IOException {
        return of(pid, "VmHWM:");
    }

    private static double of(long pid, String name) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.filter(line -> line.startsWith(name))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        }
    }
}
