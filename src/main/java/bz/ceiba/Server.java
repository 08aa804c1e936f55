package bz.ceiba;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

/** Starts everything in order: checks, database, migrations, application. */
final class Server {
    private static final long LEAST_FREE_BYTES = 300L << 20;

    /** All that a data directory holds besides its lock. */
    private static final Set<String> OURS =
            Set.of("postgres", "postgres-binaries", "secrets", "audit", "files", "demo-gateway");

    /** PostgreSQL's disk_full. */
    private static final String DISK_FULL = "53100";

    private Server() {}

    /**
     * Starts the server and leaves it running.
     *
     * @throws LaunchFailure when something that the operator can mend is in the way
     */
    static void start(Launch launch) {
        requireFreePort(launch.port());
        prepareData(launch);
        Database database = database(launch);
        try {
            ConfigurableApplicationContext context =
                    Ceiba.start(settings(launch, database.url()), database::begin, database::requireMigrated);
            announce(launch, context);
            if ("true".equals(System.getenv("CEIBA_TRAINING"))) {
                train(launch);
                System.exit(0);
            }
        } catch (RuntimeException e) {
            throw failure(e);
        }
    }

    /**
     * The database, which starts and migrates on a thread of its own while the application reads its configuration.
     *
     * @param url its address as the owner
     * @param work starts and migrates it, and answers the embedded one, or null where an external one is
     * @param migrated what came of the work
     */
    private record Database(
            String url,
            Supplier<@Nullable EmbeddedDatabase> work,
            CompletableFuture<@Nullable EmbeddedDatabase> migrated) {
        Database(String url, Supplier<@Nullable EmbeddedDatabase> work) {
            this(url, work, new CompletableFuture<>());
        }

        /** It is stopped after the application, however far the start has come; that is arranged before it begins. */
        void begin() {
            SpringApplication.getShutdownHandlers().add(this::close);
            migrated.completeAsync(
                    work, task -> Thread.ofPlatform().name("database").start(task));
        }

        @Nullable
        EmbeddedDatabase requireMigrated() {
            try {
                return migrated.join();
            } catch (CompletionException e) {
                throw e.getCause() instanceof RuntimeException failure ? failure : e;
            }
        }

        void close() {
            EmbeddedDatabase started =
                    migrated.handle((embedded, failure) -> embedded).join();
            if (started != null) {
                Server.close(started);
            }
        }
    }

    private static Database database(Launch launch) {
        String given = launch.database();
        String password = applicationPassword(launch.data());
        if (given != null) {
            return new Database(given, () -> {
                migrate(given, password);
                return null;
            });
        }
        int port = freePort();
        String url = EmbeddedDatabase.url(port, "ceiba");
        return new Database(url, () -> {
            EmbeddedDatabase embedded = startEmbedded(launch.data(), port);
            try {
                createDatabase(embedded);
                migrate(url, password);
                return embedded;
            } catch (RuntimeException e) {
                close(embedded);
                throw e;
            }
        });
    }

