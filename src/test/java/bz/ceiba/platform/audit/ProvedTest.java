package bz.ceiba.platform.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.TestPeople;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

/** Proofs that a person takes away: made by the log, verified without it. */
class ProvedTest {
    private static final PersonNumber PERSON = new PersonNumber(TestPeople.number());
    private static final String OFFICER = "200000000001";

    private static final Log LOG = new Log();
    private static final EntryProofs PROOFS = proofs(LOG);

    @BeforeAll
    static void seal() throws Exception {
        seal(LOG);
    }

    private static void seal(Log log) throws Exception {
        log.write("before");
        log.audit.record(new AuditEntry(
                AuditEvent.CASE_READ, OFFICER, "Ana Choc", "police", PERSON, null, "work", Map.of("what", "ñ")));
        log.awaitSettled();
        log.sealer().seal();
        log.db.sql("""
                insert into audit.entry (at, event, actor, detail)
                select now(), 'CASE_MOVED', 'system', '{}' from generate_series(1, 300)
                """).update();
        log.awaitSettled();
        log.sealer().seal();
    }

    @AfterAll
    static void close() {
        LOG.close();
    }

    private Path proof() throws Exception {
        return Files.writeString(
                LOG.data.resolve("mine.tlog-proof"), PROOFS.of(PERSON, 2).orElseThrow());
    }

    private OfflineCheck check() throws Exception {
        Path key = LOG.data.resolve("key");
        Files.writeString(key, LogKey.read(Evidence.keyFile(LOG.data)).verifier() + "\n");
        return OfflineCheck.with(LOG.data, key);
    }

    private static EntryProofs proofs(Log log) {
        return new EntryProofs(
                log.db,
                new Disclosures(
                        log.db,
                        new StaticListableBeanFactory().getBeanProvider(WithheldLookUps.class),
                        new StaticListableBeanFactory().getBeanProvider(SealedRecords.class),
                        Clock.systemUTC()),
                new Checkpoints(log.db));
    }

    @Test
    void aProofHoldsAndShowsTheEntryWithoutTheOfficersNumber() throws Exception {
        OfflineCheck.Proved proved = check().proof(proof());

        assertThat(proved.index()).isEqualTo(1);
        assertThat(proved.size()).isEqualTo(302);
        assertThat(proved.entry())
                .contains("\"actor_name\":\"Ana Choc\"")
                .contains("\"subject\":\"" + PERSON.digits() + "\"")
                .contains("\"purpose\":\"work\"")
                .doesNotContain(OFFICER);
    }

    /** By hand, from the text of C2SP tlog-proof and RFC 6962 alone. */
    @Test
    void somebodyElsesProgramVerifiesIt() throws Exception {
        List<String> lines = Files.readAllLines(proof());

        assertThat(lines.getFirst()).isEqualTo("c2sp.org/tlog-proof@v1");
        byte[] entry = Base64.getDecoder().decode(lines.get(1).substring("extra ".length()));
        assertThat(lines.get(2)).isEqualTo("index 1");
        int empty = lines.indexOf("");
        List<byte[]> path = lines.subList(3, empty).stream()
                .map(Base64.getDecoder()::decode)
                .toList();
        assertThat(lines.get(empty + 1)).isEqualTo("ceiba.test/audit");
        int size = Integer.parseInt(lines.get(empty + 2));
        assertThat(Base64.getEncoder().encodeToString(Rfc6962.rootBy(path, 1, size, Rfc6962.leaf(entry))))
                .isEqualTo(lines.get(empty + 3));
    }

