package bz.ceiba;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A PostgreSQL of a test's own, with one database, that can be stopped at once as when a machine fails, and come back. */
public final class CrashingDatabase implements AutoCloseable {
    private static final String NAME = "crashing";

    private final Path directory;
    private final int port;
    private EmbeddedDatabase server;

    private CrashingDatabase(Path directory, int port) throws IOException {
        this.directory = directory;
        this.port = port;
        this.server = EmbeddedDatabase.start(directory, port);
    }

    public static CrashingDatabase start(Path directory) throws IOException {
        CrashingDatabase database = new CrashingDatabase(directory, ServerProcess.freePort());
        TestDatabase.execute(database.server.url("postgres"), "create database " + NAME);
        return database;
    }

    /** As the owner. */
    public String url() {
        return server.url(NAME);
    }

    /** Stops it without finishing anything (pg_ctl stop -m immediate). */
    public void crash() throws IOException, InterruptedException {
        List<String> lines = Files.readAllLines(directory.resolve("postgres").resolve("postmaster.pid"));
        ProcessHandle postmaster =
                ProcessHandle.of(Long.parseLong(lines.getFirst().strip())).orElseThrow();
        new ProcessBuilder("kill", "-QUIT", Long.toString(postmaster.pid()))
                .start()
                .waitFor(10, TimeUnit.SECONDS);
        postmaster.onExit().orTimeout(30, TimeUnit.SECONDS).join();
    }

    /** Starts it again, where it recovers by itself. */
    public void comeBack() throws IOException {
        // Nothing is left to stop; it gives up the directory.
        server.close();
        server = EmbeddedDatabase.start(directory, port);
    }

    /** Lets commits be durable and yet not confirmed, as when whoever asked is cut off at that very moment; or no more. */
    public void confirmCommits(boolean confirmed) {
        String nobody = confirmed ? "" : "nobody";
        TestDatabase.execute(server.url("postgres"), "alter system set synchronous_standby_names = '" + nobody + "'");
        TestDatabase.execute(server.url("postgres"), "select pg_reload_conf()");
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
