package bz.ceiba.platform.xroad;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.MovedClock;
import bz.ceiba.TestDatabase;
import bz.ceiba.platform.documents.HttpTimeStamps;
import bz.ceiba.platform.documents.TimeStampServer;
import bz.ceiba.platform.kernel.WriteBehind;
import bz.ceiba.platform.xroad.HashTree.Leaf;
import bz.ceiba.platform.xroad.RestMessage.Header;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;

/** Old messages leave the database for files that prove them, and that prove each other. */
class MessageArchivesTest {
    private static final MemberKeys.Key KEY =
            TestMembers.keys("police", TestMembers.POLICE).of("police").orElseThrow();

    @TempDir
    Path directory;

    private final DriverManagerDataSource database = new DriverManagerDataSource(TestDatabase.create());
    private final JdbcClient db = JdbcClient.create(database);
    private final JdbcTemplate batches = new JdbcTemplate(database);
    private final JdbcTransactionManager transactions = new JdbcTransactionManager(database);
    private final TransactionTemplate transaction = new TransactionTemplate(transactions);
    private final MovedClock clock = new MovedClock(Instant.now().truncatedTo(ChronoUnit.SECONDS));
    private final MessageLog log =
            new MessageLog(db, new WriteBehind(batches, transactions), DataSize.ofKilobytes(1), null, clock);
    private final Trust trust = Trust.in(List.of(TestMembers.SHARED.authority()));
    private int asked;

    private MessageArchives archives() {
        return new MessageArchives(db, log, transaction, directory, Duration.ofDays(30), true, clock);
    }

    private void exchange() {
        RestMessage head = RestMessage.request(
                "POST",
                "/r1/BZ/GOV/police/records/check",
                List.of(new Header("x-road-client", "BZ/GOV/police"), new Header("x-road-id", "m" + asked)),
                "r" + asked++);
        LoggedMessage request = signed(new LoggedMessage(head, Body.of("{}".getBytes(StandardCharsets.UTF_8)), null));
        RestMessage answer = RestMessage.response(
                200, "OK", List.of(), head, Digests.requestHash(head.bytes(), request.bodyDigest()));
        log.keep(MessageLog.Side.ANSWERED, request, signed(new LoggedMessage(answer, null, null)));
    }

    private LoggedMessage signed(LoggedMessage message) {
        byte[] body = message.bodyDigest();
        List<Leaf> head =
                List.of(new Leaf(Parts.MESSAGE, Digests.sha512(message.head().bytes())));
        HashTree tree =
                new HashTree(List.of(body == null ? head : List.of(head.getFirst(), new Leaf(Parts.BODY, body))));
        byte[] result = tree.result(Parts.SIGNED_CHAIN);
        return new LoggedMessage(
                message.head(),
                message.body(),
                new Signed(CanonicalSignature.sign(KEY, result, null, clock.instant()), result, tree.chain(0)));
    }

    private void stamp() throws Exception {
        TestMembers.Key authority = TestMembers.SHARED.timeStamps();
        try (TimeStampServer server = new TimeStampServer(authority.pair().getPrivate(), authority.chain())) {
            new Stamping(db, batches, transaction, new HttpTimeStamps(server.address("/tsa")), clock).round();
        }
    }

