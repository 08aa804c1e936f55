package bz.ceiba.systems.border.photo;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Runs Tesseract on one picture: a process of its own, which gets the picture by its input, answers text by its output, writes no file, and is
 * ended when it takes too long. Where there is {@code prlimit} (Linux), the kernel bounds its memory and time too.
 */
@Component
class TextProgram {
    private static final Logger log = LoggerFactory.getLogger(TextProgram.class);
    private static final String NONE = "none";
    private static final int MOST_TEXT = 256 * 1024;
    private static final Executor THREADS = Thread::startVirtualThread;

    /** Characters with where they stand, in any place of the page, of the characters that a zone has, and no dictionary that would make words of them. */
    private static final List<String> HOW = List.of(
            "-",
            "-",
            "-l",
            "eng",
            "--psm",
            "11",
            "-c",
            "tessedit_char_whitelist=ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<",
            "-c",
            "load_system_dawg=0",
            "-c",
            "load_freq_dawg=0",
            "-c",
            "tessedit_create_boxfile=1");

    private final PhotoSettings settings;
    private final Optional<Path> program;
    private final Optional<Path> limiter;

    TextProgram(PhotoSettings settings) {
        this.settings = settings;
        String name = settings.program();
        this.program = NONE.equals(name) ? Optional.empty() : found(name == null ? "tesseract" : name);
        this.limiter = found("prlimit");
        if (name != null && !NONE.equals(name) && program.isEmpty()) {
            throw new IllegalStateException("ceiba.border.photo.program is " + name + ", which is no program");
        }
    }

    private static Optional<Path> found(String name) {
        if (name.contains("/")) {
            return Optional.of(Path.of(name)).filter(Files::isExecutable);
        }
        String path = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(path.split(java.io.File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    boolean isThere() {
        return program.isPresent();
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        limiter.ifPresent(limit -> command.addAll(List.of(
                limit.toString(),
                "--as=" + settings.memory().toBytes(),
                "--cpu=" + Math.max(1, settings.timeout().toSeconds()),
                "--fsize=0",
                "--core=0",
                "--")));
        command.add(program.orElseThrow().toString());
        command.addAll(HOW);
        return command;
    }

    /** The characters in a picture as a box file; empty when the program failed or took too long. */
    Optional<String> read(Grey picture) {
        ProcessBuilder builder = new ProcessBuilder(command()).redirectError(ProcessBuilder.Redirect.DISCARD);
        Map<String, String> environment = builder.environment();
        // It learns nothing of ours but where it finds its languages.
        environment.keySet().removeIf(name -> !name.equals("PATH") && !name.equals("TESSDATA_PREFIX"));
        environment.put("OMP_THREAD_LIMIT", "1");
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            log.warn("the reader of passports' photographs did not start: {}", e.getMessage());
            return Optional.empty();
        }
        try {
            THREADS.execute(() -> give(process, picture));
            CompletableFuture<String> text = CompletableFuture.supplyAsync(() -> take(process), THREADS);
            String answer = text.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
            boolean ended = process.waitFor(1, TimeUnit.SECONDS) && process.exitValue() == 0;
            if (!ended) {
                log.warn("the reader of passports' photographs failed");
            }
            return ended ? Optional.of(answer) : Optional.empty();
        } catch (TimeoutException e) {
            log.warn("the reader of passports' photographs took longer than {}", settings.timeout());
            return Optional.empty();
        } catch (ExecutionException e) {
            log.warn("the reader of passports' photographs can't be heard", e);
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            process.destroyForcibly();
        }
    }

    private static void give(Process process, Grey picture) {
        try (OutputStream out = process.getOutputStream()) {
            out.write(picture.pgm());
        } catch (IOException e) {
            // It ended before it had read all; its exit value says so.
            log.debug("the reader of passports' photographs stopped listening");
        }
    }

    private static String take(Process process) {
        try {
            byte[] text = process.getInputStream().readNBytes(MOST_TEXT);
            return new String(text, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
