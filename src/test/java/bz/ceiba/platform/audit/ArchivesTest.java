package bz.ceiba.platform.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two months that are over, and one that is not. */
class ArchivesTest {
    private static final Instant NOW = Instant.parse("2026-11-15T12:00:00Z");

    private static final Log LOG = new Log();

    @TempDir
    private Path directory;

    @BeforeAll
    static void seal() throws Exception {
        seal(3, "2026-09-10T12:00:00Z");
        // The last moment of September in Belize, which is October in Greenwich.
        seal(2, "2026-10-01T05:59:59Z");
        seal(6_000, "2026-10-20T12:00:00Z");
        seal(4, "2026-11-02T12:00:00Z");
    }

    private static void seal(int count, String at) throws Exception {
        LOG.db.sql("""
                        insert into audit.entry (at, event, actor, detail)
                        select now(), 'CASE_MOVED', 'system', jsonb_build_object('what', n::text) from generate_series(1, :count) n
                        """).param("count", count).update();
        LOG.awaitSettled();
        LOG.sealerAt(Instant.parse(at)).seal();
    }

    @AfterAll
    static void close() {
        LOG.close();
    }

    private List<Path> write(Instant now) throws Exception {
        try (Connection connection = LOG.source.getConnection()) {
            return new Archives(connection, directory).write(now);
        }
    }

    private OfflineCheck check() throws IOException {
        return OfflineCheck.with(LOG.data, null);
    }

    @Test
    void eachMonthThatIsOverBecomesAFileThatIsWholeAndFollowsTheOneBefore() throws Exception {
        List<Path> files = write(NOW);

        assertThat(files)
                .extracting(Path::getFileName)
                .map(Path::toString)
                .containsExactly("2026-09.audit.gz", "2026-10.audit.gz");
        assertThat(check().archives(files))
                .containsExactly(
                        new ArchiveReport(YearMonth.of(2026, 9), 0, 5, List.of()),
                        new ArchiveReport(YearMonth.of(2026, 10), 5, 6_005, List.of()));
        assertThat(check().archives(files.subList(1, 2))).as("by itself").hasSize(1);
        assertThat(write(NOW)).as("a second time").isEmpty();
        assertThat(write(Instant.parse("2026-12-01T08:00:00Z")))
                .extracting(Path::getFileName)
                .map(Path::toString)
                .containsExactly("2026-11.audit.gz");
        assertThat(Files.getPosixFilePermissions(files.getFirst())).hasSize(2);
    }

    @Test
    void anythingThatIsChangedInAnArchiveIsFound() throws Exception {
        List<Path> files = write(NOW);
        Path october = files.get(1);
        byte[] whole = Files.readAllBytes(october);
        List<UnaryOperator<String>> changes = List.of(
                text -> text.replaceFirst("\"what\":\"77\"", "\"what\":\"78\""),
                text -> text.replaceFirst(" \"system\"", " \"200000000001\""),
                text -> text.replaceFirst("\n\\{.*\n", "\n"),
                text -> text.replaceFirst("\nsubtree .*\n", "\n"),
                text -> text.replaceFirst("entries 5 ", "entries 4 "),
                text -> text.replaceFirst("\n6005\n", "\n6006\n"),
                text -> text.substring(0, text.indexOf("\n\nceiba.test")),
                text -> text + "more\n");
        for (UnaryOperator<String> change : changes) {
            rewrite(october, change);
            assertThatThrownBy(() -> check().archives(List.of(october))).isInstanceOf(OfflineCheck.Broken.class);
            Files.write(october, whole);
        }
        Files.write(october, java.util.Arrays.copyOf(whole, whole.length - 100));
        assertThatThrownBy(() -> check().archives(List.of(october))).isInstanceOf(OfflineCheck.Broken.class);
        Files.write(october, whole);
        rewrite(files.getFirst(), text -> text);
        Files.write(files.getFirst(), new byte[] {0}, java.nio.file.StandardOpenOption.APPEND);
        assertThatThrownBy(() -> check().archives(files))
                .as("the digest of the month before")
                .isInstanceOf(OfflineCheck.Broken.class);
    }

    private static void rewrite(Path file, UnaryOperator<String> change) throws IOException {
        String text;
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        try (Writer out =
                new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8)) {
            out.write(change.apply(text));
        }
    }

    @Test
    void aMonthThatWasTamperedWithIsNotArchivedAsIfItWereWhole() throws Exception {
        LOG.asOwner("update audit.entry set detail = '{\"what\": \"lie\"}' where seq = 100");

        assertThatThrownBy(() -> write(NOW)).isInstanceOf(IOException.class).hasMessageContaining("2026-10");

        LOG.asOwner("update audit.entry set detail = '{\"what\": \"95\"}' where seq = 100");
        try (var files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactly("2026-09.audit.gz");
        }
    }

    /** What a process that died left behind is no archive and is thrown away. */
    @Test
    void whatWasHalfWrittenIsWrittenAnew() throws Exception {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("2026-09123.new"), "half");
        try (Connection connection = LOG.source.getConnection()) {
            new Archives(connection, directory).dropHalfWritten();
        }
        List<Path> files = write(NOW);
        assertThat(check().archives(files)).hasSize(2);
        try (BufferedReader lines = ArchiveHead.lines(Files.newInputStream(files.getFirst()))) {
            assertThat(lines.readLine()).isEqualTo("ceiba audit archive v1");
        }
        try (var there = Files.list(directory)) {
            assertThat(there).hasSize(2);
        }
    }
}
