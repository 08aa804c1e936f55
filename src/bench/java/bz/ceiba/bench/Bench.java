package bz.ceiba.bench;

import java.util.List;

/** {@code ./ceiba bench cases|start|notices|identity|exchange|audit|transport|border}. */
public final class Bench {
    private Bench() {}

    /**
     * Runs one measurement.
     *
     * @param words its name, such as {@code cases}
     */
    public static void main(String[] words) throws Exception {
        switch (List.of(words)) {
            case List<String> w when w.equals(List.of("cases")) -> CasesBench.run();
            case List<String> w when w.equals(List.of("start")) -> StartBench.run();
            case List<String> w when w.equals(List.of("notices")) -> NoticesBench.run();
            case List<String> w when w.equals(List.of("identity")) -> IdentityBench.run();
            case List<String> w when w.equals(List.of("exchange")) -> ExchangeBench.run();
            case List<String> w when w.equals(List.of("audit")) -> AuditBench.run();
            case List<String> w when w.equals(List.of("transport")) -> TransportBench.run();
            case List<String> w
            when w.equals(List.of("border")) -> {
                BorderBench.run();
                ScreeningBench.run();
            }
            default -> {
                System.err.println(
                        "ceiba: bench knows cases, start, notices, identity, exchange, audit, transport and border.");
                System.exit(2);
            }
        }
        System.exit(0);
    }
}
