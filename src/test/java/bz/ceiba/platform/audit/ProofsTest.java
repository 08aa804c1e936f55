package bz.ceiba.platform.audit;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.RoomMigration;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ProofsTest {
    private static final int SMALL = 300;
    private static final int LARGE = 70_000;

    private static final List<byte[]> LEAVES = Rfc6962.leaves(LARGE);
    private static final List<byte[]> ROOTS = roots();
    private static final Log LOG = new Log();

    /** A log whose tree has three levels of what is stored for proofs; its leaves are numbers, not entries. */
    @BeforeAll
    static void store() throws Exception {
        LOG.asOwner("""
                insert into audit.leaf (index, seq, era, txid, hash, chain)
                select n, n + 1, 0, '1', sha256('\\x00'::bytea || n::text::bytea), ''
                  from generate_series(0, %d) n
                """.formatted(LARGE - 1));
        fill();
    }

    private static void fill() throws Exception {
        try (Connection connection = LOG.source.getConnection()) {
            new Subtrees(connection).fill();
        }
    }

    @AfterAll
    static void close() {
        LOG.close();
    }

    @Test
    void everyEntryOfEveryTreeUpTo300HasTheProofThatRfc6962Defines() {
        StoredTree tree = new StoredTree(LOG.db);
        for (int size = 1; size <= SMALL; size++) {
            assertThat(tree.root(size)).isEqualTo(ROOTS.get(size));
            for (int index = 0; index < size; index++) {
                List<byte[]> path = tree.inclusion(index, size);
                byte[] root = ROOTS.get(size);
                assertThat(Rfc6962.rootBy(path, index, size, LEAVES.get(index))).isEqualTo(root);
                assertThat(Proofs.includes(index, size, LEAVES.get(index), path, root))
                        .as("%d in %d", index, size)
                        .isTrue();
            }
        }
    }

    @Test
    void everyTreeUpTo300IsProvedToGrowFromEverySmallerOne() {
        StoredTree tree = new StoredTree(LOG.db);
        for (int size = 0; size <= SMALL; size++) {
            for (int old = 0; old <= size; old++) {
                List<byte[]> proof = tree.consistency(old, size);
                if (old == 0) {
                    assertThat(proof).isEmpty();
                    continue;
                }
                assertThat(Proofs.extend(old, ROOTS.get(old), size, ROOTS.get(size), proof))
                        .as("%d to %d", old, size)
                        .isTrue();
                assertThat(Rfc6962.consistent(proof, old, size, ROOTS.get(old), ROOTS.get(size)))
                        .isTrue();
            }
        }
    }

    private static List<byte[]> roots() {
        List<byte[]> roots = new ArrayList<>();
        for (int size = 0; size <= SMALL; size++) {
            roots.add(Rfc6962.mth(LEAVES.subList(0, size)));
        }
        return roots;
    }

    /** Whatever is changed in a proof, neither our verifier nor the one from the RFC takes it. */
    @Test
    void aProofInWhichAnythingIsChangedIsRefused() {
        Random random = new Random(6962);
        StoredTree tree = new StoredTree(LOG.db);
        for (int i = 0; i < 1_000; i++) {
            int size = 2 + random.nextInt(SMALL - 1);
            int index = random.nextInt(size);
            byte[] root = ROOTS.get(size);
            List<byte[]> path = changed(tree.inclusion(index, size), random);
            assertThat(Proofs.includes(index, size, LEAVES.get(index), path, root))
                    .as("inclusion of %d in %d", index, size)
                    .isFalse();
            assertThat(Proofs.includes((index + 1) % size, size, LEAVES.get(index), tree.inclusion(index, size), root))
                    .isFalse();
            int old = 1 + random.nextInt(size - 1);
            byte[] oldRoot = ROOTS.get(old);
            List<byte[]> proof = changed(tree.consistency(old, size), random);
            assertThat(Proofs.extend(old, oldRoot, size, root, proof))
                    .as("consistency of %d with %d", old, size)
                    .isFalse();
            assertThat(Proofs.extend(old, LEAVES.getFirst().clone(), size, root, tree.consistency(old, size)))
                    .isEqualTo(old == 1);
        }
    }

    private static List<byte[]> changed(List<byte[]> proof, Random random) {
        List<byte[]> changed = new ArrayList<>(proof);
        int at = random.nextInt(proof.size() + 1);
        switch (at == proof.size() ? 2 : random.nextInt(3)) {
            case 0 -> {
                byte[] hash = changed.get(at).clone();
                hash[random.nextInt(hash.length)] ^= (byte) (1 << random.nextInt(8));
                changed.set(at, hash);
            }
            case 1 -> changed.remove(at);
            default -> changed.add(at, Rfc6962.leaf(new byte[] {(byte) random.nextInt()}));
        }
        return changed;
    }

    /** With {@link Rfc6962#mth} over all leaves as the other side. */
    @Test
    void proofsOfALargeTreeReadTwoRowsOfEachLevelAndHold() throws Exception {
        byte[] root = Rfc6962.mth(LEAVES);
        Random random = new Random(9162);
        try (Counting counted = new Counting(LOG.source.getConnection())) {
            for (int i = 0; i < 10; i++) {
                int index = random.nextInt(LARGE);
                counted.reset();
                List<byte[]> path = new StoredTree(counted.db()).inclusion(index, LARGE);
                assertThat(counted.queries()).isLessThanOrEqualTo(6);
                assertThat(Rfc6962.rootBy(path, index, LARGE, LEAVES.get(index)))
                        .isEqualTo(root);
                int old = 1 + random.nextInt(LARGE - 1);
                counted.reset();
                List<byte[]> proof = new StoredTree(counted.db()).consistency(old, LARGE);
                assertThat(counted.queries()).isLessThanOrEqualTo(6);
                assertThat(Rfc6962.consistent(proof, old, LARGE, Rfc6962.mth(LEAVES.subList(0, old)), root))
                        .isTrue();
            }
        }
    }

    @Test
    void whatIsStoredForProofsIsWhatAppendingGives() {
        List<Subtree> completed = new ArrayList<>();
        Frontier tree = new Frontier();
        LEAVES.forEach(leaf -> tree.append(leaf, completed::add));
        List<String> stored = LOG.db
                .sql("select level || ' ' || index || ' ' || encode(hash, 'base64') from audit.subtree")
                .query(String.class)
                .list();
        assertThat(stored)
                .containsExactlyInAnyOrderElementsOf(completed.stream()
                        .map(one -> one.level() + " " + one.index() + " " + Hash.base64(one.hash()))
                        .toList())
                .hasSize(LARGE / 256 + LARGE / 65_536);
    }

    /** Those with which transparency-dev's implementation tests itself, valid and invalid. */
    @Test
    void agreesWithThePublishedVectors() throws IOException {
        JsonNode vectors;
        try (InputStream file = ProofsTest.class.getResourceAsStream("/audit/merkle-vectors.json")) {
            vectors = JsonMapper.shared().readTree(file);
        }
        for (JsonNode one : vectors.path("inclusion")) {
            boolean holds = fits(one, "leafIdx", "treeSize")
                    && Proofs.includes(
                            one.path("leafIdx").asLong(),
                            one.path("treeSize").asLong(),
                            bytes(one.path("leafHash")),
                            hashes(one.path("proof")),
                            bytes(one.path("root")));
            assertThat(holds).as(one.toString()).isEqualTo(!one.path("wantErr").asBoolean());
        }
        for (JsonNode one : vectors.path("consistency")) {
            boolean holds = fits(one, "size1", "size2")
                    && Proofs.extend(
                            one.path("size1").asLong(),
                            bytes(one.path("root1")),
                            one.path("size2").asLong(),
                            bytes(one.path("root2")),
                            hashes(one.path("proof")));
            assertThat(holds).as(one.toString()).isEqualTo(!one.path("wantErr").asBoolean());
        }
        assertThat(vectors.path("inclusion").size()
                        + vectors.path("consistency").size())
                .isEqualTo(196);
    }

    /** Theirs are unsigned; what is larger than ours can be is refused where it is read. */
    private static boolean fits(JsonNode one, String... names) {
        return Arrays.stream(names)
                .map(name -> one.path(name).asBigInteger())
                .allMatch(number -> number.compareTo(BigInteger.valueOf(Long.MAX_VALUE)) <= 0);
    }

    private static byte[] bytes(JsonNode base64) {
        return Base64.getDecoder().decode(base64.asString(""));
    }

    private static List<byte[]> hashes(JsonNode proof) {
        List<byte[]> hashes = new ArrayList<>();
        proof.forEach(hash -> hashes.add(bytes(hash)));
        return hashes;
    }

    @Test
    void aLogFromBeforeIsFilledInPartsAndSealsOn() throws Exception {
        RoomMigration room = new RoomMigration("audit");
        JdbcClient before = room.to(1);
        before.sql("""
                insert into audit.leaf (index, seq, era, txid, hash, chain)
                select n, n + 1, 0, '1', sha256('\\x00'::bytea || n::text::bytea), '' from generate_series(0, 599) n
                """).update();
        before.sql("""
                insert into audit.entry (at, event, actor, detail) values (now(), 'CASE_MOVED', 'system', '{}')
                """).update();
        JdbcClient after = room.to(4);
        assertThat(after.sql("select count(*) from audit.entry where salt is null")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
        after.sql("insert into audit.entry (at, event, actor, detail) values (now(), 'CASE_MOVED', 'system', '{}')")
                .update();
        assertThat(after.sql("select count(*) from audit.entry where salt is not null")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
        try (Connection connection = java.sql.DriverManager.getConnection(room.url())) {
            new Subtrees(connection).fill();
            new Subtrees(connection).fill();
        }
        assertThat(new StoredTree(after).root(600)).isEqualTo(Rfc6962.mth(LEAVES.subList(0, 600)));
        assertThat(after.sql("select count(*) from audit.subtree")
                        .query(Long.class)
                        .single())
                .isEqualTo(2);
    }
}
