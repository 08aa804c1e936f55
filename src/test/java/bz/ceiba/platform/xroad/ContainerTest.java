package bz.ceiba.platform.xroad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import bz.ceiba.platform.documents.HttpTimeStamps;
import bz.ceiba.platform.documents.TimeStampServer;
import bz.ceiba.platform.xroad.RestMessage.Header;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Containers of messages that were signed and time-stamped many at a time, whole and tampered with. */
class ContainerTest {
    private static final byte[] BODY = "{\"name\": \"Ana\"}".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    private final TestMembers members = new TestMembers();
    private final TestMembers.Key police = members.member("police");
    private final Trust trust = Trust.in(List.of(members.authority()));

    @Test
    void eachOfManyMessagesThatOneSignatureAndOneTimeStampCoverVerifiesByItself() throws Exception {
        for (int count : List.of(1, 2, 3, 5, 8, 13)) {
            for (Path file : containers(count)) {
                ContainerReport report = ContainerVerification.verify(file, Trust.nobody());
                assertThat(report.findings()).as("%s of %d", file, count).isEmpty();
                assertThat(report.sender()).isEqualTo("BZ/GOV/police/policerecords");
                assertThat(report.signer()).isEqualTo("C=BZ,O=Member,CN=police");
                assertThat(report.stampedAt()).isNotNull();
            }
        }
    }

    @Test
    void whoeverNamesTheAuthoritiesHearsOfStrangersAndOfThoseWhoSignForOthers() throws Exception {
        Path file = containers(2).getFirst();
        assertThat(ContainerVerification.verify(file, trust).findings()).isEmpty();
        assertThat(ContainerVerification.verify(file, trust).notes())
                .containsExactly("nothing in it says whether the certificate was revoked");
        assertThat(ContainerVerification.verify(file, Trust.in(List.of(new TestMembers().authority())))
                        .findings())
                .anyMatch(finding -> finding.contains("time-stamp is of an authority"))
                .anyMatch(finding -> finding.contains("certified by nobody"));
        Path other = write("other", members.member("health"), 1).getFirst();
        assertThat(ContainerVerification.verify(other, trust).findings())
                .contains("the certificate does not name the member 'BZ/GOV/police/policerecords'");
    }

    @Test
    void whatIsChangedInAnyPartIsFound() throws Exception {
        Path file = containers(3).get(1);
        for (String name : names(file)) {
            if (name.equals(ContainerFile.MANIFEST)) {
                continue;
            }
            Path changed = changed(file, entries -> {
                entries.computeIfPresent(name, (n, content) -> flipped(content));
                return entries;
            });
            assertThat(ContainerVerification.verify(changed, Trust.nobody()).findings())
                    .as(name)
                    .isNotEmpty();
        }
    }

    @Test
    void whatIsDamagedInAnyWayIsAFindingAndNoFailure() throws Exception {
        Path file = containers(2).getFirst();
        for (String stamp : List.of("", "M", "MAA=", "MIIB", "0\u0080")) {
            assertThat(damaged(file, ContainerFile.STAMP, content -> stamp.getBytes(StandardCharsets.ISO_8859_1)))
                    .as(stamp)
                    .isNotEmpty();
        }
        Random random = new Random(5);
        for (String name : List.of(ContainerFile.STAMP, Parts.SIGNATURES)) {
            for (int i = 0; i < 150; i++) {
                int at = random.nextInt(Integer.MAX_VALUE);
                byte value = (byte) random.nextInt(256);
                // Some octets nobody signs, so there need not be a finding.
                assertThatCode(() -> damaged(file, name, content -> {
                            content[at % content.length] = value;
                            return content;
                        }))
                        .doesNotThrowAnyException();
            }
        }
        assertThat(damaged(file, Parts.SIGNATURES, content -> new String(content, StandardCharsets.UTF_8)
                        .replace("ecdsa-sha512", "ecdsa-")
                        .getBytes(StandardCharsets.UTF_8)))
                .isNotEmpty();
    }

    private List<String> damaged(Path file, String name, UnaryOperator<byte[]> damage) throws Exception {
        Path changed = changed(file, entries -> {
            entries.computeIfPresent(name, (n, content) -> damage.apply(content.clone()));
            return entries;
        });
        return ContainerVerification.verify(changed, Trust.nobody()).findings();
    }

    @Test
    void whatIsTakenAwayOrPutInIsFound() throws Exception {
        Path file = containers(3).get(1);
        for (String name : List.of(
                ContainerFile.MIMETYPE,
                Parts.MESSAGE,
                Parts.SIGNATURES,
                Parts.SIGNED_RESULT,
                Parts.SIGNED_CHAIN,
                Parts.STAMPED_RESULT,
                Parts.STAMPED_CHAIN,
                ContainerFile.STAMP)) {
            Path changed = changed(file, entries -> {
                entries.remove(name);
                return entries;
            });
            assertThat(ContainerVerification.verify(changed, Trust.nobody()).findings())
                    .as(name)
                    .isNotEmpty();
        }
        Path more = changed(file, entries -> {
            entries.put("attachment2", BODY);
            return entries;
        });
        assertThat(ContainerVerification.verify(more, Trust.nobody()).findings())
                .containsExactly("'attachment2' is in the container and nothing that is signed covers it");
    }

    @Test
    void aBodyThatWasNotKeptIsNamedByItsDigest() throws Exception {
        Path file = changed(containers(2).getFirst(), entries -> {
            entries.remove(Parts.BODY);
            return entries;
        });
        ContainerReport report = ContainerVerification.verify(file, Trust.nobody());
        assertThat(report.findings()).isEmpty();
        assertThat(report.notes()).anyMatch(note -> note.contains("attachment1"));
    }

