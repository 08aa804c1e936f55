package bz.ceiba.platform.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Twelve entries under four checkpoints of three; then the database's owner does something, and it must be found. */
class TamperingTest {
    private static final int BATCHES = 4;
    private static final int IN_BATCH = 3;

    private final Log log = new Log();

    @BeforeEach
    void seal() throws Exception {
        Sealer sealer = log.sealer();
        for (int batch = 0; batch < BATCHES; batch++) {
            for (int i = 0; i < IN_BATCH; i++) {
                log.write("entry " + batch + "." + i);
            }
            log.awaitSettled();
            assertThat(sealer.seal()).isEqualTo(IN_BATCH);
        }
        assertThat(log.verify()).isEqualTo(new Report(List.of(), 0, 12, 0, 4, 4));
    }

    @AfterEach
    void close() {
        log.close();
    }

    static Stream<Arguments> tamperings() {
        return Stream.of(
                Arguments.of("update audit.entry set actor = 'me' where seq = 5", List.of("entry 5 was changed")),
                Arguments.of("update audit.entry set agency = '' where seq = 5", List.of("entry 5 was changed")),
                Arguments.of(
                        "update audit.entry set detail = '{\"what\": 1}' where seq = 12",
                        List.of("entry 12 was changed")),
                Arguments.of(
                        "update audit.entry set at = at + interval '1 microsecond' where seq in (1, 2)",
                        List.of("entry 1 was changed", "entry 2 was changed")),
                Arguments.of("delete from audit.entry where seq = 7", List.of("entry 7 was deleted")),
                Arguments.of(
                        "delete from audit.entry where seq > 9",
                        List.of("entry 10 was deleted", "entry 11 was deleted", "entry 12 was deleted")),
                Arguments.of(
                        insert("(select txid from audit.entry where seq = 4)", 100),
                        List.of("entry 100 was inserted afterwards")),
                Arguments.of(insert("'3'::xid8", 101), List.of("entry 101 was inserted afterwards")),
                Arguments.of(insert("'999999999'::xid8", 102), List.of("entry 102 was inserted by hand")),
                Arguments.of(
                        "update audit.leaf set hash = sha256('x') where seq = 8",
                        List.of("the chain breaks at entry 8", "the seal of entry 8 was changed")),
                Arguments.of(
                        "update audit.leaf set chain = sha256('x') where seq = 8",
                        List.of("the chain breaks at entry 8", "the chain breaks at entry 9")),
                Arguments.of(
                        "delete from audit.leaf where seq = 2",
                        List.of(
                                "seals were deleted: after number 1 follows number 3",
                                "entry 2 was inserted afterwards",
                                "the chain breaks at entry 3",
                                "between the seals 1 and 3")),
                Arguments.of("delete from audit.checkpoint where size = 6", List.of("checkpoint 6 is missing")),
                Arguments.of(
                        "update audit.checkpoint set note = replace(note, 'ceiba', 'Ceiba') where size = 6",
                        List.of("checkpoint 6 is forged")),
                Arguments.of(
                        "update audit.checkpoint set note = 'x' where size = 6", List.of("checkpoint 6 was changed")),
                Arguments.of(
                        "update audit.checkpoint set root = sha256('x') where size = 6",
                        List.of("checkpoint 6 was changed")),
                Arguments.of(
                        "update audit.checkpoint set frontier = frontier || sha256('x') where size = 6",
                        List.of("the tree stored with checkpoint 6 was changed")),
                Arguments.of(
                        "delete from audit.checkpoint where size > 9; delete from audit.leaf where index >= 9;"
                                + " delete from audit.entry where seq > 9",
                        List.of("the log was cut off: 12 entries were sealed and only the first 9")),
                Arguments.of(
                        "delete from audit.checkpoint where size > 9",
                        List.of("checkpoint 12 is missing", "the seals 10 to 12 are under no valid checkpoint")),
                Arguments.of(
                        "delete from audit.checkpoint; delete from audit.leaf; delete from audit.entry",
                        List.of("the log was cut off: 12 entries were sealed and only the first 0")));
    }

