package bz.ceiba;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.springframework.util.FileSystemUtils;

/**
 * What a {@link ServerProcess} is started from: the program's classes as a jar, and an AOT cache of a training start (JEP 514), which the JVM makes
 * of jars alone. It is made once for all that test beside each other; whoever comes while it is made starts without the cache.
 */
final class ServerImage {
    /** A cache is good only for the options with which it was made. */
    private static final List<String> OPTIONS = List.of(
            "-XX:+UseSerialGC",
            "-Xmx512m",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    private static final Path CLASSES = Path.of("target/classes");
    private static final Path PLACE = Path.of("target/server-image");
    private static final Path JAR = PLACE.resolve("ceiba.jar");
    private static final Path CACHE = PLACE.resolve("ceiba.aot");
    /** That none can be made: then it is not tried again. */
    private static final Path FAILED = PLACE.resolve("failed");

    private static final long LONGEST_TRAINING_MINUTES = 3;

    private ServerImage() {}

    /** How the program is started, up to its own words. */
    static synchronized List<String> command() {
        jar();
        List<String> words = new ArrayList<>(java());
        if (cache()) {
            words.addAll(List.of("-XX:AOTCache=" + CACHE.toAbsolutePath(), "-Xlog:aot*=off", "-Xlog:cds*=off"));
        }
        words.addAll(List.of("-cp", classPath(), Ceiba.class.getName()));
        return words;
    }

    /** The same with other options, and so without the cache. */
    static synchronized List<String> command(List<String> jvm) {
        jar();
        List<String> words = new ArrayList<>(List.of(program()));
        words.addAll(jvm);
        words.addAll(List.of("-cp", classPath(), Ceiba.class.getName()));
        return words;
    }

    private static String program() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static List<String> java() {
        List<String> words = new ArrayList<>();
        words.add(program());
        words.addAll(OPTIONS);
        return words;
    }

    /**
     * Without the classes of the tests, whose components must not start with it. Ours come first, as in the program: our classes are looked for
     * most often.
     */
    static String classPath() {
        String known = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Stream.concat(
                        Stream.of(JAR.toAbsolutePath().toString()),
                        Arrays.stream(known.split(File.pathSeparator)).filter(entry -> entry.endsWith(".jar")))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static void jar() {
        locked(0, true, () -> {
            if (!Files.exists(JAR) || isOlder()) {
                Files.deleteIfExists(CACHE);
                Files.deleteIfExists(FAILED);
                Path made = PLACE.resolve("ceiba.jar.new");
                pack(made);
                Files.move(made, JAR, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
            return true;
        });
    }

    /** Whether there is one. */
    private static boolean cache() {
        return locked(1, false, () -> Files.exists(CACHE) || (!Files.exists(FAILED) && train()));
    }

    private interface Work {
        boolean run() throws IOException;
    }

    /** One process at a time; false when another is at it and is not to be waited for. */
    private static boolean locked(long at, boolean wait, Work work) {
        try {
            Files.createDirectories(PLACE);
            try (FileChannel channel = FileChannel.open(
                            PLACE.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = wait ? channel.lock(at, 1, false) : channel.tryLock(at, 1, false)) {
                return lock != null && work.run();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOlder() throws IOException {
        var made = Files.getLastModifiedTime(JAR);
        boolean[] older = {false};
        Files.walkFileTree(CLASSES, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                older[0] |= attributes.lastModifiedTime().compareTo(made) > 0;
                return older[0] ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
            }
        });
        return older[0];
    }

    /** Directories too: what is found by a pattern is looked for under them. */
    private static void pack(Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(file);
                Stream<Path> entries = Files.walk(CLASSES)) {
            zip.setLevel(0);
            for (Path entry :
                    entries.filter(each -> !each.equals(CLASSES)).sorted().toList()) {
                String name = CLASSES.relativize(entry).toString().replace(File.separatorChar, '/');
                boolean directory = Files.isDirectory(entry);
                zip.putNextEntry(new ZipEntry(directory ? name + "/" : name));
                if (!directory) {
                    Files.copy(entry, zip);
                }
                zip.closeEntry();
            }
        }
    }

    private static boolean train() throws IOException {
        Path data = Files.createTempDirectory("ceiba-training");
        List<String> words = new ArrayList<>(java());
        words.addAll(List.of("-XX:AOTCacheOutput=" + CACHE.toAbsolutePath(), "-cp", classPath()));
        words.addAll(List.of(Ceiba.class.getName(), "run", "--port", String.valueOf(ServerProcess.freePort())));
        words.addAll(List.of("--data", data.toString(), "--database", TestDatabase.create()));
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.redirectOutput(PLACE.resolve("training.log").toFile());
        builder.environment().put("CEIBA_APP_PASSWORD", TestDatabase.PASSWORD);
        builder.environment().put("CEIBA_TRAINING", "true");
        builder.environment()
                .put(
                        "SPRING_APPLICATION_JSON",
                        "{\"ceiba.policerecords.demo-cases\":0,\"ceiba.identity.demo-people\":20}");
        Process training = builder.start();
        try {
            if (!training.waitFor(LONGEST_TRAINING_MINUTES, TimeUnit.MINUTES)) {
                training.destroyForcibly();
            }
        } catch (InterruptedException e) {
            training.destroyForcibly();
            Thread.currentThread().interrupt();
        } finally {
            FileSystemUtils.deleteRecursively(data);
        }
        if (!Files.exists(CACHE)) {
            Files.createFile(FAILED);
        }
        return Files.exists(CACHE);
    }
}