    private int count(String table) {
        return db.sql("select count(*) from xroad." + table)
                .query(Integer.class)
                .single();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    @Test
    void whatIsOldAndStampedGoesIntoFilesThatFollowEachOther() throws Exception {
        exchange();
        exchange();
        assertThat(archives().round()).as("too young").isZero();
        clock.forward(Duration.ofDays(31));
        assertThat(archives().round()).as("not stamped").isZero();
        stamp();
        assertThat(archives().round()).isEqualTo(4);
        exchange();
        assertThat(count("message")).isEqualTo(2);
        stamp();
        clock.forward(Duration.ofDays(31));
        assertThat(archives().round()).isEqualTo(2);
        assertThat(archives().round()).isZero();
        assertThat(List.of(count("message"), count("signature"), count("stamp")))
                .containsOnly(0);
        List<Path> files = files();
        assertThat(files).hasSize(2);
        ArchiveVerification verification = new ArchiveVerification(trust);
        assertThat(verification.verify(files.getFirst())).isEmpty();
        assertThat(verification.verify(files.getLast())).isEmpty();
        assertThat(ArchiveVerification.isArchive(files.getFirst())).isTrue();
        ArchiveVerification backwards = new ArchiveVerification(trust);
        assertThat(backwards.verify(files.getLast())).isEmpty();
        assertThat(backwards.verify(files.getFirst()))
                .containsExactly("it does not follow " + files.getLast().getFileName());
    }

    @Test
    void aFileThatWasCutOffIsWrittenAgainAndNothingIsClearedBefore() throws Exception {
        exchange();
        stamp();
        clock.forward(Duration.ofDays(31));
        // As after a crash between the file and what is noted of it.
        db.sql("alter table xroad.archive add constraint no_more check (false) not valid")
                .update();
        assertThat(org.assertj.core.api.Assertions.catchThrowable(
                        () -> archives().round()))
                .isNotNull();
        assertThat(count("message")).isEqualTo(2);
        db.sql("alter table xroad.archive drop constraint no_more").update();
        Files.writeString(files().getFirst(), "cut off");
        assertThat(archives().round()).isEqualTo(2);
        assertThat(new ArchiveVerification(trust).verify(files().getFirst())).isEmpty();
    }

    @Test
    void whatWasChangedTakenOutOrPutInIsFound() throws Exception {
        exchange();
        stamp();
        clock.forward(Duration.ofDays(31));
        archives().round();
        Path whole = files().getFirst();
        assertThat(verified(whole, "changed", content -> {
                    byte[] changed = content.clone();
                    changed[changed.length / 2] ^= 1;
                    return changed;
                }))
                .anyMatch(finding -> finding.contains("is not what was archived"));
        assertThat(verified(whole, "taken", content -> null)).anyMatch(finding -> finding.contains("is missing"));
    }

    @Test
    void anArchiveOfASecurityServerThatIsSetToAnotherDigestIsFollowedAsWell() throws Exception {
        exchange();
        stamp();
        clock.forward(Duration.ofDays(31));
        archives().round();
        Path other = directory.resolve("sha256.zip");
        StringBuilder links = new StringBuilder("- - SHA-256\n");
        try (ZipFile zip = new ZipFile(files().getFirst().toFile());
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(other))) {
            String link = "";
            for (ZipEntry entry : zip.stream().toList()) {
                if (!entry.getName().equals(ArchiveChain.LINKS)) {
                    byte[] content = zip.getInputStream(entry).readAllBytes();
                    out.putNextEntry(new ZipEntry(entry.getName()));
                    out.write(content);
                    MessageDigest digest = MessageDigest.getInstance("SHA-256");
                    link = ArchiveChain.next(digest, link, digest.digest(content));
                    links.append(link).append(' ').append(entry.getName()).append('\n');
                }
            }
            out.putNextEntry(new ZipEntry(ArchiveChain.LINKS));
            out.write(links.toString().getBytes(StandardCharsets.UTF_8));
        }
        assertThat(new ArchiveVerification(trust).verify(other)).isEmpty();
    }

    private List<String> verified(Path whole, String name, UnaryOperator<byte[]> change) throws IOException {
        Path other = directory.resolve(name + ".zip");
        try (ZipFile zip = new ZipFile(whole.toFile());
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(other))) {
            boolean first = true;
            for (ZipEntry entry : zip.stream().toList()) {
                byte[] content;
                try (InputStream in = zip.getInputStream(entry)) {
                    content = in.readAllBytes();
                }
                if (first) {
                    content = change.apply(content);
                    first = false;
                }
                if (content != null) {
                    out.putNextEntry(new ZipEntry(entry.getName()));
                    out.write(content);
                }
            }
        }
        return new ArchiveVerification(trust).verify(other);
    }
}
