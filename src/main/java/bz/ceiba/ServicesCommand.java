package bz.ceiba;

/** {@code ./ceiba services check}. */
final class ServicesCommand {
    private ServicesCommand() {}

    static int run(Launch launch) {
        System.err.println("services " + launch.rest() + " comes with the cases room.");
        return 2;
    }
}
