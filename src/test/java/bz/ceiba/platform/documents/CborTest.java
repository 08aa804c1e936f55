package bz.ceiba.platform.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** By the examples of RFC 8949 (appendix A) and RFC 9285 (4.3), and by bytes of any content. */
class CborTest {
    private static String hex(Object value) {
        return HexFormat.of().formatHex(Cbor.write(value));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    @Test
    void valuesAreWrittenAsTheStandardsExamples() throws Exception {
        Map<Integer, Object> map = new LinkedHashMap<>();
        map.put(1, 2);
        map.put(3, 4);
        assertThat(hex(0)).isEqualTo("00");
        assertThat(hex(23)).isEqualTo("17");
        assertThat(hex(24)).isEqualTo("1818");
        assertThat(hex(1000)).isEqualTo("1903e8");
        assertThat(hex(1_000_000)).isEqualTo("1a000f4240");
        assertThat(hex(1_000_000_000_000L)).isEqualTo("1b000000e8d4a51000");
        assertThat(hex(-1)).isEqualTo("20");
        assertThat(hex(-1000)).isEqualTo("3903e7");
        assertThat(hex("ü")).isEqualTo("62c3bc");
        assertThat(hex(new byte[] {1, 2, 3, 4})).isEqualTo("4401020304");
        assertThat(hex(List.of(1, List.of(2, 3), List.of(4, 5)))).isEqualTo("8301820203820405");
        assertThat(hex(map)).isEqualTo("a201020304");
        assertThat(hex(new Cbor.Tagged(18, List.of()))).isEqualTo("d280");
        assertThat(Cbor.read(bytes("a201020304"))).isEqualTo(Map.of(1L, 2L, 3L, 4L));
        assertThat(Cbor.read(bytes("1b000000e8d4a51000"))).isEqualTo(1_000_000_000_000L);
        assertThat(Cbor.read(bytes("d280"))).isEqualTo(new Cbor.Tagged(18, List.of()));
    }

    @Test
    void whatIsNotShortestOrWholeOrExpectedIsRefused() {
        for (String wrong : List.of(
                "",
                "1817",
                "190018",
                "1a00000001",
                "1bffffffffffffffff",
                "5f",
                "9f",
                "bf",
                "f5",
                "fb3ff199999999999a",
                "0000",
                "43",
                "9bffffffffffffff7f",
                "a2010201",
                "a201020103",
                "61ff",
                "8181818181818181818181")) {
            assertThatThrownBy(() -> Cbor.read(bytes(wrong))).as(wrong).isInstanceOf(Cbor.Malformed.class);
        }
        Random random = new Random(8949);
        for (int i = 0; i < 20_000; i++) {
            byte[] any = new byte[random.nextInt(40)];
            random.nextBytes(any);
            try {
                assertThat(Cbor.write(Cbor.read(any))).isEqualTo(any);
            } catch (Cbor.Malformed e) {
                assertThat(e).hasMessageNotContaining("null");
            }
        }
    }

    @Test
    void base45IsWrittenAsTheStandardsExamples() {
        for (String[] pair : new String[][] {{"AB", "BB8"}, {"Hello!!", "%69 VD92EX0"}, {"base-45", "UJCLQE7W581"}}) {
            assertThat(Base45.write(pair[0].getBytes(StandardCharsets.UTF_8))).isEqualTo(pair[1]);
            assertThat(Base45.read(pair[1]))
                    .hasValueSatisfying(read ->
                            assertThat(read).asString(StandardCharsets.UTF_8).isEqualTo(pair[0]));
        }
        assertThat(Base45.read("QED8WEX0")).isPresent();
        assertThat(List.of("GGW", ":::", "A", "abc", "BB8A"))
                .allMatch(text -> Base45.read(text).isEmpty());
    }
}
