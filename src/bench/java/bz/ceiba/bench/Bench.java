package bz.ceiba.bench;

import java.util.List;

/** {@code ./ceiba bench cases|start}. */
public final class Bench {
    private Bench() {}

    /**
     * Runs one measurement.
     *
     * @param words its name, {@code cases} or {@code start}
     */
    public static void main(String[] words) throws Exception {
        switch (List.of(words)) {
            case List<String> w when w.equals(List.of("cases")) -> CasesBench.run();
            case List<String> w when w.equals(List.of("start")) -> StartBench.run();
            default -> {
                System.err.println("ceiba: bench knows cases and start.");
                System.exit(2);
            }
        }
        System.exit(0);
    }
}
