package bz.ceiba.platform.audit;

import java.nio.file.Path;

/** A witness in a process of its own that dies, as if it were killed, when it reaches a step the second time. */
final class DyingWitness {
    private DyingWitness() {}

    /** @param args the directory, the file with the logs' keys, its name, the step */
    public static void main(String[] args) throws Exception {
        int[] reached = {0};
        WitnessServer server = WitnessServer.start(Path.of(args[0]), args[2], Path.of(args[1]), 0, step -> {
            if (step == WitnessState.Step.valueOf(args[3]) && ++reached[0] == 2) {
                Runtime.getRuntime().halt(137);
            }
        });
        System.out.println("listens on port " + server.port());
        Thread.currentThread().join();
    }
}