    @Test
    void whateverIsChangedInAProofItHoldsNoLonger() throws Exception {
        String whole = Files.readString(proof());
        String entry = new String(
                Base64.getDecoder().decode(whole.lines().toList().get(1).substring("extra ".length())),
                StandardCharsets.UTF_8);
        String lied =
                Base64.getEncoder().encodeToString(entry.replace("work", "play").getBytes(StandardCharsets.UTF_8));
        String other = SignedNote.sign(
                        new Checkpoint("ceiba.test/audit", 302, new byte[32]).text(),
                        LogKey.readOrMake(LOG.data.resolve("stranger"), "ceiba.test/audit", VerifierKey.ED25519))
                .toString();
        int note = whole.indexOf("\n\n") + 2;
        for (String changed : List.of(
                whole.replaceFirst("extra .*", "extra " + lied),
                whole.replaceFirst("index 1", "index 2"),
                whole.replaceFirst("\n302\n", "\n303\n"),
                whole.replaceFirst("(index 1\n)(.*\n)(.*\n)", "$1$3$2"),
                whole.substring(0, note) + other,
                whole.replace("\u2014", "-"),
                whole.substring(0, whole.length() - 2),
                "")) {
            Path file = Files.writeString(LOG.data.resolve("changed"), changed);
            assertThatThrownBy(() -> check().proof(file)).as(changed).isInstanceOf(OfflineCheck.Broken.class);
        }
    }

    @Test
    void nobodyGetsAProofOfAnothersEntryAndNoneIsMadeOfWhatWasChanged() throws Exception {
        assertThat(PROOFS.of(new PersonNumber(TestPeople.number()), 2)).isEmpty();
        byte[] before = LOG.db
                .sql("select hash from audit.leaf where index = 0")
                .query(byte[].class)
                .single();
        LOG.asOwner("update audit.entry set purpose = 'play' where seq = 2");
        assertThatThrownBy(() -> PROOFS.of(PERSON, 2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("audit verify");
        LOG.asOwner("update audit.entry set purpose = 'work' where seq = 2");
        LOG.asOwner(
                "update audit.subtree set hash = sha256('x'); update audit.leaf set hash = sha256('x') where index = 0");
        assertThatThrownBy(() -> PROOFS.of(PERSON, 2)).isInstanceOf(IllegalStateException.class);
        LOG.asOwner("update audit.leaf set hash = '\\x" + HexFormat.of().formatHex(before) + "' where index = 0");
        refill();
    }

    /** As it was, from the leaves. */
    private static void refill() throws Exception {
        LOG.asOwner("delete from audit.subtree");
        LOG.sealer().seal();
    }

    @Test
    void whatIsNotSealedYetHasNoProofYet() {
        try (Log log = new Log()) {
            log.audit.record(
                    new AuditEntry(AuditEvent.CASE_READ, OFFICER, null, "police", PERSON, null, null, Map.of()));
            assertThatThrownBy(() -> proofs(log).of(PERSON, 1))
                    .isInstanceOf(Problem.class)
                    .hasMessageContaining("audit.problem.proof-later");
        }
    }

    @Test
    void verificationNamesWhatIsStoredForProofsAndWasChanged() throws Exception {
        assertThat(LOG.verify().findings()).isEmpty();
        LOG.asOwner("update audit.subtree set hash = sha256('x')");
        assertThat(LOG.verify().findings()).singleElement().asString().contains("over the seals 1 to 256");
        LOG.asOwner("update audit.subtree set index = 7");
        assertThat(LOG.verify().findings()).anySatisfy(one -> assertThat(one).contains("was deleted"));
        refill();
    }

    /** One of several processes may still be of the version before, and it knows no salt. */
    @Test
    void whatAnOlderProcessSealedIsWholeAndProved() throws Exception {
        try (Log log = new Log()) {
            seal(log);
            StoredEntry entry = log.db
                    .sql("select " + StoredEntry.COLUMNS + " from audit.entry where seq = 2")
                    .query((row, n) -> StoredEntry.of(row))
                    .single();
            log.asOwner("delete from audit.checkpoint; delete from audit.leaf; delete from audit.subtree");
            Files.delete(Evidence.checkpointFile(log.data));
            log.asOwner("update audit.entry set salt = null");
            log.sealer().seal();
            log.asOwner("update audit.entry set salt = gen_random_uuid()");

            assertThat(log.verify().findings()).isEmpty();
            Path proof = Files.writeString(
                    log.data.resolve("proof"), proofs(log).of(PERSON, 2).orElseThrow());
            assertThat(OfflineCheck.with(log.data, null).proof(proof).entry())
                    .isEqualTo(new String(entry.withoutSalt(), StandardCharsets.UTF_8));
            assertThat(Arrays.equals(entry.canonical(), entry.withoutSalt())).isFalse();
        }
    }
}
