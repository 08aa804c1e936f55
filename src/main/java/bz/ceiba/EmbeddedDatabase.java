package bz.ceiba;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A PostgreSQL in the process's care: started and stopped with it, its files in the data directory. */
public final class EmbeddedDatabase implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String PID_FILE = "postmaster.pid";

    /** In it, counted from 0. */
    private static final int PORT_LINE = 3;

    private final EmbeddedPostgres postgres;
    private final Path files;

    private EmbeddedDatabase(EmbeddedPostgres postgres, Path files) {
        this.postgres = postgres;
        this.files = files;
    }

    /**
     * Starts the database whose files lie in {@code directory}, making them if there are none. One that a killed process
     * left running there is stopped first.
     *
     * @param port a free one, on which it is reached from this machine
     * @throws IOException when it can't be started; the message is PostgreSQL's
     */
    public static EmbeddedDatabase start(Path directory, int port) throws IOException {
        Path files = directory.resolve("postgres");
        Path binaries = directory.resolve("postgres-binaries");
        Files.createDirectories(binaries);
        stopLeftover(files);
        EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setDataDirectory(files)
                .setOverrideWorkingDirectory(binaries.toFile())
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPort(port)
                .setPGStartupWait(PATIENCE)
                // Keys are compared byte by byte and sorted alike on every machine, whatever language it speaks.
                .setLocaleConfig("locale-provider", "builtin")
                .setLocaleConfig("builtin-locale", "C.UTF-8")
                .setLocaleConfig("locale", "C.UTF-8")
                // The library starts PostgreSQL for throw-away tests; we keep people's records.
                .setServerConfig("fsync", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("shared_buffers", "256MB")
                .setServerConfig("max_wal_size", "2GB")
                .setServerConfig("max_connections", "100")
                .setServerConfig("wal_compression", "pglz")
                .setServerConfig("timezone", "UTC")
                .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
                .setErrorRedirector(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new EmbeddedDatabase(postgres, files);
    }

    /** The address of the given database, as the embedded server's superuser. */
    public String url(String database) {
        return url(postgres.getPort(), database);
    }

    static String url(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=postgres";
    }

    /** The address of the given database as the superuser, when the PostgreSQL of this directory is running. */
    static Optional<String> runningUrl(Path directory, String database) throws IOException {
        Path files = directory.resolve("postgres");
        List<String> lines = pidFile(files);
        return lines.size() <= PORT_LINE || running(files).isEmpty()
                ? Optional.empty()
                : Optional.of(url(Integer.parseInt(lines.get(PORT_LINE).strip()), database));
    }

    private static List<String> pidFile(Path files) throws IOException {
        Path file = files.resolve(PID_FILE);
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    /** The PostgreSQL that uses these files. */
    private static Optional<ProcessHandle> running(Path files) throws IOException {
        List<String> lines = pidFile(files);
        return lines.isEmpty()
                ? Optional.empty()
                : ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                        .filter(process -> process.info().command().orElse("").contains("postgres"));
    }

    private static void stopLeftover(Path files) throws IOException {
        Optional<ProcessHandle> leftover = running(files);
        if (leftover.isPresent()) {
            leftover.get().destroy();
            awaitEnd(leftover.get());
        }
        Files.deleteIfExists(files.resolve(PID_FILE));
    }

    private static void awaitEnd(ProcessHandle process) throws IOException {
        try {
            process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("PostgreSQL (process " + process.pid() + ") does not end", e);
        }
    }

    /** A port that nobody uses now. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Ends when PostgreSQL has ended: the library waits a few seconds only, and what it writes last may take longer. */
    @Override
    public void close() throws IOException {
        Optional<ProcessHandle> stopping = running(files);
        postgres.close();
        if (stopping.isPresent()) {
            awaitEnd(stopping.get());
        }
    }
}