    @Test
    void anotherMessagesSignatureProvesNothing() throws Exception {
        List<Path> files = containers(2);
        Map<String, byte[]> other = entries(files.get(1));
        Path mixed = changed(files.get(0), entries -> {
            entries.put(Parts.MESSAGE, other.get(Parts.MESSAGE));
            return entries;
        });
        assertThat(ContainerVerification.verify(mixed, Trust.nobody()).findings())
                .contains("'message.xml' is not what 'sig-hashchain.xml' covers");
    }

    @Test
    void whatIsNoContainerIsSaidToBeNone() throws Exception {
        Path file = Files.writeString(directory.resolve("text"), "no archive");
        assertThat(ContainerVerification.verify(file, Trust.nobody()).findings().getFirst())
                .contains("no ZIP archive");
        assertThat(ContainerVerification.verify(Files.write(directory.resolve("empty"), new byte[0]), Trust.nobody())
                        .findings())
                .hasSize(1);
        Path entity = changed(containers(1).getFirst(), entries -> {
            entries.put(
                    Parts.SIGNED_CHAIN,
                    "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><HashChain>&e;</HashChain>"
                            .getBytes(StandardCharsets.UTF_8));
            return entries;
        });
        assertThat(ContainerVerification.verify(entity, Trust.nobody())
                        .findings()
                        .getFirst())
                .contains("'sig-hashchain.xml' is no XML");
        Path loop = changed(containers(1).getFirst(), entries -> {
            entries.put(
                    Parts.SIGNED_CHAIN,
                    ("<HashChain><DefaultDigestMethod Algorithm=\"" + HashTree.ALGORITHM.getUri()
                                    + "\"/><HashStep id=\"STEP0\"><StepRef URI=\"#STEP0\"/></HashStep></HashChain>")
                            .getBytes(StandardCharsets.UTF_8));
            return entries;
        });
        assertThat(ContainerVerification.verify(loop, Trust.nobody()).findings())
                .anyMatch(finding -> finding.contains("no step of a hash chain"));
    }

    private List<Path> containers(int count) throws Exception {
        return write("of" + count, police, count);
    }

    private List<Path> write(String prefix, TestMembers.Key key, int count) throws Exception {
        List<byte[]> heads = new ArrayList<>();
        List<List<HashTree.Leaf>> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            RestMessage request = RestMessage.request(
                    "POST",
                    "/r1/BZ/GOV/police/policerecords/convictions",
                    List.of(new Header("X-Road-Client", "BZ/GOV/egov"), new Header("X-Road-Id", "m" + i)),
                    "r" + i);
            byte[] head = RestMessage.response(
                            200,
                            "OK",
                            List.of(new Header("Content-Type", "application/json")),
                            request,
                            Digests.requestHash(request.bytes(), null))
                    .bytes();
            heads.add(head);
            parts.add(
                    i % 3 == 2
                            ? List.of(new HashTree.Leaf(Parts.MESSAGE, Digests.sha512(head)))
                            : List.of(
                                    new HashTree.Leaf(Parts.MESSAGE, Digests.sha512(head)),
                                    new HashTree.Leaf(Parts.BODY, Digests.sha512(BODY))));
        }
        HashTree tree = new HashTree(parts);
        byte[] result = tree.result(Parts.SIGNED_CHAIN);
        MemberKeys.Key signing = TestMembers.keys("key", key).of("key").orElseThrow();
        byte[] signature =
                CanonicalSignature.sign(signing, result, null, Clock.systemUTC().instant());
        HashTree stamps = new HashTree(heads.stream()
                .map(head -> List.of(new HashTree.Leaf(Parts.SIGNATURES, Digests.sha512(signature))))
                .toList());
        byte[] stamped = stamps.result(Parts.STAMPED_CHAIN);
        TestMembers.Key authority = members.timeStamps();
        byte[] token;
        try (TimeStampServer server = new TimeStampServer(authority.pair().getPrivate(), authority.chain())) {
            token = new HttpTimeStamps(server.address("/tsa"))
                    .getTimeStampResponse(HashTree.ALGORITHM, Digests.sha512(stamped))
                    .getBytes();
        }
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Path file = directory.resolve(prefix + "-" + i + ".asice");
            try (OutputStream out = Files.newOutputStream(file)) {
                ContainerWriter.write(
                        out,
                        Instant.now(),
                        heads.get(i),
                        parts.get(i).size() == 1 ? null : new ByteArrayInputStream(BODY),
                        new Signed(signature, result, tree.chain(i)),
                        new Stamp(token, stamped, stamps.chain(i)));
            }
            files.add(file);
        }
        return files;
    }

    /** One bit of the middle, in what is text a letter or a digit for another. */
    private static byte[] flipped(byte[] content) {
        byte[] changed = content.clone();
        int at = changed.length / 2;
        while (!Character.isLetterOrDigit(changed[at] & 0xff) && at < changed.length - 1) {
            at++;
        }
        changed[at] ^= 1;
        return changed;
    }

    private static List<String> names(Path file) throws IOException {
        return List.copyOf(entries(file).keySet());
    }

    private static Map<String, byte[]> entries(Path file) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            Enumeration<? extends ZipEntry> all = zip.entries();
            while (all.hasMoreElements()) {
                ZipEntry entry = all.nextElement();
                entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        return entries;
    }

    private Path changed(Path file, UnaryOperator<Map<String, byte[]>> change) throws IOException {
        Path changed = Files.createTempFile(directory, "changed", ".asice");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(changed))) {
            for (Map.Entry<String, byte[]> entry : change.apply(entries(file)).entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return changed;
    }
}