    /** Visits the first pages, so that the AOT cache made from this run knows what they need; then the caller exits. */
    private static void train(Launch launch) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (String path : List.of("/", "/portal/help", "/documents/verify", "/insight", "/access/sign-in")) {
                HttpRequest request = HttpRequest.newBuilder(URI.create(launch.baseUrl() + path))
                        .header("Accept", "text/html")
                        .build();
                client.send(request, HttpResponse.BodyHandlers.discarding());
            }
        } catch (IOException e) {
            throw new LaunchFailure("the training run could not read its own pages: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void announce(Launch launch, ConfigurableApplicationContext context) {
        System.out.println();
        System.out.println("Ceiba is ready: " + launch.baseUrl());
        context.getBeansOfType(bz.ceiba.platform.kernel.Announcement.class).values().stream()
                .flatMap(announcement -> announcement.lines().stream())
                .forEach(line -> System.out.println("  " + line));
        System.out.println("Stop it with Ctrl-C.");
    }

    /** The application's settings for a migrated database. */
    static Map<String, Object> settings(Launch launch, String url) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("server.port", launch.port());
        settings.put("ceiba.base-url", launch.baseUrl());
        settings.put("ceiba.data", launch.data().toString());
        settings.put("ceiba.demo", launch.demo());
        settings.put("spring.datasource.url", withoutCredentials(url));
        settings.put("spring.datasource.username", Migrations.APPLICATION_ROLE);
        settings.put("spring.datasource.password", applicationPassword(launch.data()));
        return settings;
    }

    private static void migrate(String url, String password) {
        try {
            Migrations.run(url, password);
        } catch (SQLException e) {
            if (DISK_FULL.equals(e.getSQLState())) {
                throw new LaunchFailure("the database's disk is full; free some space and start again.", e);
            }
            throw new LaunchFailure(
                    "the database can't be reached or refuses us: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("") + ".",
                    e);
        }
    }

    private static void createDatabase(EmbeddedDatabase embedded) {
        try (Connection connection = DriverManager.getConnection(embedded.url("postgres"));
                var statement = connection.createStatement()) {
            try (var rows = statement.executeQuery("select 1 from pg_database where datname = 'ceiba'")) {
                if (rows.next()) {
                    return;
                }
            }
            statement.execute("create database ceiba");
        } catch (SQLException e) {
            throw new LaunchFailure("the embedded PostgreSQL could not make its database: " + e.getMessage() + ".", e);
        }
    }

    static String withoutCredentials(String url) {
        return url.replaceAll("([?&])(user|password)=[^&]*", "$1")
                .replaceAll("[?&]+$", "")
                .replaceAll("\\?&+", "?");
    }

    /** CEIBA_APP_PASSWORD, or one made at the first start and kept where only the owner of the files reads it. */
    static String applicationPassword(Path data) {
        String given = System.getenv("CEIBA_APP_PASSWORD");
        if (given != null) {
            return given;
        }
        Path file = data.resolve("secrets").resolve("database-password");
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(file.getParent());
                byte[] secret = new byte[24];
                new SecureRandom().nextBytes(secret);
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(file, HexFormat.of().formatHex(secret));
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new LaunchFailure("the data directory can't be written: " + e.getMessage() + ".", e);
        }
    }

    private static void requireFreePort(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(port));
        } catch (IOException e) {
            throw new LaunchFailure("port " + port + " is taken; stop what uses it or choose another with --port.", e);
        }
    }

    static void prepareData(Launch launch) {
        Path data = launch.data();
        try {
            Files.createDirectories(data);
            if (launch.database() == null) {
                DataLock.take(data);
            }
            if (launch.fresh()) {
                deleteOurs(data);
            }
            requireSpace(data, Files.getFileStore(data).getUsableSpace());
        } catch (IOException e) {
            throw new LaunchFailure("the data directory " + data + " can't be written: " + e.getMessage() + ".", e);
        }
    }

    static void requireSpace(Path data, long freeBytes) {
        if (freeBytes < LEAST_FREE_BYTES) {
            throw new LaunchFailure("the disk of " + data + " is full: " + (freeBytes >> 20)
                    + " MB are free and Ceiba needs " + (LEAST_FREE_BYTES >> 20) + " MB to start.");
        }
    }

    /** Deletes what Ceiba put into the directory and refuses one that holds anything else. */
    private static void deleteOurs(Path data) throws IOException {
        List<Path> there;
        try (Stream<Path> paths = Files.list(data)) {
            there = paths.filter(path -> !path.endsWith(DataLock.FILE)).sorted().toList();
        }
        for (Path path : there) {
            if (!OURS.contains(path.getFileName().toString())) {
                throw new LaunchFailure("--fresh would delete " + path + ", which is not Ceiba's; "
                        + "move it away or choose another --data.");
            }
        }
        for (Path path : there) {
            FileSystemUtils.deleteRecursively(path);
        }
    }

    static EmbeddedDatabase startEmbedded(Path data) {
        try {
            DataLock.take(data);
        } catch (IOException e) {
            throw new LaunchFailure("the data directory " + data + " can't be written: " + e.getMessage() + ".", e);
        }
        return startEmbedded(data, freePort());
    }

    private static int freePort() {
        try {
            return EmbeddedDatabase.freePort();
        } catch (IOException e) {
            throw new LaunchFailure("no free port was found for the embedded PostgreSQL: " + e.getMessage() + ".", e);
        }
    }

    private static EmbeddedDatabase startEmbedded(Path data, int port) {
        try {
            return EmbeddedDatabase.start(data, port);
        } catch (IOException | RuntimeException e) {
            throw new LaunchFailure(
                    "the embedded PostgreSQL did not start with the files in " + data + ": "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
                            + "; is another Ceiba using them?",
                    e);
        }
    }

    private static void close(EmbeddedDatabase database) {
        try {
            database.close();
        } catch (IOException e) {
            System.err.println("ceiba: the embedded PostgreSQL did not stop: " + e.getMessage());
        }
    }

    private static RuntimeException failure(RuntimeException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof LaunchFailure known) {
                return known;
            }
            if (cause instanceof bz.ceiba.platform.kernel.StartFailure known) {
                return new LaunchFailure(String.valueOf(known.getMessage()), known);
            }
            if (cause instanceof org.springframework.boot.web.server.PortInUseException taken) {
                return new LaunchFailure(
                        "port " + taken.getPort() + " is taken; stop what uses it or choose another with --port.", e);
            }
            if (cause instanceof SQLException sql && DISK_FULL.equals(sql.getSQLState())) {
                return new LaunchFailure("the database's disk is full; free some space and start again.", e);
            }
        }
        return e;
    }
}
