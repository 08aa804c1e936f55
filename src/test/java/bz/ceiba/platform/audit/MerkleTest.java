package bz.ceiba.platform.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MerkleTest {
    /** The inputs and roots with which Certificate Transparency's implementations test themselves. */
    private static final List<String> LEAVES =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");

    private static final List<String> ROOTS = List.of(
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    @Test
    void rootsAreThoseOfCertificateTransparency() {
        Frontier tree = new Frontier();
        List<String> roots = new ArrayList<>();
        roots.add(HexFormat.of().formatHex(tree.root()));
        for (String leaf : LEAVES) {
            tree.append(Hash.leaf(HexFormat.of().parseHex(leaf)));
            tree = new Frontier(tree.size(), tree.bytes());
            roots.add(HexFormat.of().formatHex(tree.root()));
        }
        assertThat(roots).isEqualTo(ROOTS);
    }

    /** The example key and note of Go's golang.org/x/mod/sumdb/note, which C2SP signed-note describes. */
    @Test
    void notesAreThoseOfSignedNote() {
        VerifierKey key = VerifierKey.parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
        String text = "If you think cryptography is the answer to your problem,\n"
                + "then you don't know what your problem is.\n";
        SignedNote note = SignedNote.parse(
                text + "\n"
                        + "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n");

        assertThat(note.text()).isEqualTo(text);
        assertThat(note.isSignedBy(key)).isTrue();
        assertThat(new SignedNote(text.replace("is", "was"), note.signatures()).isSignedBy(key))
                .isFalse();
        assertThat(key).hasToString("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
    }

    /** The string example of RFC 8785, 3.2.2.2 and the sorting example of 3.2.3, as far as they are texts. */
    @Test
    void jsonIsCanonical() {
        assertThat(CanonicalJson.text("\u20ac$\u000F\nA'B\"\\\\\"/"))
                .isEqualTo("\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"");
        assertThat(CanonicalJson.object(Map.of(
                        "\u20ac", "Euro Sign",
                        "\r", "Carriage Return",
                        "\ufb33", "Hebrew Letter Dalet With Dagesh",
                        "1", "One",
                        "\ud83d\ude00", "Emoji: Grinning Face",
                        "\u0080", "Control",
                        "\u00f6", "Latin Small Letter O With Diaeresis")))
                .isEqualTo("{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\","
                        + "\"\u00f6\":\"Latin Small Letter O With Diaeresis\",\"\u20ac\":\"Euro Sign\","
                        + "\"\ud83d\ude00\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");
    }

    @Test
    void anEntrysCanonicalFormIsWhatTheDocumentationSays() {
        StoredEntry entry = new StoredEntry(
                new Position(0, 731, 12),
                java.time.Instant.parse("2026-11-23T08:30:00.0001Z"),
                "CASE_READ",
                "anonymous",
                null,
                "police",
                null,
                null,
                "employment",
                "{\"b\": \"2\", \"a\": \"\\u00f1\"}",
                null);
        assertThat(new String(entry.canonical(), StandardCharsets.UTF_8))
                .isEqualTo("{\"actor\":\"anonymous\",\"agency\":\"police\",\"at\":\"2026-11-23T08:30:00.000100Z\","
                        + "\"detail\":{\"a\":\"ñ\",\"b\":\"2\"},\"era\":\"0\",\"event\":\"CASE_READ\",\"purpose\":\"employment\","
                        + "\"seq\":\"12\",\"txid\":\"731\"}");
    }

    /** SHA-256 of sixteen bytes 00 to 0f and "anonymous", as {@code sha256sum} gives it. */
    @Test
    void anEntryWithASaltHidesWhoActed() {
        StoredEntry entry = new StoredEntry(
                new Position(0, 731, 12),
                java.time.Instant.parse("2026-11-23T08:30:00Z"),
                "CASE_READ",
                "anonymous",
                null,
                null,
                null,
                null,
                null,
                "{}",
                java.util.UUID.fromString("00010203-0405-0607-0809-0a0b0c0d0e0f"));
        assertThat(new String(entry.canonical(), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"actor_digest\":\"46431ac07484312c4564ec3404c6360408a803b2869790e1ac1d8047beb9ad44\",\"at\":\"2026-11-23T08:30:00.000000Z\","
                                + "\"detail\":{},\"era\":\"0\",\"event\":\"CASE_READ\",\"seq\":\"12\",\"txid\":\"731\"}");
    }
}