    private static String insert(String txid, int seq) {
        return "insert into audit.entry (seq, txid, at, event, actor, detail) overriding system value values (" + seq
                + ", " + txid + ", now(), 'CASE_READ', 'x', '{}')";
    }

    @ParameterizedTest
    @MethodSource("tamperings")
    void verificationFindsAndNamesIt(String sql, List<String> named) throws Exception {
        log.asOwner(sql);

        Report report = log.verify();

        assertThat(report.found()).isPositive();
        for (String finding : named) {
            assertThat(report.findings())
                    .anySatisfy(sentence -> assertThat(sentence).contains(finding));
        }
        assertThat(report.findings()).as("nothing else is accused").hasSizeLessThanOrEqualTo(named.size() + 1);
    }

    /** Whoever knows the scheme can recompute hashes, chain and tree; what he can't make is the signature. */
    @Test
    void findsAHistoryThatWasRewrittenConsistentlyUnderAnotherKey() throws Exception {
        rewrite("update audit.entry set actor = 'somebody else' where seq = 5");

        assertThat(log.verify().findings())
                .anySatisfy(
                        s -> assertThat(s).contains("checkpoint 12 is forged: it is not signed with this log's key"))
                .anySatisfy(s -> assertThat(s).contains("the log was rewritten: its first 12 seals do not give"));
    }

    /** And if he has stolen the key too, the checkpoints that others kept still tell. */
    @Test
    void findsARewrittenHistoryUnderTheSameKeyByACheckpointKeptElsewhere() throws Exception {
        Path elsewhere = log.data.resolve("elsewhere");
        Files.copy(Evidence.checkpointFile(log.data), elsewhere);
        Path forger = forgersDirectory();
        Files.copy(Evidence.keyFile(log.data), Evidence.keyFile(forger));
        rewrite("update audit.entry set actor = 'somebody else' where seq = 5", forger);
        Files.copy(
                Evidence.checkpointFile(forger),
                Evidence.checkpointFile(log.data),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThat(log.verify().found()).as("without it nothing shows").isZero();

        assertThat(log.verify(elsewhere).findings())
                .contains("two checkpoints of size 12 are signed and differ: the log told two stories");
    }

    @Test
    void sealsNothingMoreOverWhatWasTamperedWith() throws Exception {
        log.write("one more");
        Sealer sealer = log.sealer();

        log.asOwner("delete from audit.checkpoint where size > 9; delete from audit.leaf where index >= 9");
        assertThatThrownBy(sealer::seal).isInstanceOf(SealBroken.class).hasMessageContaining("the newest are gone");

        log.asOwner("delete from audit.checkpoint");
        assertThatThrownBy(sealer::seal)
                .isInstanceOf(SealBroken.class)
                .hasMessageContaining("all checkpoints are gone");
    }

    @Test
    void aProcessWithAnotherKeyDoesNotSeal() throws Exception {
        log.write("one more");
        Sealer stranger = log.sealer(forgersDirectory());

        assertThatThrownBy(stranger::seal).isInstanceOf(SealBroken.class).hasMessageContaining("secrets/audit-key");
        assertThat(log.count("leaf")).isEqualTo(12);
    }

    @Test
    void saysSoWhenItCantVerify() throws IOException {
        Files.delete(Evidence.keyFile(log.data));
        assertThatThrownBy(log::verify).isInstanceOf(IOException.class).hasMessageContaining("there is no key");
    }

    @Test
    void findsThatTheKeptCheckpointsAreGone() throws IOException, SQLException {
        Files.delete(Evidence.checkpointFile(log.data));
        assertThat(log.verify().findings()).singleElement().asString().contains("kept outside the database");
    }

    private void rewrite(String change) throws Exception {
        rewrite(change, forgersDirectory());
    }

    private void rewrite(String change, Path forger) throws Exception {
        log.asOwner(change + "; delete from audit.checkpoint; delete from audit.leaf");
        log.sealer(forger).seal();
    }

    private Path forgersDirectory() throws IOException {
        Path forger = log.data.resolve("forger");
        Files.createDirectories(Evidence.keyFile(forger).getParent());
        return forger;
    }
}
